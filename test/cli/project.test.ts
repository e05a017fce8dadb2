import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, folder, read, useCli, write } from "../support/cli.ts";

useCli();

const plugin = "export default definePlugin({ onVmStarted() {} });\n";

describe("the plugin that a command uses if no file is named", () => {
  const built = async () => (await cli("build", "--json")).stdout;

  test("is listed in package.json, relative to its folder", async () => {
    write(
      "package.json",
      `\ufeff{ "wslScriptHost": { "plugins": ["plugins/a.ts", "plugins/b.ts"], "outdir": "out" } }`,
    );
    write("plugins/a.ts", plugin);
    write("plugins/b.ts", plugin);
    expect(JSON.parse(await built())).toMatchObject({ plugins: [{ outfile: "out/a.js" }, { outfile: "out/b.js" }] });
  });

  test("has the package's name, without its scope", async () => {
    write("package.json", `{ "name": "@contoso/hello" }`);
    write("src/hello.ts", plugin);
    write("src/helper.ts", "");
    expect(JSON.parse(await built())).toMatchObject({
      plugins: [{ plugin: "src/hello.ts", outfile: "dist/hello.js" }],
    });
  });

  test("is the only one in src, not counting declarations", async () => {
    write("package.json", "{}");
    write("src/policy.ts", plugin);
    write("src/types.d.ts", "");
    expect(JSON.parse(await built())).toMatchObject({ plugins: [{ plugin: "src/policy.ts" }] });
  });

  test.each([
    [`{ "name": "hello" }`, ["a.ts", "b.ts"], `"src" has several: a.ts, b.ts.`],
    [`{ "name": "hello" }`, [], `"src" has no .ts file.`],
    [
      `{ "wslScriptHost": { "plugin": "a" } }`,
      [],
      `package.json: "wslScriptHost" cannot have "plugin"; it can have plugins, outdir`,
    ],
    [
      `{ "wslScriptHost": { "plugins": [] } }`,
      [],
      `"wslScriptHost.plugins" must be a list of files, with at least one`,
    ],
    [`{ "wslScriptHost": { "outdir": 1 } }`, [], `"wslScriptHost.outdir" must be the name of a folder`],
    [`{ "wslScriptHost": { "plugins": ["a/x.ts", "b/x.mts"] } }`, [], `two plugins have the name "x"`],
    ["{\n  oops", [], "package.json: line 2, column 3: "],
  ])(
    "does not exist with package.json %s and %j, and the message gives the reason",
    async (description, files, reason) => {
      mkdirSync(join(folder(), "src"));
      write("package.json", description);
      for (const file of files) write(`src/${file}`, plugin);
      const { code, stderr } = await cli("build");
      expect(stderr).toContain(reason);
      expect(code).toBe(1);
    },
  );
});

describe("every command in a project that create made", () => {
  test("needs no arguments", async () => {
    write("node_modules/wsl-script-host/tsconfig.json", "{}");
    expect((await cli("create", ".", "--name", "hello")).code).toBe(0);
    for (const command of ["build", "inspect", "simulate", "package"]) {
      const { code, stderr } = await cli(command);
      expect([command, stderr, code]).toEqual([command, "", 0]);
    }
  });

  test("includes the plugins that add creates, beside existing ones", async () => {
    await cli("create", ".", "--name", "hello");
    const { code, stdout, stderr } = await cli("add", "audit");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").sort()).toEqual([
      "added audit.json",
      "added scenarios/audit.json",
      "added src/audit.ts",
      "added test/audit.test.ts",
      "changed package.json",
    ]);
    expect(JSON.parse(read("package.json"))).toMatchObject({
      name: "hello",
      wslScriptHost: { plugins: ["src/hello.ts", "src/audit.ts"], outdir: "dist" },
    });
    expect(JSON.parse(read("audit.json"))).toMatchObject({ $schema: "./dist/audit.schema.json" });
    expect((await cli("simulate")).code).toBe(0);
    expect((await cli("package")).stdout).toContain("package/audit.dll");
  });

  test("add finds a plugin that package.json does not list", async () => {
    write("package.json", `{ "name": "hello" }`);
    write("src/hello.ts", plugin);
    await cli("add", "audit");
    expect(JSON.parse(read("package.json")).wslScriptHost).toEqual({ plugins: ["src/hello.ts", "src/audit.ts"] });
  });

  test.each([
    [["add", "hello"], 1, "src/hello.ts"],
    [["add", "Big"], 1, `The plugin's name "Big" must consist of small letters`],
    [["add"], 2, "missing required argument 'name'"],
  ])("%j fails with exit code %i, and changes nothing", async (args, expected, explanation) => {
    await cli("create", ".", "--name", "hello");
    const before = read("package.json");
    const { code, stderr } = await cli(...args);
    expect(stderr).toContain(explanation);
    expect(code).toBe(expected);
    expect(read("package.json")).toBe(before);
  });
});

test("help shows the help of a command", async () => {
  const { code, stdout } = await cli("help", "build");
  expect(stdout).toContain("Usage: wsl-script-host build");
  expect(code).toBe(0);
});
