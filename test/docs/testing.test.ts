// docs/testing.md, and the code of docs/settings.md: writes their code into a project, then checks its types and runs
// its tests.

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

const require = createRequire(import.meta.url);
const blocks = [...blocksOf("testing.md"), ...blocksOf("settings.md").filter(({ language }) => language === "ts")];

let project = "";

beforeAll(() => {
  mkdirSync(paths.build, { recursive: true });
  project = mkdtempSync(join(paths.build, "docs-testing-"));
  for (const { name = "", text } of blocks) write(name, text);
  write("package.json", '{ "type": "module" }');
  // Otherwise vitest would use this checkout's configuration.
  write("vitest.config.js", "export default {};");
  write("tsconfig.json", JSON.stringify(tsconfig));
  write("src/tsconfig.json", JSON.stringify(pluginTsconfig));
  mkdirSync(join(project, "node_modules"));
  symlinkSync(paths.root, join(project, "node_modules", "wsl-script-host"));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

const compilerOptions = { strict: true, noEmit: true, module: "preserve", moduleResolution: "bundler" };
const tsconfig = {
  compilerOptions: { ...compilerOptions, target: "es2022", lib: ["es2023", "esnext.disposable"], types: ["node"] },
  include: ["test"],
};
const pluginTsconfig = {
  compilerOptions: {
    ...compilerOptions,
    target: "es2022",
    lib: ["es2023", "esnext.disposable"],
    types: ["wsl-script-host"],
  },
};

describe("docs/testing.md", () => {
  test("names a file for each piece of code", () => {
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.filter(({ name }) => name === undefined)).toEqual([]);
  });

  test("shows tests that pass with vitest", async () => {
    const { stdout } = await run("vitest/vitest.mjs", "run", "--root", project, "--reporter=json");
    const report = JSON.parse(stdout.slice(stdout.indexOf("{")));
    expect(report).toMatchObject({ success: true, numFailedTests: 0 });
    expect(report.numPassedTests).toBeGreaterThanOrEqual(9);
  });

  test("shows tests that pass with node:test", async () => {
    const args = ["--test", "--test-reporter=tap", join(project, "test", "policy-node.mjs")];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: project, env: ownEnvironment() });
    expect(stdout).toContain("# pass 1\n# fail 0");
  });

  test.each(["tsconfig.json", "src/tsconfig.json"])("has code with the right types (%s)", async (file) => {
    const { stdout } = await run("typescript/bin/tsc", "-p", join(project, file));
    expect(stdout).toBe("");
  });
});

/** Code names its file in its first line; JSON names it after the language. */
function blocksOf(name: string) {
  const page = readFileSync(join(paths.root, "docs", name), "utf8");
  return [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, text = ""]) => ({
    language,
    name: file ?? /^\/\/ (\S+)\n/.exec(text)?.[1],
    text,
  }));
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(project, name)), { recursive: true });
  writeFileSync(join(project, name), text);
}

/** Runs a package's program in the project; its output is part of the error. */
async function run(program: string, ...args: string[]): Promise<{ stdout: string }> {
  const [name = "", ...rest] = program.split("/");
  const path = join(dirname(require.resolve(`${name}/package.json`)), ...rest);
  const options = { cwd: project, env: ownEnvironment() };
  return promisify(execFile)(process.execPath, [path, ...args], options).catch((error: { stdout: string }) => {
    throw new Error(`${program} failed:\n${error.stdout}`, { cause: error });
  });
}

/** Without the variables that this test's own runner sets. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_TEST|NODE_OPTIONS)/.test(name)),
  );
}
