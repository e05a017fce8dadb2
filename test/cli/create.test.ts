import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { cli, folder, read, useCli, write } from "../support/cli.ts";

useCli();

const filesOf = (path: string) =>
  readdirSync(join(folder(), path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder(), path).length + 1))
    .sort();

/** Runs a command at a terminal, and types the keys when it asks. */
async function atTerminal(
  question: string,
  keys: string,
  ...args: string[]
): Promise<{ output: string; code: unknown }> {
  const command = [process.execPath, paths.cli, ...args].join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: folder(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const before = output.includes(question);
    output += text;
    if (!before && output.includes(question)) child.stdin.write(keys);
  });
  const [code] = await once(child, "close");
  return { output, code };
}

describe("wsl-script-host create", () => {
  test("writes a project, and says what comes next", async () => {
    const { code, stdout, stderr } = await cli("create", "hello", "--yes");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(filesOf("hello")).toEqual([
      ".gitignore",
      ".vscode/launch.json",
      ".vscode/settings.json",
      "README.md",
      "hello.json",
      "package.json",
      "scenarios/start.json",
      "src/hello.ts",
      "test/hello.test.ts",
      "test/tsconfig.json",
      "tsconfig.json",
      "vitest.config.ts",
    ]);
    for (const file of filesOf("hello")) expect(stdout).toContain(`  ${file}\n`);
    expect(stdout).toContain("  cd hello\n  npm install\n");
    expect((await cli("build", "hello/src/hello.ts", "--outfile", "hello.js")).code).toBe(0);
  });

  test("names the plugin after the folder, as far as that can be the name of a DLL and a package", async () => {
    expect((await cli("create", "My Plugin!")).stdout).toContain('  cd "My Plugin!"\n');
    expect(filesOf("My Plugin!")).toContain("src/my-plugin.ts");
    expect(JSON.parse(read("My Plugin!/package.json"))).toMatchObject({ name: "my-plugin", private: true });
    await cli("create", "ÄÖÜ");
    expect(filesOf("ÄÖÜ")).toContain("src/plugin.ts");
    await cli("create", "a/b/c", "--name", "other");
    expect(filesOf("a/b/c")).toContain("src/other.ts");
  });

  test.each([
    ["an answer", "other\r", 0, "Created in hello:"],
    ["nothing, which takes the suggestion", "\r", 0, "src/hello.ts"],
    ["Ctrl-C", "\u0003", 130, "Nothing was created."],
    ["Ctrl-D", "\u0004", 130, "Nothing was created."],
  ])("asks for the name at a terminal, where the answer is %s", async (_, keys, code, text) => {
    const asked = await atTerminal("The plugin's name (hello): ", keys, "create", "hello");
    expect(asked.output).toContain(text);
    expect(asked.output).not.toContain("    at ");
    expect(asked.code).toBe(code);
    expect(existsSync(join(folder(), "hello"))).toBe(code === 0);
  });

  test("starts in a folder that has other files, and touches none of them", async () => {
    write("notes.txt", "mine");
    const { code, stdout } = await cli("create", ".", "--name", "hello");
    expect(code).toBe(0);
    expect(stdout).not.toContain("cd .");
    expect(read("notes.txt")).toBe("mine");
  });

  test("overwrites nothing, and then writes nothing at all", async () => {
    write("hello/tsconfig.json", "mine");
    write("hello/src/hello.ts", "mine");
    const { code, stderr } = await cli("create", "hello", "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain(`"hello" already contains src/hello.ts, tsconfig.json, and no file is ever overwritten`);
    expect(filesOf("hello")).toEqual(["src/hello.ts", "tsconfig.json"]);
    expect(read("hello/src/hello.ts")).toBe("mine");
  });

  test("takes back what it has written when it cannot go on", async () => {
    write("hello/test", "a file where a folder has to be");
    const { code, stderr } = await cli("create", "hello");
    expect(code).toBe(1);
    expect(stderr).toContain(`"hello" cannot be written`);
    expect(filesOf("hello")).toEqual(["test"]);
  });

  test.each([
    [["create"], 2, "missing required argument 'folder'"],
    [
      ["create", "hello", "--name", "Häh"],
      1,
      `The plugin's name "Häh" must consist of small letters, digits and hyphens`,
    ],
    [["create", "con", "--yes"], 1, `"con" is the name of a Windows device`],
    [["create", "hello", "--name", "nul"], 1, `"nul" is the name of a Windows device`],
    [["create", "file/hello"], 1, `"file/hello" cannot be written`],
  ])("%j fails with exit code %i and an explanation", async (args, expected, explanation) => {
    write("file", "");
    const { code, stderr } = await cli(...args);
    expect(stderr).toContain(explanation);
    expect(code).toBe(expected);
    expect(existsSync(join(folder(), "hello"))).toBe(false);
  });

  test("depends on what npm has installed: a version, or the file that it came from", async () => {
    const install = (resolved: string) =>
      write(
        "node_modules/.package-lock.json",
        JSON.stringify({ packages: { "node_modules/wsl-script-host": { resolved } } }),
      );
    const installed = join(folder(), "node_modules/wsl-script-host/dist");
    cpSync(dirname(paths.cli), join(installed, "cli"), { recursive: true });
    cpSync(join(paths.root, "package.json"), join(installed, "../package.json"));
    cpSync(join(paths.root, "docs", "examples"), join(installed, "../docs/examples"), { recursive: true });
    symlinkSync(join(paths.root, "node_modules"), join(installed, "../node_modules"));
    const dependencyOf = (project: string) => {
      const { status } = spawnSync(process.execPath, [join(installed, "cli/main.js"), "create", project], {
        cwd: folder(),
      });
      expect(status).toBe(0);
      return JSON.parse(read(`${project}/package.json`)).devDependencies["wsl-script-host"];
    };
    install("https://registry.example/wsl-script-host-1.2.3.tgz");
    expect(dependencyOf("one")).toMatch(/^\^\d+\.\d+\.\d+$/);
    install("file:../packed/wsl-script-host-1.2.3.tgz");
    expect(dependencyOf("two/deeper")).toBe("file:../../../packed/wsl-script-host-1.2.3.tgz");
  });

  test("associates scenarios with the schema that ships, and the settings file with the one that build writes", async () => {
    await cli("create", "hello");
    const { "json.schemas": schemas } = JSON.parse(read("hello/.vscode/settings.json")) as {
      "json.schemas": { fileMatch: string[]; url: string }[];
    };
    const shipped = paths.scenarioSchema.slice(paths.root.length);
    expect(schemas).toEqual([{ fileMatch: ["/scenarios/*.json"], url: `./node_modules/wsl-script-host${shipped}` }]);
    expect(JSON.parse(read("hello/hello.json"))).toMatchObject({ $schema: "./dist/hello.schema.json" });
  });

  test("--help shows an example", async () => {
    mkdirSync(join(folder(), "x"));
    expect((await cli("create", "--help")).stdout).toContain("$ wsl-script-host create hello --yes");
  });
});
