// The engine on its own: test/engine's cases, each in a process of its own, so that a crash fails one test.

import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { paths } from "../../scripts/paths.ts";
import { prepareWine, wineEnvironment } from "../wslservice/wine.ts";

await prepareWine();
const options = { env: wineEnvironment(), encoding: "utf8" } as const;
const names = execFileSync("wine", [paths.engineTest], options)
  .split(/\r?\n/)
  .filter((name) => name !== "");

describe("the engine", () => {
  test.each(names)("%s", { timeout: 180_000 }, async (name) => {
    const { stdout, code } = await promisify(execFile)("wine", [paths.engineTest, name], options).then(
      ({ stdout }) => ({ stdout, code: 0 }),
      ({ stdout, code }) => ({ stdout, code }),
    );
    expect({ code, reason: stdout.trim() }).toEqual({ code: 0, reason: "" });
  });
});
