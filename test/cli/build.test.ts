import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatBytes } from "../../src/cli/shared/format-bytes.ts";
import { paths } from "../../src/paths.ts";
import { cli, folder, read, useCli, write } from "../support/cli.ts";

useCli();

const minimalPlugin = "export default definePlugin({ onVmStarted() {} });\n";

describe("wsl-script-host build", () => {
  test("writes one module without imports, a source map beside it, and reports their sizes", async () => {
    write(
      "src/hello.ts",
      `import { greet } from "./greet.ts";\nexport default definePlugin({ onLoad() { greet("ü"); } });\n`,
    );
    write("src/greet.ts", `export const greet = (name: string) => console.log("Grüß dich", name);\n`);

    const { code, stdout, stderr } = await cli("build", "src/hello.ts", "--outfile", "out/hello.js");

    expect(stderr).toBe("");
    expect(code).toBe(0);
    const script = read("out/hello.js");
    expect(script).not.toMatch(/^import |\bimport\(|sourceMappingURL/m);
    expect(script).toContain("Grüß dich");
    expect(script).toMatch(/export \{\s+\w+ as default\s+\};\s*$/);
    const map = JSON.parse(read("out/hello.js.map")) as { sources: string[]; sourcesContent: string[] };
    expect(map.sources).toEqual(["../src/greet.ts", "../src/hello.ts"]);
    expect(map.sourcesContent[0]).toBe(read("src/greet.ts"));
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^out\/hello\.js +\d+ B$/),
      expect.stringMatching(/^ {2}src\/hello\.ts +\d+ B$/),
      expect.stringMatching(/^ {2}src\/greet\.ts +\d+ B$/),
      expect.stringMatching(/^out\/hello\.js\.map +\d+ B$/),
      "",
    ]);
    expect(readdirSync(join(folder(), "out")).sort()).toEqual(["hello.js", "hello.js.map", "hello.schema.json"]);
  });

  test("sets the script's version from the package.json around it, unless the script has its own", async () => {
    write("package.json", JSON.stringify({ name: "hello", version: "1.2.0" }));
    write("src/hello.ts", minimalPlugin);
    write("src/own.ts", minimalPlugin.replace("{ onVm", `{ version: "7.0.0", onVm`));
    expect(await cli("build", "src/hello.ts", "src/own.ts")).toMatchObject({ code: 0, stderr: "" });
    const versionOf = async (script: string) => JSON.parse((await cli("inspect", script, "--json")).stdout).version;
    expect(await versionOf("dist/hello.js")).toBe("1.2.0");
    expect(await versionOf("dist/own.js")).toBe("7.0.0");
    write("package.json", "{}");
    await cli("build", "src/hello.ts");
    expect(await versionOf("dist/hello.js")).toBeNull();
  });

  test("writes the schema of the settings file, with the settings that the script declares and no others", async () => {
    write("hello.ts", minimalPlugin);
    write(
      "policy.ts",
      `const policy = defineSettings({
        site: { type: "string", description: "Where it is." },
        level: { type: "integer", default: 1 },
      });\nexport default definePlugin({ onVmStarted() { console.log(policy.site); } });\n`,
    );
    expect(await cli("build", "hello.ts", "policy.ts")).toMatchObject({ code: 0, stderr: "" });
    const { properties, additionalProperties } = JSON.parse(read("dist/hello.schema.json"));
    expect(Object.keys(properties)).toContain("loadFailure");
    expect(Object.keys(properties)).not.toContain("settings");
    expect(additionalProperties).toBe(false);
    expect(JSON.parse(read("dist/policy.schema.json"))).toMatchObject({
      title: "Settings of policy",
      required: ["settings"],
      properties: {
        ...properties,
        settings: {
          type: "object",
          properties: {
            site: { type: "string", description: "Where it is." },
            level: { type: "integer", default: 1 },
          },
          required: ["site"],
          additionalProperties: false,
        },
      },
    });
  });

  test("keeps an earlier schema and warns if a script with settings cannot be loaded", async () => {
    write(
      "hello.ts",
      "defineSettings({});\nconst nothing = undefined as unknown as { a: 1 };\nexport default nothing.a;\n",
    );
    write("dist/hello.schema.json", "{}");
    const { code, stderr } = await cli("build", "hello.ts");
    expect(code).toBe(0);
    expect(stderr).toContain("hello.schema.json is not written, because the script cannot be loaded: hello.ts:3:");
    expect(read("dist/hello.schema.json")).toBe("{}");
  });

  test("keeps syntax that the engine supports", async () => {
    write(
      "hello.ts",
      "const seen: string[] = [];\n{ using x = { [Symbol.dispose]() {} }; seen.push(typeof x); }\nexport default seen;\n",
    );
    await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(read("hello.js")).toContain("using x =");
  });

  test("rewrites syntax that the engine lacks", async () => {
    write(
      "hello.ts",
      "const bound = (_: unknown, context: { name: string }) => context.name;\nclass A { @bound method() {} }\nexport default A;\n",
    );
    const { code } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(code).toBe(0);
    expect(read("hello.js")).not.toMatch(/@bound/);
  });

  test("--minify makes the script smaller", async () => {
    write(
      "hello.ts",
      `const aLongNameForAMessage = "hello";\n${minimalPlugin.replace("{}", "{ console.log(aLongNameForAMessage); }")}`,
    );
    await cli("build", "hello.ts", "--outfile", "plain.js");
    const { code } = await cli("build", "hello.ts", "--outfile", "small.js", "--minify");
    expect(code).toBe(0);
    expect(read("small.js").length).toBeLessThan(read("plain.js").length);
    expect(read("small.js")).not.toContain("aLongNameForAMessage");
  });

  test("bundles packages by the fields and conditions that they use", async () => {
    write("node_modules/only-main/package.json", `{ "name": "only-main", "main": "index.js" }`);
    write("node_modules/only-main/index.js", `module.exports = { mode: process.env.NODE_ENV };\n`);
    write("node_modules/modern/package.json", `{ "name": "modern", "exports": { ".": { "import": "./a.mjs" } } }`);
    write("node_modules/modern/a.mjs", `export const modern = "modern text";\n`);
    write(
      "hello.ts",
      `import old from "only-main";\nimport { modern } from "modern";\nexport default [old.mode, modern];\n`,
    );
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(read("hello.js")).toContain(`mode: "production"`);
    expect(read("hello.js")).toContain("modern text");
  });

  test("accepts an installed package with the name of a Node module", async () => {
    write("node_modules/punycode/package.json", `{ "name": "punycode", "main": "index.js" }`);
    write("node_modules/punycode/index.js", `exports.text = "from the package";\n`);
    write("hello.ts", `import { text } from "punycode";\nexport default text;\n`);
    const { code } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(code).toBe(0);
    expect(read("hello.js")).toContain("from the package");
  });

  test.each([
    ["node:fs", "it is part of Node", "Use Linux.readTextFile and Linux.writeTextFile"],
    ["fs/promises", "it is part of Node", "Use Linux.readTextFile and Linux.writeTextFile"],
    ["child_process", "it is part of Node", "Use run(session, command, { args })"],
    ["node:https", "it is part of Node", "Plugins have no network access"],
    ["node:worker_threads", "it is part of Node", "No part of Node is available."],
    ["https://example.org/a.js", "a plugin is one file", "Install the code as an npm package"],
    ["//example.org/a.js", "a plugin is one file", "Install the code as an npm package"],
    ["./lost.ts", "there is no such file", "Check the spelling"],
    ["C:/lost/file.ts", "there is no such file", "Check the spelling"],
    ["@scope/lost/sub", "it was not found in any node_modules folder", "npm install @scope/lost\n"],
    ["wsl-script-host", "its declarations are global", `"types": ["wsl-script-host"]`],
  ])("refuses to import %s, and names the place and the way out", async (specifier, reason, advice) => {
    write("hello.ts", `const first = 1;\nimport * as it from "${specifier}";\nexport default [first, it];\n`);

    const { code, stdout, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");

    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(`"${specifier}" cannot be imported: ${reason}`);
    expect(stderr).toContain("hello.ts:2:20:");
    expect(stderr).not.toContain("WARNING");
    expect(`${stderr}\n`).toContain(advice);
    expect(existsSync(join(folder(), "hello.js"))).toBe(false);
  });

  test("refuses a script that is larger than the host's limit", async () => {
    write(
      "hello.ts",
      `const data = "${"x".repeat(9_000_000)}";\nexport default definePlugin({ onLoad: () => console.log(data) });\n`,
    );
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(stderr).toMatch(/"hello\.ts" becomes a script of 9\d{6} bytes, but the host's limit is 8388608/);
    expect(stderr).toContain("--minify");
    expect(code).toBe(1);
    expect(existsSync(join(folder(), "hello.js"))).toBe(false);
  });

  test.each([".\\hello", "C:\\a\\b"])("recognises %s as a Windows path, and suggests slashes", async (path) => {
    write("hello.ts", `import ${JSON.stringify(path)};\n${minimalPlugin}`);
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(code).toBe(1);
    expect(stderr).toContain(`"${path}" cannot be imported: there is no such file`);
    expect(stderr).toContain("Write the path with slashes");
  });

  test.each([
    ["require within try", 'let it: unknown = 1;\ntry { it = require("crypto"); } catch {}\nexport default it;\n'],
    ["import with catch", 'export default import("node:crypto").catch(() => null);\n'],
    ["import with a second function", 'export default import("lost").then((it) => it, () => null);\n'],
    [
      "an address that is imported with catch",
      'export default import("https://example.org/a.js").catch(() => null);\n',
    ],
  ])("leaves imports to run time that the source guards: %s", async (_, text) => {
    write("hello.ts", `declare const require: (name: string) => unknown;\n${text}`);
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(stderr).not.toContain("ERROR");
    expect(code).toBe(0);
  });

  test("prefers packages' browser builds to their builds for Node", async () => {
    write("node_modules/two/package.json", `{ "name": "two", "main": "node.js", "browser": "web.js" }`);
    write("node_modules/two/node.js", `exports.text = require("fs");\n`);
    write("node_modules/two/web.js", `exports.text = "for browsers";\n`);
    write("node_modules/mapped/package.json", `{ "name": "mapped", "main": "a.js", "browser": { "fs": false } }`);
    write("node_modules/mapped/a.js", `exports.text = typeof require("fs").readFile;\n`);
    const exports = `{ ".": { "browser": "./web.js", "default": "./node.js" } }`;
    write("node_modules/conditional/package.json", `{ "name": "conditional", "exports": ${exports} }`);
    write("node_modules/conditional/node.js", `exports.text = require("fs");\n`);
    write("node_modules/conditional/web.js", `exports.text = "by condition";\n`);
    const imports = ["two", "mapped", "conditional"].map((name) => `import { text as ${name} } from "${name}";\n`);
    write("hello.ts", `${imports.join("")}export default [two, mapped, conditional];\n`);
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(read("hello.js")).toContain("for browsers");
    expect(read("hello.js")).toContain("by condition");
  });

  test.each([
    ["process.env.HOME", `"process" does not exist when a plugin runs`],
    ["new Intl.NumberFormat()", `"Intl" does not exist when a plugin runs`],
    ["[...require]", null],
    ["typeof Buffer === 'undefined' ? 1 : Buffer.from('x')", null],
    ["({ process: 1 }).process", null],
    ["new Function('return 1')", `"Function" makes code from text`],
    ["Function('return this')()", null],
    ["(0, eval)('1')", `"eval" makes code from text`],
    ["/\\d-\\d/v", "The engine does not accept the regular expression /\\d-\\d/v"],
    ["'a'.localeCompare('b', 'de')", `"localeCompare" ignores locales and options`],
    ["'a'.localeCompare('b')", null],
    ["{ ...'ab' }", "spreading a string into an object copies nothing"],
  ])("builds %s, and warns that it fails or misleads", async (expression, warning) => {
    write(
      "hello.js",
      `const require = [];\nexport default definePlugin({ onLoad: () => console.log(require, (${expression})) });\n`,
    );
    const { code, stderr } = await cli("build", "hello.js", "--outfile", "out.js");
    expect(code).toBe(0);
    if (warning === null) expect(stderr).toBe("");
    else expect(stderr).toContain(warning);
  });

  test("shows the ten largest sources, and the sum of the others", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `part${index}`);
    for (const [index, name] of names.entries()) {
      write(`src/${name}.ts`, `export const ${name} = () => console.log("${"x".repeat(index * 10)}");\n`);
    }
    const imports = names.map((name) => `import { ${name} } from "./${name}.ts";\n`).join("");
    write("src/hello.ts", `${imports}export default definePlugin({ onLoad() { ${names.join("(); ")}(); } });\n`);
    const { stdout } = await cli("build", "src/hello.ts", "--outfile", "hello.js");
    expect(stdout.match(/^ {2}src\/part/gm)).toHaveLength(9);
    expect(stdout).toMatch(/^ {2}\.\.\. 3 more +\d+ B$/m);
  });

  test("--json prints results and errors as one object", async () => {
    write("good.ts", minimalPlugin);
    write("bad.ts", `import "node:fs";\n${minimalPlugin}`);
    const { code, stdout } = await cli("build", "good.ts", "bad.ts", "--outdir", "out", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      plugins: [
        {
          plugin: "good.ts",
          ok: true,
          outfile: "out/good.js",
          bytes: expect.any(Number),
          sources: [{ file: "good.ts" }],
        },
        { plugin: "bad.ts", ok: false, errors: [{ location: { file: "bad.ts", line: 1 } }] },
      ],
    });
  });

  test("refuses a direct eval, which would throw in the DLL", async () => {
    write("hello.ts", 'export default definePlugin({ onVmStarted: () => eval("1") });');
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(code).toBe(1);
    expect(stderr).toMatch(/eval cannot run code from text in a plugin/);
    expect(stderr).toMatch(/^ *hello\.ts:1:49:$/m);
  });

  test("names every import that it refuses, also in imported files", async () => {
    write("hello.ts", `import "node:os";\nimport "./helper.ts";\n${minimalPlugin}`);
    write("helper.ts", `import "node:net";\n`);
    const { stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(stderr).toContain("hello.ts:1:7:");
    expect(stderr).toContain("helper.ts:1:7:");
  });

  test.each([
    ["nothing", ""],
    ["a named export only", "export const plugin = 1;\n"],
  ])("refuses a plugin with %s", async (_, text) => {
    write("hello.ts", text);
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(code).toBe(1);
    expect(stderr).toContain(`"hello.ts" has no default export`);
    expect(stderr).toContain("export default definePlugin(");
    expect(existsSync(join(folder(), "hello.js"))).toBe(false);
  });

  test("shows a syntax error with its place, and keeps the script of the last success", async () => {
    write("hello.ts", "export default {\n");
    write("hello.js", "// the last one\n");
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(code).toBe(1);
    expect(stderr).toContain("hello.ts:2:0:");
    expect(read("hello.js")).toBe("// the last one\n");
  });

  test.each([
    [["build", "lost.ts", "--outfile", "a.js"], 1, `There is no file "lost.ts"`],
    [["build", ".", "--outfile", "a.js"], 1, `"." is a folder; name the file whose default export is the plugin`],
    [["build", "hello.ts", "--outfile", "a.mjs"], 1, `--outfile "a.mjs" must end with .js`],
    [["build", "a.ts", "b.ts", "--outfile", "a.js"], 2, "--outfile is for one plugin"],
    [["build", "--outfile"], 2, "(see wsl-script-host build --help)"],
    [["build"], 1, 'Which plugin? Name its file, such as src/hello.ts, or list it in package.json: "wslScriptHost"'],
    [["biuld"], 2, "(Did you mean build?)"],
    [[], 2, "Usage: wsl-script-host"],
  ])("%j fails with exit code %i and an explanation", async (args, expected, explanation) => {
    write("hello.ts", minimalPlugin);
    const { code, stderr } = await cli(...args);
    expect(code).toBe(expected);
    expect(stderr).toContain(explanation);
  });

  test("does not overwrite the source file", async () => {
    write("hello.js", minimalPlugin);
    const { code, stderr } = await cli("build", "hello.js", "--outfile", "./hello.js");
    expect(code).toBe(1);
    expect(stderr).toContain("is the plugin's source file itself");
    expect(read("hello.js")).toBe(minimalPlugin);
  });

  test("explains an unwritable place, and leaves no partial file", async () => {
    write("hello.ts", minimalPlugin);
    mkdirSync(join(folder(), "out", "hello.js.map"), { recursive: true });
    const { code, stderr } = await cli("build", "hello.ts", "--outfile", "out/hello.js");
    expect(code).toBe(1);
    expect(stderr).toContain(`"out/hello.js" cannot be written: `);
    expect(readdirSync(join(folder(), "out"))).toEqual(["hello.js.map"]);
  });

  test("prints no colour codes into a pipe", async () => {
    write("hello.ts", `import "node:fs";\n`);
    const { stderr } = await cli("build", "hello.ts", "--outfile", "hello.js");
    expect(stderr).toContain("node:fs");
    expect(stderr).not.toContain("\u001b");
  });

  test("--help shows an example", async () => {
    const { code, stdout } = await cli("build", "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("$ wsl-script-host build src/hello.ts --outfile dist/hello.js");
  });

  test("is an executable file", () => {
    expect(readFileSync(paths.cli, "utf8").split("\n", 1)).toEqual(["#!/usr/bin/env node"]);
    expect(statSync(paths.cli).mode & 0o111).toBe(0o111);
  });
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [999_949, "999.9 kB"],
  [999_950, "1.0 MB"],
  [52_428_800, "52.4 MB"],
])("%i bytes are shown as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
