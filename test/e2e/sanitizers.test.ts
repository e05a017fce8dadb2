// What of the host needs no Windows, under AddressSanitizer and UndefinedBehaviorSanitizer: the engine with the very
// cases that run under Wine, and all of the host above host/win32, with that and WSL in memory (test/linux).

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
  // Only the program knows its cases, and elsewhere there is none.
  const names = onLinux ? program.names() : ["every case"];

  test.each(names)("%s", { timeout: 180_000 }, async (name) => {
    expect(await program.run(name)).toEqual(clean);
  });
});
