import { cpSync, mkdirSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
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
  test("warns of calls that the plugin does not declare, with the permissions to add", async () => {
    const { code, stderr } = await check(
      `export default definePlugin({ onVmStarted(session) { run(session, "/bin/uname"); } });\n`,
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      'warning: hello lacks permissions. So far its calls have needed these:\n    permissions: { vm: { run: ["/bin/uname"] } },\n',
    );
  });

  test("checks the types, and loads the plugin on the oldest required WSL and on the newest", async () => {
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

  test("loads the plugin with its project's settings file, and reports missing settings", async () => {
    const plugin = `const policy = defineSettings({ site: { type: "string", minLength: 3 } });
      export default definePlugin({ onLoad() { console.log(policy.site); }, onVmStarted() {} });\n`;
    const missing = await check(plugin);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain(
      "hello.json: settings.site is missing; it must be a string of at least 3 characters",
    );
    write("hello.json", `{ "settings": { "site": "no" } }`);
    expect((await check(plugin)).stderr).toContain("settings.site must be a string of at least 3 characters");
    write("hello.json", `{ "settings": { "site": "north" } }`);
    expect(await check(plugin)).toMatchObject({ code: 0, stderr: "" });
  });

  test("knows the language that the engine supports", async () => {
    const { code, stdout, stderr } = await check(`
      const { promise, resolve } = Promise.withResolvers<string>();
      resolve("text".toWellFormed());
      const byLength = Map.groupBy([await promise, "longer"], ({ length }) => length);
      if (!/^[\\p{L}--[a-z]]$/v.test("A")) throw new Error("no sets of characters");
      const { byteLength } = new ArrayBuffer(8).transfer(16);
      using nothing = { [Symbol.dispose]() {} };
      console.log(Object.groupBy(byLength.keys(), String), byteLength, nothing);
      export default definePlugin({ onVmStarted() {} });
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

  test("loads only on the required WSL if that is newer than all known ones", async () => {
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
      "a global of Node, with its substitute",
      "export default definePlugin({ onLoad() { console.log(Buffer); } });\n",
      `"Buffer" does not exist when a plugin runs\n\n    src/hello.ts:1:53:`,
    ],
    [
      "a global of Node, where the compiler advises to install its types",
      "export default definePlugin({ onLoad() { console.log(Buffer); } });\n",
      `  "Buffer" is not there in a plugin. Use Uint8Array`,
    ],
    [
      "Intl, which the compiler knows",
      "export default definePlugin({ onLoad() { console.log(new Intl.NumberFormat()); } });\n",
      `"Intl" does not exist when a plugin runs`,
    ],
    [
      "a regular expression that no engine takes, with its place",
      "export default definePlugin({ onLoad() { console.log(/\\p{Foo}/u); } });\n",
      "src/hello.ts:1:53:",
    ],
    [
      "a regular expression that this engine does not accept, with its place",
      "export default definePlugin({ onLoad() { console.log(/\\d-\\d/v); } });\n",
      "src/hello.ts:1:53:",
    ],
    [
      "a hook of a newer WSL, with what to write",
      "export default definePlugin({ onDistributionRegistered() {} });\n",
      `Write requires: ["DistributionRegisteredHook"] in the definition, or put the hook into optional`,
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
  ])("refuses %s without checking its types", async (file, reason) => {
    write("src/other.ts", "");
    write(file, "export default definePlugin({});\n");
    const { code, stdout, stderr } = await cli("check", file);
    expect(stderr).toContain(`The types of "${file}" are not checked: ${reason}`);
    expect(stdout).not.toContain("no errors");
    expect(code).toBe(1);
  });

  test("finds what is missing in packages and in JavaScript, but not names that the source tests for", async () => {
    write("node_modules/asks/package.json", `{ "name": "asks", "main": "index.js" }`);
    write(
      "node_modules/asks/index.js",
      `const hasIntl = typeof Intl === "object";
       try { lost(); } catch {}
       function format({ fetch }, ...require) { label: for (const window of require) { if (fetch) break label; } return window.fetch; }
       class process { static #Buffer = { Buffer: 1 }; static { var document = this; } }
       exports.format = () => hasIntl ? Intl.DateTimeFormat() : format(new process(), arguments);`,
    );
    write("node_modules/uses/package.json", `{ "name": "uses", "main": "index.js" }`);
    write("node_modules/uses/index.js", "exports.now = () => { try { setImmediate(() => fetch()); } finally {} };\n");
    write(
      "tsconfig.json",
      `{ "extends": "wsl-script-host/tsconfig.json", "compilerOptions": { "allowJs": true }, "include": ["src"] }`,
    );
    write(
      "src/hello.js",
      `import { format } from "asks";\nimport { now } from "uses";\nexport default definePlugin({ onLoad() { console.log(format, now); } });\n`,
    );
    const { code, stderr } = await cli("check", "src/hello.js");
    expect(
      [...stderr.matchAll(/"(\w+)" does not exist when a plugin runs\s+(\S+)/g)].map(([, name, at]) => [name, at]),
    ).toEqual([
      ["window", "node_modules/asks/index.js:3:120:"],
      ["setImmediate", "node_modules/uses/index.js:1:28:"],
      ["fetch", "node_modules/uses/index.js:1:47:"],
    ]);
    expect(code).toBe(1);
  });

  test("warns of code from text, of locales, and of bugs in the engine", async () => {
    const { code, stderr } = await check(
      "const make = () => new Function('return 1') as () => number;\n" +
        "export default definePlugin({ onVmStarted() { make(); }, onLoad() { console.log('a'.localeCompare('b', 'de'), { ...('ab' as unknown as object) }); } });\n",
    );
    expect(stderr).toContain(`"Function" makes code from text, which plugins do not support\n\n    src/hello.ts:1:19:`);
    expect(stderr).toContain(`"localeCompare" ignores locales and options`);
    expect(stderr).toContain("spreading a string into an object copies nothing");
    expect(code).toBe(0);
  });

  test("warns of a plugin without hooks", async () => {
    const { code, stderr } = await check("export default definePlugin({});\n");
    expect(stderr).toBe("warning: the plugin has no hooks, so none of its code runs after it has been loaded\n");
    expect(code).toBe(0);
  });

  test("--json prints one object for all of the project's plugins", async () => {
    write("package.json", `{ "wslScriptHost": { "plugins": ["src/good.ts", "src/bad.ts"] } }`);
    write("src/good.ts", `export default definePlugin({ requires: "99.0.0", onVmStarted() {} });\n`);
    write("src/bad.ts", `export default definePlugin({ onVmStarted() { throw 1; } });\nconst n: number = "";\n`);
    const { code, stdout } = await cli("check", "--json");
    expect(code).toBe(1);
    const wrong = {
      ok: false,
      types: null,
      errors: ["src/bad.ts(2,7): error TS2322: Type 'string' is not assignable to type 'number'."],
    };
    expect(JSON.parse(stdout)).toMatchObject({
      plugins: [
        // The other plugin is in the same project.
        { ...wrong, plugin: "src/good.ts" },
        { ...wrong, plugin: "src/bad.ts" },
      ],
    });
  });

  test("shows the errors of the plugin's own file first", async () => {
    write("src/a.ts", `const n: number = "";\n`);
    const { stderr } = await check(
      `const own: number = "";\nexport default definePlugin({ onLoad: () => void own });\n`,
    );
    expect(stderr.match(/^src\/\w+\.ts/gm)).toEqual(["src/hello.ts", "src/a.ts"]);
    write("src/a.ts", "const n = ;\n");
    expect((await cli("check", "src/hello.ts")).stderr).toContain("checks nothing else while a file has syntax errors");
  });

  test("reports a TypeScript that is too old in one line", async () => {
    unlinkSync(join(folder(), "node_modules/typescript"));
    write("node_modules/typescript/package.json", `{ "version": "5.6.3", "bin": { "tsc": "tsc" } }`);
    const { code, stderr } = await check("export default definePlugin({ onVmStarted() {} });\n");
    expect(stderr).toBe(
      `The types of "src/hello.ts" cannot be checked: TypeScript 5.6.3 is installed, and plugins need 5.7.0 or newer: npm install --save-dev typescript@latest\n`,
    );
    expect(code).toBe(1);
  });

  test("says what to do without tsconfig.json or TypeScript", async () => {
    rmSync(join(folder(), "tsconfig.json"));
    expect((await check("export default definePlugin({});\n")).stderr).toContain(
      `write one with { "extends": "wsl-script-host/tsconfig.json" }`,
    );
  });

  test("--help shows an example", async () => {
    expect((await cli("check", "--help")).stdout).toContain("$ wsl-script-host check src/hello.ts");
  });
});
