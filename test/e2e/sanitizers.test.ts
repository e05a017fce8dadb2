// The parts of the host that need no Windows, under AddressSanitizer and UndefinedBehaviorSanitizer: the engine with
// the same cases as under Wine, and all of the host above host/win32, with a simulated Windows and WSL (test/linux).

import { describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { CaseProgram } from "../support/case-program.ts";

const clean = { code: 0, stdout: "", stderr: "" };

const programs = [
  ["the engine", paths.linuxEngineTest],
  ["the host", paths.linuxHostTest],
] as const;

const onLinux = process.platform === "linux";

describe.runIf(onLinux).each(programs)("%s, under sanitizers", (_, file) => {
  const program = new CaseProgram([file]);
  // Only the program knows its cases; on other systems there is no program.
  const names = onLinux ? program.names() : ["every case"];

  test.each(names)("%s", { timeout: 180_000 }, async (name) => {
    expect(await program.run(name)).toEqual(clean);
  });
});
