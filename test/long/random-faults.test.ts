// A million random faults in engines' memory, each while a script runs: they may cause traps, exceptions and wrong
// results, but must never end the process. Each run has other faults; a failure names the seed.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { wineEnvironment } from "../../src/wslservice/wine.ts";
import { reportFigure } from "../support/figures.ts";

const seed = String(Date.now());

interface Output {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Output> {
  const [program = "", ...args] = command;
  return promisify(execFile)(program, args, { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, signal, stdout, stderr }) => ({ code: code ?? signal, stdout, stderr }),
  );
}

async function storm(title: string, command: readonly string[], env?: NodeJS.ProcessEnv): Promise<void> {
  const { code, stdout, stderr } = await run([...command, seed], env);
  expect(code, `seed ${seed}\n${stderr}`).toBe(0);
  const [, figures = "", traps = "0"] = stdout.match(/^(.*: (\d+) traps, .*)$/m) ?? [];
  // Otherwise the faults would have had no effect.
  expect(Number(traps)).toBeGreaterThan(100);
  reportFigure("random-faults", `${title}: ${figures}`);
}

test.runIf(process.platform === "linux")("no random fault ends the process on Linux", () =>
  storm("Linux, under sanitizers", [paths.linuxFaultStorm, "1000000"]),
);

test("no random fault ends the process on Windows", async () => {
  const built = await run(["cmake", "--build", paths.native, "--target", "fault-storm"]);
  expect(built.code, built.stdout).toBe(0);
  await storm("Windows, under Wine", ["wine", paths.windowsFaultStorm, "100000"], wineEnvironment());
});
