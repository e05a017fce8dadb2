import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { cli, folder, useCli, write } from "../support/cli.ts";

useCli();

/** A project as an author has it, with this checkout's compiler, types and preset. */
beforeEach(() => {
  const modules = join(folder(), "node_modules");
  mkdirSync(join(modules, "wsl-script-host", "dist", "types"), { recursive: true });
  symlinkSync(join(paths.root, "node_modules", "typescript"), join(modules, "typescript"));
  const installed = join(modules, "wsl-script-host");
  cpSync(join(paths.root, "package.json"), join(installed, "package.json"));
  cpSync(paths.committedTypes, join(installed, "dist", "types", "index.d.ts"));
  cpSync(join(paths.root, "src", "cli", "create", "plugin-tsconfig.json"), join(installed, "dist", "tsconfig.json"));
  write("tsconfig.json", `{ "extends": "wsl-script-host/tsconfig.json", "include": ["src"] }`);
});

const check = (text: string) => {
  write("src/hello.ts", text);
  return cli("check", "src/hello.ts");
};

describe("wsl-script-host check", () => {
  test("checks the types, and loads the plugin on the oldest WSL that it asks for and on the newest", async () => {
    const { code, stdout, stderr } = await check(
      `export default definePlugin({ requires: "2.1.2", onVmStarted() {}, onDistributionRegistered() {} });\n`,
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "types: no errors (tsconfig.json)",
      "WSL 2.1.2: loads, hooks OnVMStarted, OnDistributionRegistered",
      expect.stringMatching(/^WSL 2\.\d+\.\d+: loads, hooks OnVMStarted, OnDistributionRegistered$/),
      "",
    ]);
  });

  test("knows the language that the engine has", async () => {
    const { code, stdout, stderr } = await check(`
      const { promise, resolve } = Promise.withResolvers<string>();
      resolve("text".toWellFormed());
      const byLength = Map.groupBy([await promise, "longer"], ({ length }) => length);
      if (!/^[\\p{L}--[a-z]]$/v.test("A")) throw new Error("no sets of characters");
      const { byteLength } = new ArrayBuffer(8).transfer(16);
      using nothing = { [Symbol.dispose]() {} };
      console.log(Object.groupBy(byLength.keys(), String), byteLength, nothing);
      export default definePlugin({});
    `);
    expect(stderr).toBe("");
    expect(stdout).toContain("types: no errors");
    expect(code).toBe(0);
  });

  test("shows which hooks an old WSL does not call", async () => {
    const { stdout } = await check("export default definePlugin({ optional: { onDistributionRegistered() {} } });\n");
    expect(stdout).toContain("WSL 2.0.0: loads, hooks none\n");
    expect(stdout).toMatch(/WSL 2\.[^0]\S+: loads, hooks OnDistributionRegistered\n/);
  });

  test("a WSL that is newer than all that are known is the only one to load on", async () => {
    const { stdout } = await check(`export default definePlugin({ requires: "99.0.0" });\n`);
    expect(stdout.match(/^WSL .*$/gm)).toEqual(["WSL 99.0.0: loads, hooks none"]);
  });

  test.each([
    [
      "a type error",
      `export default definePlugin({ onVmStarted(session) { console.log(session.nme); } });\n`,
      "src/hello.ts(1,74): error TS",
    ],
    [
      "a global of Node",
      "export default definePlugin({ onLoad() { console.log(Buffer); } });\n",
      "Cannot find name 'Buffer'",
    ],
    [
      "onLoad that fails",
      `\nexport default definePlugin({ onLoad() { throw new Error("no"); } });\n`,
      "On WSL 2.0.0: src/hello.ts:2:",
    ],
    [
      "top level that fails",
      `throw new Error("no");\nexport default definePlugin({});\n`,
      "src/hello.ts:1:11: Error: no",
    ],
    [
      "top-level await that never settles",
      "await new Promise(() => {});\nexport default definePlugin({});\n",
      "hello.js: the script waits for a promise that nothing can settle",
    ],
    [
      "a module of Node, in words that help here",
      `import { readFileSync } from "node:fs";\nexport default definePlugin({ onLoad: () => void readFileSync("a") });\n`,
      "Use Linux.readTextFile and Linux.writeTextFile",
    ],
    ["no plugin", "export const a = 1;\n", `"src/hello.ts" has no default export`],
  ])("refuses %s", async (_, text, reason) => {
    const { code, stderr } = await check(text);
    expect(stderr).toContain(reason);
    expect(code).toBe(1);
  });

  test.each([
    ["other/hello.ts", "tsconfig.json does not include it."],
    ["src/hello.js", `tsconfig.json does not include it, or has no "allowJs": true.`],
  ])("refuses %s, whose types nobody has checked", async (file, reason) => {
    write("src/other.ts", "");
    write(file, "export default definePlugin({});\n");
    const { code, stdout, stderr } = await cli("check", file);
    expect(stderr).toContain(`The types of "${file}" are not checked: ${reason}`);
    expect(stdout).not.toContain("no errors");
    expect(code).toBe(1);
  });

  test("without tsconfig.json or TypeScript it says what to do", async () => {
    rmSync(join(folder(), "tsconfig.json"));
    expect((await check("export default definePlugin({});\n")).stderr).toContain(
      `write one with { "extends": "wsl-script-host/tsconfig.json" }`,
    );
  });

  test("--help shows an example", async () => {
    expect((await cli("check", "--help")).stdout).toContain("$ wsl-script-host check src/hello.ts");
  });
});
