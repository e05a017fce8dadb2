// Every tenth test of test262 on the host's engine and in Node, and every hundredth on the Windows build under Wine. Needs
// the suite at the commit of test/test262/expected.json, in build/test262-suite or where TEST262_SUITE says.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { reportFigure } from "../support/figures.ts";

const suite = process.env.TEST262_SUITE ?? join(paths.build, "test262-suite");
const command = ["--import", "tsx", join(paths.root, "scripts", "test262", "main.ts"), "--suite", suite];

test.skipIf(!existsSync(suite)).each([
  [["linux", "node"], "10"],
  [["linux", "windows"], "100"],
] as const)("%j give the same, expected results in every %sth test", async (engines, every) => {
  const args = [...command, "--every", every, "--engine", ...engines];
  const { failure, stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: paths.root }).then(
    (output) => ({ failure: null, ...output }),
    (error: { readonly stdout: string; readonly stderr: string }) => ({ failure: error, ...error }),
  );
  expect(failure, stderr).toBeNull();
  const [, ran = "", passed = ""] = stdout.match(/^(\d+ tests, \d+ cases, each in .*)\n\s+(.* pass .*)$/m) ?? [];
  expect(ran).not.toBe("");
  reportFigure("test262", `${ran}: no difference, ${passed}`);
});
