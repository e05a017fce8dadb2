/** Measures what the host does when it loads a plugin, before it trusts the files: test/bench/main.cpp. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { paths } from "../../src/paths.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { prepareWine, windowsCommand, wineEnvironment } from "../../src/wslservice/wine.ts";
import { largeScript } from "./large-script.ts";
import { scriptSize } from "./loads.ts";
import { type ComparisonRow, lowest, perUnit } from "./report.ts";

export async function measureVerification(rounds: number): Promise<ComparisonRow[]> {
  await prepareWine();
  await using folder = await PluginFolder.create();
  await folder.write("timed.js", largeScript(scriptSize));
  await folder.write("timed.json", "{}");
  const files = ["timed.js", "timed.json"].map((name) => folder.windowsPath(name));
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [part, time] of await runTimer(files)) times.set(part, [...(times.get(part) ?? []), time]);
  }
  const of = (part: string) => lowest(times.get(part) ?? []) / perUnit.ms;
  const checks = of("hash") + of("app-control") + of("scan");
  const row = (name: string, script: number) => ({ name, unit: "ms", native: null, script }) as const;
  return [
    { ...row("load: both files read after the walk to them (native: read)", of("walk")), native: of("read") },
    row("load: hashes of both files", of("hash")),
    row("load: App Control asked", of("app-control")),
    row("load: antivirus product asked", of("scan")),
    {
      ...row("load: verification in all, without the reading", Math.max(of("walk") - of("read"), 0) + checks),
      target: { of: "script", atMost: 0.5 },
    },
  ];
}

/** Nanoseconds of each part. */
async function runTimer(files: readonly string[]): Promise<[part: string, time: number][]> {
  const [command, ...args] = windowsCommand([paths.verificationTimer, ...files]);
  const { stdout } = await promisify(execFile)(command, args, { env: wineEnvironment() });
  return stdout
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(" "))
    .map(([part = "", time]) => [part, Number(time)]);
}
