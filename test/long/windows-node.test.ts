// The command line on Windows' Node, under Wine: the way of an author from `create` to a plugin that the service has loaded. npm itself
// runs on Linux, since Wine 8 has neither its shims nor its connections.

import { readFileSync } from "node:fs";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { driveC, windowsPath } from "../../src/wslservice/wine.ts";
import { Author } from "../support/author.ts";
import { temporaryProject } from "../support/compiler.ts";
import { theWindows, useFakeWindows } from "../support/fake-windows.ts";
import { type NodeRelease, WindowsNode } from "../support/windows-node.ts";

useFakeWindows();

const forWindows = "--os=win32 --cpu=x64 --ignore-scripts --prefer-offline --no-audit --no-fund";
const installTime = 600_000;

describe.each<NodeRelease>(["node-20", "node-22"])("on Windows' %s", (release) => {
  let author: Author;
  let node: WindowsNode;
  let hello: string;

  beforeAll(async () => {
    node = await WindowsNode.start(release);
    author = await Author.start(driveC);
    hello = join(author.folder, "hello");
    // Without it npm would take the checkout around the prefix for the project.
    await author.write("package.json", "{}");
    await author.must(`npm install ${forWindows} ${await author.pack()}`);
    const created = await cliAt(author.folder, "create", windowsPath(hello), "--yes");
    expect(created).toMatchObject({ code: 0, output: expect.stringContaining(`cd ${windowsPath(hello)}`) });
    await author.must(`npm install ${forWindows}`, "hello");
  }, installTime);

  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    await author?.[Symbol.asyncDispose]();
  });

  const program = (at: string) => join(at, "node_modules", "wsl-script-host", "dist", "cli", "main.js");
  const cliAt = (at: string, ...args: string[]) => node.run(at, program(at), ...args);
  const cli = (...args: string[]) => cliAt(hello, ...args);

  test("the end-to-end tests' harness starts the stand-in natively, which loads the DLL and calls its hooks", async () => {
    const bundle = join(paths.build, "stand-in.mjs");
    const entryPoints = [join(paths.root, "test", "long", "windows-node", "stand-in.ts")];
    await build({ entryPoints, outfile: bundle, bundle: true, platform: "node", format: "esm", target: "node20" });
    const { code, output } = await node.run(paths.root, bundle);
    // Before it is what Wine itself says of events.
    const [, result = output] = /^(\{.*\})$/m.exec(output) ?? [];
    expect({ code, ...JSON.parse(result) }).toEqual({
      code: 0,
      platform: "win32",
      outcomes: [
        { ok: true },
        expect.objectContaining({ ok: false, text: expect.stringContaining("Debian may not start.") }),
      ],
      printed: ["started"],
    });
  });

  test("a created project depends on the package that created it", async () => {
    const { devDependencies } = JSON.parse(await author.read("hello/package.json"));
    expect(devDependencies["wsl-script-host"]).toMatch(/^file:\.\.\/wsl-script-host-.*\.tgz$/);
  });

  test.each([["src/hello.ts"], ["src\\hello.ts"]])("build writes the script and its map from %s", async (source) => {
    expect(await cli("build", source)).toMatchObject({ code: 0, output: expect.stringContaining("dist\\hello.js") });
    const { sources } = JSON.parse(await author.read("hello/dist/hello.js.map"));
    expect(sources).toEqual(["../src/hello.ts"]);
  });

  test("build takes a source as Windows' editors write it, with a byte order mark and CRLF", async () => {
    const source = await author.read("hello/src/hello.ts");
    await author.write("hello/src/windows.ts", `\uFEFF${source.replaceAll("\n", "\r\n")}`);
    expect(await cli("build", "src\\windows.ts")).toMatchObject({ code: 0 });
    await author.must("rm src/windows.ts dist/windows.*", "hello");
  });

  test("check finds the created plugin right, whatever the case of its path, and a mistake wrong", async () => {
    const right = expect.stringContaining("types: no errors (tsconfig.json)\nWSL 2.0.0: loads, hooks");
    expect(await cli("check", "src\\hello.ts")).toEqual({ code: 0, output: right });
    expect(await cli("check", `${windowsPath(hello).toUpperCase()}\\SRC\\hello.ts`)).toEqual({
      code: 0,
      output: right,
    });
    const source = await author.read("hello/src/hello.ts");
    await author.write("hello/src/hello.ts", source.replace("distribution.name", "distribution.flavour"));
    expect(await cli("check", "src\\hello.ts")).toEqual({
      code: 1,
      output: expect.stringMatching(/src.hello\.ts\(11,\d+\): error TS\d+: Property 'flavour' does not exist/),
    });
    await author.write("hello/src/hello.ts", source);
  });

  test("simulate plays a scenario, also one that PowerShell has written", async () => {
    const veto = expect.stringContaining("the user sees: A fatal error was returned by plugin 'hello'");
    expect(await cli("simulate")).toEqual({ code: 0, output: veto });
    const scenario = `\uFEFF{ "steps": [{ "do": "startDistribution", "name": "legacy-1" }] }\r\n`;
    await author.write("hello/marked.json", scenario);
    expect(await cli("simulate", "src\\hello.ts", "marked.json")).toEqual({ code: 0, output: veto });
  });

  test("inspect shows what the script declares", async () => {
    expect(await cli("build")).toMatchObject({ code: 0 });
    const { code, output } = await cli("inspect", "dist\\hello.js", "--json");
    const hooks = [{ method: "onVmStarted" }, { method: "onDistributionStarted" }];
    expect({ code, ...JSON.parse(output) }).toMatchObject({ code: 0, hooks });
  });

  test("the project's own tests pass", async () => {
    const { code, output } = await node.run(hello, join(hello, "node_modules", "vitest", "vitest.mjs"), "run");
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/2 passed/) });
  });

  test("package writes what install installs, doctor finds in order, and status shows", async () => {
    expect(await cli("build")).toMatchObject({ code: 0 });
    expect(await cli("package")).toMatchObject({ code: 0 });
    await author.must("sha256sum -c SHA256SUMS", "hello/package");
    const dll = join(hello, "package", "hello.dll");
    await writeFile(dll, await theWindows().sign(await readFile(dll)));
    expect(await cli("package", "--sums")).toMatchObject({ code: 0 });
    await author.must("sha256sum -c SHA256SUMS", "hello/package");

    try {
      expect(await cli("install", "--yes")).toEqual({ code: 0, output: expect.stringContaining("hello is loaded") });
      const { plugins } = JSON.parse((await cli("status", "--json")).output);
      expect(plugins).toMatchObject([{ name: "hello" }]);
      const { code, output } = await cli("doctor", "--json");
      expect({ code, ...JSON.parse(output) }).toMatchObject({ code: 0 });
      expect(await cli("logs", "--name", "hello")).toEqual({ code: 0, output: expect.stringContaining("loaded") });
    } finally {
      expect(await cli("uninstall", "hello", "--yes")).toMatchObject({ code: 0 });
    }
  });

  test("dev builds edits into a folder on another drive, shows mistakes and the log there, and ends at Ctrl-C", async () => {
    using target = temporaryProject({ "hello.log": "" });
    const [script, log] = [join(target.path, "hello.js"), join(target.path, "hello.log")];
    const into = ["--into", windowsPath(target.path), "--log", windowsPath(log)];
    const dev = node.begin(hello, program(hello), "dev", "src\\hello.ts", ...into);
    const built = `build: ${windowsPath(script)}`;
    await dev.printed(built);
    const taken = await cli("dev", "src\\hello.ts", ...into);
    expect(taken).toEqual({ code: 1, output: expect.stringContaining(windowsPath(target.path)) });

    const source = await author.read("hello/src/hello.ts");
    await author.write("hello/src/hello.ts", source.replace("has started", "is up and running"));
    await dev.printed(built);
    await dev.printed("types: no errors");
    await appendFile(log, `${failureAt(script, "is up and running")}\n`);
    await dev.printed("error OnVMStarted: src\\hello.ts:");
    await author.write("hello/src/hello.ts", source.replace("distribution.name", "distribution.flavour"));
    await dev.printed(built);
    await dev.printed("hello.ts(11,");

    await author.write("hello/src/hello.ts", source);
    expect(await dev.interrupt()).toBe(130);
    expect(await dev.kill()).toEqual([]);
    expect((await readdir(target.path)).sort()).toEqual(["hello.js", "hello.js.map", "hello.log", "hello.schema.json"]);
  });

  test("dev takes over a folder whose dev has died", async () => {
    using target = temporaryProject({});
    const begin = () => node.begin(hello, program(hello), "dev", "src\\hello.ts", "--into", windowsPath(target.path));
    const first = begin();
    await first.printed("build: ");
    await first.kill();
    const second = begin();
    await second.printed("build: ");
    await second.kill();
  });
});

/** A line of the host's log, about the place of a text in a script. */
function failureAt(script: string, text: string): string {
  const lines = readFileSync(script, "utf8").split("\n");
  const line = lines.findIndex((each) => each.includes(text));
  const message = `hello.js:${line + 1}:${(lines[line] ?? "").indexOf(text) + 1}: Error: no`;
  const time = new Date().toISOString();
  return JSON.stringify({ time, level: "error", plugin: "hello", event: "hook", hook: "OnVMStarted", message });
}
