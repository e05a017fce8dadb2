import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { FolderLock } from "../../src/cli/dev/folder-lock.ts";
import { paths } from "../../src/paths.ts";
import { cli, folder, read, startCli, useCli, write } from "../support/cli.ts";
import type { RunningProgram } from "../support/running-program.ts";

useCli();

const plugin = (members: string) => `export default definePlugin({ ${members} });\n`;
const lockFile = "dist/.wsl-script-host.lock";

/** `dev` on src/hello.ts, after its first build. */
async function startDev(...more: string[]): Promise<RunningProgram> {
  if (!existsSync(join(folder(), "src/hello.ts"))) write("src/hello.ts", plugin("onVmStarted() {}"));
  const dev = startCli("dev", "src/hello.ts", "--outfile", "dist/hello.js", ...more);
  await dev.printed("build: dist/hello.js");
  return dev;
}

/** A project as an author has it, with this checkout's compiler. */
function installTypes(): void {
  mkdirSync(join(folder(), "node_modules"), { recursive: true });
  symlinkSync(join(paths.root, "node_modules", "typescript"), join(folder(), "node_modules", "typescript"));
  write("globals.d.ts", "declare function definePlugin(definition: { onVmStarted(): void }): unknown;\n");
  write(
    "tsconfig.json",
    `{ "compilerOptions": { "noEmit": true, "types": [] }, "include": ["src", "globals.d.ts"] }\n`,
  );
}

/** The ids of the processes that work in a folder. */
function processesIn(path: string): string[] {
  return readdirSync("/proc").filter((id) => {
    try {
      return /^\d+$/.test(id) && readlinkSync(`/proc/${id}/cwd`) === path;
    } catch {
      // It has ended in the meantime.
      return false;
    }
  });
}

describe("wsl-script-host dev", () => {
  test("rebuilds when an imported file changes, and keeps the last script if that fails", async () => {
    write("src/hello.ts", `import { text } from "./text.ts";\n${plugin("onVmStarted() { console.log(text); }")}`);
    write("src/text.ts", `export const text = "one";\n`);
    const dev = await startDev();
    expect(read("dist/hello.js")).toContain(`"one"`);

    write("src/text.ts", `export const text = "two";\n`);
    await dev.printed("build: dist/hello.js");
    expect(read("dist/hello.js")).toContain(`"two"`);

    write("src/text.ts", "export const text = ;\n");
    await dev.printed("src/text.ts:1:20:");
    await dev.printed("build: failed, the previous script is kept");
    unlinkSync(join(folder(), "src/text.ts"));
    await dev.printed(`"./text.ts" cannot be imported: there is no such file`);
    expect(read("dist/hello.js")).toContain(`"two"`);

    write("src/text.ts", `export const text = "three";\n`);
    await dev.printed("build: dist/hello.js");
    expect(read("dist/hello.js")).toContain(`"three"`);
  });

  test("shows type errors, also in files that are not part of the script", async () => {
    installTypes();
    write("src/types.ts", "export interface Greeting { text: string }\n");
    write(
      "src/hello.ts",
      `import type { Greeting } from "./types.ts";\nconst greeting: Greeting = { text: "" };\n${plugin("onVmStarted() { greeting; }")}`,
    );
    const dev = startCli("dev", "src/hello.ts", "--outfile", "dist/hello.js");
    await dev.printed("types: no errors");
    write("src/types.ts", "export interface Greeting { text: number }\n");
    await dev.printed("src/hello.ts(2,30): error TS2322");
    await dev.printed("types: there are errors");
  });

  test("reports why the host would reject the script, with the line in the source", async () => {
    const dev = await startDev();
    write("src/hello.ts", `interface Gone {}\nconsole.log(1);\n${plugin("onVmStartd() {}")}`);
    await dev.printed(`src/hello.ts:3:16: TypeError: definePlugin: `);
    await dev.printed("script: the host cannot load it");
    write("src/hello.ts", `await new Promise(() => {});\n${plugin("")}`);
    await dev.printed("the script waits for a promise that nothing can settle");
    write("src/hello.ts", `interface Gone {}\n${plugin('onLoad() { throw new Error("unlucky"); }')}`);
    await dev.printed("src/hello.ts:2:52: Error: unlucky");
    await dev.printed("script: the host cannot load it");
  });

  test("prints the permissions to add where a hook lacks some, and nothing once they are there", async () => {
    const source = (permissions: string) =>
      plugin(`${permissions} onVmStarted(session) { MountFolder(session, "C:/Tools", "/t"); run(session, "uname"); }`);
    const folder = String.raw`mount: [{ folder: "C:\\Tools" }]`;
    const [mount, all] = [`permissions: { vm: { ${folder} } },`, `permissions: { vm: { ${folder}, run: ["uname"] } },`];
    write("src/hello.ts", source(""));
    const dev = await startDev();
    await dev.printed(`hello lacks permissions. So far its calls have needed these:\n    ${mount}\n`);
    write("src/hello.ts", source(mount));
    await dev.printed(`    ${all}\n`);
    write("src/hello.ts", source(all));
    await dev.printed("build: dist/hello.js");
    // What follows a build is printed before the next one.
    write("src/hello.ts", plugin("onVmStarted() {}"));
    await dev.printed("build: dist/hello.js");
    expect(dev.output.split("lacks permissions")).toHaveLength(3);
  });

  test("follows the log from its end, with places in the source", async () => {
    write("hello.log", `{"old":1}\n`);
    const dev = await startDev("--log", "hello.log");
    const fields = { time: "2026-01-02T03:04:05.678Z", level: "error", plugin: "hello", event: "hook" };
    const row =
      read("dist/hello.js")
        .split("\n")
        .findIndex((line) => line.includes("onVmStarted")) + 1;
    appendFileSync(
      join(folder(), "hello.log"),
      `${JSON.stringify({ ...fields, message: `hello.js:${row}:3: Error: a` })}\n`,
    );
    await dev.printed("error hook: src/hello.ts:1:");
    expect(dev.output).not.toContain("old");
  });

  test("--into writes <name>.js beside the host, and says when edits do not take effect", async () => {
    write("src/hello.ts", plugin("onVmStarted() {}"));
    write("plugins/hello.dll", "");
    const dev = startCli("dev", "src/hello.ts", "--into", "plugins");
    await dev.printed(`plugins/hello.json has no "hotReload": true`);
    await dev.printed("build: plugins/hello.js");
  });

  test("--into a folder without the host says that nothing runs the script there", async () => {
    write("src/hello.ts", plugin("onVmStarted() {}"));
    mkdirSync(join(folder(), "plugins"));
    const dev = startCli("dev", "src/hello.ts", "--into", "plugins");
    await dev.printed("There is no plugins/hello.dll, so no host runs the script.");
    await dev.printed("build: plugins/hello.js");
  });

  test("builds all of the project's plugins into its folder if no file is named", async () => {
    write("package.json", `{ "wslScriptHost": { "plugins": ["src/one.ts", "src/two.ts"], "outdir": "out" } }`);
    write("src/one.ts", plugin("onVmStarted() {}"));
    write("src/two.ts", plugin("onVmStarted() {}"));
    const dev = startCli("dev");
    await dev.printed("watching src/one.ts, src/two.ts; Ctrl-C ends it");
    await dev.shows("build: out/one.js");
    await dev.shows("build: out/two.js");
    write("src/two.ts", plugin("onVmStopping() {}"));
    await dev.printed("build: out/two.js");
  });

  test("keeps running when its folder is deleted, and fills it again", async () => {
    const dev = await startDev();
    rmSync(join(folder(), "dist"), { recursive: true });
    write("src/hello.ts", plugin("onVmStopping() {}"));
    await dev.printed("build: dist/hello.js");
    expect(readdirSync(join(folder(), "dist")).sort()).toEqual(["hello.js", "hello.js.map", "hello.schema.json"]);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s ends it with exit code %i, and leaves only script and map", async (signal, code) => {
    installTypes();
    const dev = await startDev();
    expect(processesIn(folder()).length).toBeGreaterThan(0);
    await dev.stop(signal).then((ended) => expect(ended).toBe(code));
    expect(readdirSync(join(folder(), "dist")).sort()).toEqual(["hello.js", "hello.js.map", "hello.schema.json"]);
    expect(processesIn(folder())).toEqual([]);
  });

  test.each([
    ["before the first build", lockFile, 0],
    ["while it watches", "dist/hello.js", 300],
  ])("Ctrl-C in a terminal, which its helpers also get, ends it cleanly %s", async (_, file, delay) => {
    write("src/hello.ts", plugin("onVmStarted() {}"));
    const dev = startCli("dev", "src/hello.ts", "--outfile", "dist/hello.js");
    while (!existsSync(join(folder(), file))) await pause(1);
    await pause(delay);
    expect(await dev.stopGroup("SIGINT")).toBe(130);
    expect(dev.output).not.toContain("    at ");
    expect(existsSync(join(folder(), lockFile))).toBe(false);
    expect(processesIn(folder())).toEqual([]);
  });

  test("a second dev in a folder names the first one's process, and the first one continues", async () => {
    const first = await startDev();
    const pid = (JSON.parse(read(lockFile)) as { pid: number }).pid;
    const second = await cli("dev", "src/hello.ts", "--outfile", "dist/other.js");
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`Process ${pid} already works in "dist"`);
    expect(readdirSync(join(folder(), "dist"))).not.toContain("other.js");
    write("src/hello.ts", plugin("onVmStopping() {}"));
    await first.printed("build: dist/hello.js");
  });

  test("takes over the folder of a dev that was killed", async () => {
    const first = await startDev();
    expect(await first.stop("SIGKILL")).toBe("SIGKILL");
    expect(existsSync(join(folder(), lockFile))).toBe(true);
    const second = await startDev();
    await second.stop("SIGINT");
    expect(existsSync(join(folder(), lockFile))).toBe(false);
  });

  test.each([
    [["dev", "src/hello.ts", "--into", "lost"], 1, `The folder "lost" does not exist`],
    [["dev", "a.ts", "b.ts", "--outfile", "a.js"], 2, "--outfile and --log are for one plugin"],
    [["dev", "src/hello.ts", "--into", "a", "--outfile", "b.js"], 2, "cannot be used with option"],
    [["dev", "src/hello.ts", "--outfile", "src/hello.ts"], 1, "must end with .js"],
    [["dev", "src/hello.ts", "--outfile", "src/hello.ts/hello.js"], 1, `"src/hello.ts" cannot be written`],
    [["dev", "src/hello.ts", "--into", "/proc/self"], 1, `"/proc/self" cannot be written`],
  ])("%j fails with exit code %i and an explanation", async (args, expected, explanation) => {
    write("src/hello.ts", plugin("onVmStarted() {}"));
    const { code, stderr } = await cli(...args);
    expect(stderr).toContain(explanation);
    expect(code).toBe(expected);
  });

  test("waits for a source file that does not exist yet", async () => {
    mkdirSync(join(folder(), "src"));
    const dev = startCli("dev", "src/hello.ts", "--outfile", "dist/hello.js");
    await dev.printed(`There is no file "src/hello.ts"`);
    write("src/hello.ts", plugin("onVmStarted() {}"));
    await dev.printed("build: dist/hello.js");
  });

  test("--help shows an example", async () => {
    expect((await cli("dev", "--help")).stdout).toContain("$ wsl-script-host dev src/hello.ts --into C:\\Plugins");
  });
});

describe("the lock of a folder", () => {
  /** The id of a process that has ended, which no process has now. */
  const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

  test.each([
    ["of a process that has died", () => JSON.stringify({ pid: deadPid() })],
    ["that is empty", () => ""],
    ["that is no lock", () => "[]"],
    ["of this process, from before", () => JSON.stringify({ pid: process.pid })],
  ])("a lock %s is taken over", async (_, text) => {
    write(lockFile, text());
    const lock = await FolderLock.acquire(join(folder(), "dist"), "test");
    expect(JSON.parse(readFileSync(join(folder(), lockFile), "utf8"))).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(readdirSync(join(folder(), "dist"))).toEqual([]);
  });

  test("another process's lock is respected, and not removed by its former owner", async () => {
    const lock = await FolderLock.acquire(join(folder(), "dist"), "test");
    write(lockFile, JSON.stringify({ pid: 1 }));
    await lock.release();
    await expect(FolderLock.acquire(join(folder(), "dist"), "test")).rejects.toThrow("Process 1 already works in");
  });
});
