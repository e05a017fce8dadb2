import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

const reporters = ["default", join(paths.root, "test", "support", "reporter.ts")];

let folder: string;

beforeEach(() => {
  // Inside of the checkout, so that the tests in it find vitest.
  mkdirSync(paths.build, { recursive: true });
  folder = mkdtempSync(join(paths.build, "reporter-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ["passes", "test('a', () => {});", "1 passed, 0 failed"],
  ...["skip", "todo"].map((mode) => [
    `has a test with ${mode}`,
    `test('a', () => {}); test.${mode}('b'); test.${mode}('c');`,
    "1 passed, 0 failed, 2 skipped",
  ]),
  ["fails", "test('a', () => { throw new Error('no'); }); test('b', () => {});", "1 passed, 1 failed"],
  ["cannot be loaded", "throw new Error('no');", "0 passed, 1 failed"],
  [
    "has a failing beforeAll",
    "describe('s', () => { beforeAll(() => { throw new Error('no'); }); test('a', () => {}); });",
    "0 passed, 1 failed, 1 skipped",
  ],
  ["rejects behind a test's back", "test('a', () => { void Promise.reject(new Error('no')); });", "1 passed, 1 failed"],
])("the test reporter's last line has the totals when a file %s", (_, body, totals) => {
  writeFileSync(join(folder, "a.test.ts"), `import { beforeAll, describe, test } from "vitest";\n${body}\n`);
  writeFileSync(
    join(folder, "vitest.config.mjs"),
    `export default { test: { reporters: ${JSON.stringify(reporters)} } };\n`,
  );

  const vitest = join(paths.root, "node_modules", "vitest", "vitest.mjs");
  const { status, stdout } = spawnSync(process.execPath, [vitest, "run", `--root=${folder}`], { encoding: "utf8" });

  expect(stdout.split("\n").slice(-2)).toEqual([totals, ""]);
  expect(status).toBe(totals.includes(" 0 failed") ? 0 : 1);
});
