// The simulator's public interface, which tests of plugins use.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { transformSync } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { startWsl } from "../../src/simulator/index.ts";
import { plugin } from "../../src/wslservice/dll-plugin.ts";

const E_FAIL = 0x80004005 | 0;
const E_ACCESSDENIED = 0x80070005 | 0;

const folder = mkdtempSync(join(tmpdir(), "wsl-simulator-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe("results", () => {
  test("a request that works is ok", async () => {
    await using wsl = await startWsl({ plugin: { script: plugin("") } });
    expect(await wsl.startVm()).toEqual({ ok: true });
    expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
    expect(await wsl.stopDistribution("Debian")).toEqual({ ok: true });
    expect(await wsl.registerDistribution({ name: "Alpine" })).toEqual({ ok: true });
    expect(await wsl.unregisterDistribution("Alpine")).toEqual({ ok: true });
    expect(await wsl.idle()).toEqual({ ok: true });
    expect(await wsl.stopVm()).toEqual({ ok: true });
  });

  test("a request that a plugin refuses returns code, plugin, and the user's text", async () => {
    const script = plugin(`onVmStarted() { throw new PluginError("no", HRESULT.E_ACCESSDENIED); }`);
    await using wsl = await startWsl({ plugin: { script, name: "guard" } });
    expect(await wsl.startVm()).toEqual({
      ok: false,
      hresult: E_ACCESSDENIED,
      plugin: "guard",
      text: "A fatal error was returned by plugin 'guard'. Error message: 'no'\r\nError code: Wsl/Service/CreateInstance/CreateVm/Plugin/E_ACCESSDENIED",
    });
  });

  test("a plugin's source has the places, in all texts of a failure", async () => {
    const source = file(
      "guard.ts",
      "interface Gone {}\nexport default definePlugin({\n  onVmStarted() { nothing(); },\n});\n",
    );
    await using wsl = await startWsl({ plugin: source });
    const outcome = await wsl.startVm();
    const place = `${relative("", source)}:3:19`;
    expect(outcome).toMatchObject({ ok: false, text: expect.stringContaining(`'${place}: ReferenceError`) });
    expect(wsl.log.at(-1)).toMatchObject({
      location: place,
      message: `${place}: ReferenceError: nothing is not defined`,
      stack: expect.stringContaining(`at onVmStarted (${place})`),
    });
  });

  test("a built script's places are in its source if its map lies beside it", async () => {
    const { code, map } = transformSync(
      "interface Gone {}\nexport default definePlugin({\n  onVmStarted() { nothing(); },\n});\n",
      {
        loader: "ts",
        minifyWhitespace: true,
        sourcemap: "external",
        sourcefile: "built.ts",
      },
    );
    file("built.js.map", map);
    await using wsl = await startWsl({ plugin: file("built.js", code) });
    await wsl.startVm();
    expect(wsl.log.at(-1)).toMatchObject({ location: `${relative("", join(folder, "built.ts"))}:3:19` });
  });

  test("the log has the DLL's lines, printed the texts of console", async () => {
    const script = plugin(`onVmStarted() { console.warn("a"); throw new Error("b"); }`);
    await using wsl = await startWsl({ plugin: { script } });
    await wsl.startVm();
    expect(wsl.log).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: "info",
        plugin: "plugin",
        event: "load",
        script: "plugin.js",
        sha256: createHash("sha256").update(script).digest("hex"),
        milliseconds: expect.stringMatching(/^\d+\.\d{3}$/),
        message: "loaded",
      },
      { time: expect.any(String), level: "warn", plugin: "plugin", session: "0", event: "console", message: "a" },
      {
        time: expect.any(String),
        level: "error",
        plugin: "plugin",
        session: "0",
        event: "hook",
        hook: "OnVMStarted",
        hresult: "0x80004005 (E_FAIL)",
        location: "plugin.js:1:76",
        stack: "Error: b\n    at onVmStarted (plugin.js:1:76)",
        message: "plugin.js:1:76: Error: b",
      },
    ]);
    expect(Object.keys(wsl.log[2] ?? {})).toEqual(
      ["time", "level", "plugin", "session", "event", "hook", "hresult", "location", "stack", "message"], // as the DLL orders them
    );
    expect(wsl.printed).toEqual(["a"]);
  });

  test("calls and mounts are plain objects", async () => {
    const script = plugin(`onVmStarted(session) { MountFolder(session, "C:\\\\A", "/a", false, "share"); }`);
    await using wsl = await startWsl({ plugin: { script } });
    await wsl.startVm();
    const mount = { session: 0, windowsPath: "C:\\A", linuxPath: "/a", readOnly: false, name: "share" };
    expect(wsl.mounts).toEqual([mount]);
    expect(wsl.calls).toEqual([{ kind: "call", call: "MountFolder", plugin: "plugin", hresult: 0, ...mount }]);
  });

  test("events are reported as they happen, and kept", async () => {
    const reported: string[] = [];
    await using wsl = await startWsl({
      plugin: { script: plugin("") },
      onEvent: ({ kind }) => reported.push(kind),
    });
    await wsl.startVm();
    expect(reported).toEqual([
      "service-started",
      "log",
      "plugin-loaded",
      "vm-starting",
      "hook-entered",
      "hook-returned",
      "vm-started",
    ]);
    expect(wsl.events.map(({ kind }) => kind)).toEqual(reported);
    expect(wsl.eventLog.slice(-2)).toEqual(["plugin OnVMStarted: S_OK", "session 0: the VM runs"]);
  });
});

describe("plugins", () => {
  test("a TypeScript file is bundled with what it imports", async () => {
    file("words.ts", `export const word: string = "imported";`);
    const entry = file(
      "typed.ts",
      `import { word } from "./words.ts"; export default definePlugin({ onLoad({ name }: { name: string }) { console.log(name, word); } });`,
    );
    await using wsl = await startWsl({ plugin: entry });
    expect(wsl.printed).toEqual(["typed imported"]);
  });

  test("a TypeScript file that cannot be bundled is an error with esbuild's message", async () => {
    const entry = file("broken.ts", `import "node:fs"; export default definePlugin({});`);
    await expect(startWsl({ plugin: entry })).rejects.toThrow(/node:fs.*[\s\S]*broken\.ts:1/);
  });

  test("a JavaScript file is taken as it is", async () => {
    const entry = file("plain.js", plugin(`onLoad() { console.log("as it is"); }`));
    await using wsl = await startWsl({ plugin: { file: entry, name: "other" } });
    expect(wsl.log[0]).toMatchObject({ plugin: "other", message: "as it is" });
  });

  test("several are loaded in order", async () => {
    const script = plugin(`onVmStarted() { console.log("VM"); }`);
    const plugins = ["one", "two"].map((name) => ({ name, script }));
    await using wsl = await startWsl({ plugins });
    await wsl.startVm();
    expect(wsl.log.filter(({ event }) => event === "console").map((line) => line.plugin)).toEqual(["one", "two"]);
  });

  test("two of one name are loaded once, as two of one path are in WSL", async () => {
    const script = plugin("");
    await using wsl = await startWsl({ plugins: [{ script }, { script }] });
    expect(wsl.eventsOf("plugin-skipped")).toHaveLength(1);
  });

  test("a script can be replaced, deleted and mended", async () => {
    await using wsl = await startWsl({ plugin: { script: "oops(" } });
    expect(await wsl.startVm()).toMatchObject({ ok: false, hresult: E_FAIL });
    wsl.writeScript(null);
    expect(await wsl.startVm()).toMatchObject({ text: expect.stringContaining("ERROR_FILE_NOT_FOUND") });
    wsl.writeScript(plugin(`onVmStarted() { console.log("mended"); }`));
    expect(await wsl.startVm()).toEqual({ ok: true });
    expect(wsl.printed).toEqual(["mended"]);
  });

  test("settings can be replaced", async () => {
    const script = plugin(`onVmStarted() { console.log("printed"); }`);
    await using wsl = await startWsl({ plugin: { script, settings: "{ nope" } });
    expect(await wsl.startVm()).toMatchObject({ ok: false });
    wsl.writeSettings({ log: { level: "error" } });
    expect(await wsl.startVm()).toEqual({ ok: true });
    expect(wsl.printed).toEqual([]);
  });

  test("the plugin's own settings are given by themselves, beside others of its file, and changed with the file", async () => {
    const script = `const policy = defineSettings({ site: { type: "string" } });
      export default definePlugin({ onVmStarted() { console.log(policy.site); console.debug("debug"); } });`;
    const plugin = { script, settings: { log: { level: "debug" } } };
    await using wsl = await startWsl({ plugin, settings: { site: "north" } });
    expect(await wsl.startVm()).toEqual({ ok: true });
    await wsl.stopVm();
    wsl.writeSettings({ settings: { site: "south" } });
    expect(await wsl.startVm()).toEqual({ ok: true });
    expect(wsl.printed).toEqual(["north", "debug", "south"]);
    await expect(startWsl({ plugins: [plugin, plugin], settings: {} })).rejects.toThrow(
      'startWsl can have "settings" for one plugin; give each plugin its own.',
    );
  });

  test("replacing one of several needs its name", async () => {
    const script = plugin("");
    await using wsl = await startWsl({ plugins: ["one", "two"].map((name) => ({ name, script })) });
    expect(() => wsl.writeScript("")).toThrow("Which plugin? It must be one of: one, two.");
    expect(() => wsl.writeScript("", "three")).toThrow("one, two");
    wsl.writeScript("", "two");
  });

  test("a byte that is not UTF-8 is found where it is", async () => {
    const bytes = (...parts: (string | number)[]) =>
      Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part))));
    const reasons: (string | undefined)[] = [];
    for (const script of [
      bytes("//\n//", 0xe9, "\n"),
      bytes("// ä𐍈\n// ", 0xf0, 0x9f, 0x98, "x"),
      bytes("//", 0xc3),
      bytes(0xed, 0xa0, 0x80),
    ]) {
      await using wsl = await startWsl({ plugin: { script } });
      reasons.push(wsl.log[0]?.message);
    }
    expect(reasons).toEqual([
      "plugin.js:2: byte 0xE9 at offset 5 is not UTF-8; save the file as UTF-8",
      "plugin.js:2: byte 0xF0 at offset 13 is not UTF-8; save the file as UTF-8",
      "plugin.js:1: byte 0xC3 at offset 2 is not UTF-8; save the file as UTF-8",
      "plugin.js:1: byte 0xED at offset 0 is not UTF-8; save the file as UTF-8",
    ]);
  });
});

describe("the world", () => {
  test("users have sessions and accounts", async () => {
    const script = plugin(
      "onVmStarted({ sessionId, userSid, user }) { console.log(sessionId, userSid, JSON.stringify(user)); }",
    );
    await using wsl = await startWsl({
      plugin: { script },
      sessions: [{ sid: "S-1-5-18", account: "NT AUTHORITY\\SYSTEM" }, {}, { account: "CONTOSO\\ada" }],
    });
    for (const session of [0, 1, 2]) await wsl.startVm({ session });
    expect(wsl.printed).toEqual([
      `0 S-1-5-18 {"name":"SYSTEM","domain":"NT AUTHORITY"}`,
      "1 S-1-5-21-0-0-0-1001 null",
      `2 S-1-5-21-0-0-0-1002 {"name":"ada","domain":"CONTOSO"}`,
    ]);
  });

  test("a session that does not exist is an error", async () => {
    await using wsl = await startWsl({ plugin: { script: plugin("") } });
    await expect(wsl.startVm({ session: 7 })).rejects.toThrow("There is no session 7.");
  });

  test("an unknown option is reported also where no compiler does", async () => {
    const options: object = { plugn: "src/hello.ts" };
    await expect(startWsl(options)).rejects.toThrow(
      'startWsl has no option "plugn"; its options are plugin, plugins, settings, version',
    );
  });

  test("a version is three numbers", async () => {
    const start = startWsl({ plugin: { script: plugin("") }, version: "2.4" });
    await expect(start).rejects.toThrow('A version of WSL is written like "2.4.4", not "2.4".');
  });

  test("policies take settings out of the user's hands", async () => {
    const script = plugin(
      "onVmStarted(_, { customConfiguration: { kernel, kernelCommandLine } }) { console.log(kernel, kernelCommandLine); }",
    );
    await using wsl = await startWsl({ plugin: { script }, forbidden: ["customKernel"] });
    await wsl.startVm({ customKernel: true, customKernelCommandLine: true });
    expect(wsl.printed).toEqual(["false true"]);
  });

  test("folders that exist can be mounted, however they are spelt, and others not", async () => {
    const script = plugin(`onVmStarted(session) {
      for (const path of ["c:\\\\tools\\\\", "C:\\\\Others"]) {
        try { MountFolder(session, path, "/x"); console.log("mounted"); } catch (error) { console.log(error.hresult.toString(16)); }
      } }`);
    await using wsl = await startWsl({ plugin: { script }, folders: ["C:\\Tools"] });
    await wsl.startVm();
    expect(wsl.printed).toEqual(["mounted", "80070002"]);
  });

  test("a file of this machine is no folder", async () => {
    const script = plugin(`onVmStarted(session) { MountFolder(session, "C:\\\\Tools", "/x"); }`);
    const folders = { "C:\\Tools": file("file.txt", "") };
    await using wsl = await startWsl({ plugin: { script }, folders });
    expect(await wsl.startVm()).toMatchObject({ text: expect.stringContaining("ERROR_DIRECTORY") });
  });

  test("calls of WSL's API fail as injected, and as often", async () => {
    const script = plugin(`onVmStarted(session) {
      for (let time = 0; time < 3; time++) try { MountFolder(session, "C:\\\\A", "/a"); console.log("ok"); }
      catch (error) { console.log(error.message); } }`);
    await using wsl = await startWsl({ plugin: { script } });
    wsl.injectFault({ call: "MountFolder", hresult: E_ACCESSDENIED, times: 2 });
    await wsl.startVm();
    const refused = 'MountFolder("C:\\\\A" -> /a) failed: 0x80070005 (E_ACCESSDENIED)';
    expect(wsl.printed).toEqual([refused, refused, "ok"]);
  });
});

describe("a hook within a call", () => {
  const script = plugin(`
    onVmStarted(session) { MountFolder(session, "C:\\\\A", "/a"); },
    onDistributionRegistered(session, { name, flavor }) { console.log(session.sessionId, name, flavor); },`);

  test("gets what WSL would pass", async () => {
    await using wsl = await startWsl({ plugin: { script }, sessions: 2 });
    await wsl.registerDistribution({ name: "Debian", flavor: "debian", wsl: 1 }, { session: 1 });
    wsl.injectFault({
      call: "MountFolder",
      hook: { name: "OnDistributionRegistered", session: 1, distribution: "Debian" },
    });
    await wsl.startVm();
    expect(wsl.printed).toEqual(["1 Debian debian", "1 Debian debian"]);
  });

  test.each([
    [{ name: "OnVMStopping", plugin: "other" }, "Which plugin? It must be one of: plugin."],
    [{ name: "OnVMStopping", session: 1 }, "There is no session 1."],
    [{ name: "OnDistributionRegistered" }, "OnDistributionRegistered is about a distribution; say which."],
    [{ name: "OnDistributionStopping", distribution: "Debian" }, "Debian does not run."],
  ] as const)("that is impossible is a mistake of the test: %j", async (hook, message) => {
    await using wsl = await startWsl({ plugin: { script } });
    expect(() => wsl.injectFault({ call: "MountFolder", hook })).toThrow(message);
  });
});

describe("lifetime", () => {
  test("stopping calls the plugins, disposing does not", async () => {
    const script = plugin(`onVmStopping() { console.log("bye"); }`);
    const stopped = await startWsl({ plugin: { script } });
    await stopped.startVm();
    await stopped.stop();
    expect(stopped.printed).toEqual(["bye"]);
    expect(stopped.eventLog.at(-1)).toBe("the service has stopped");

    const disposed = await startWsl({ plugin: { script } });
    await disposed.startVm();
    disposed[Symbol.dispose]();
    expect(disposed.printed).toEqual([]);
    expect(() => disposed.startVm()).toThrow("WSL has been stopped.");
  });

  test("simulators at once are independent", async () => {
    const script = plugin(
      "onDistributionStarted(_, { name }) { console.log((globalThis.seen = [...(globalThis.seen ?? []), name]).join()); }",
    );
    const printed = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        using wsl = await startWsl({ plugin: { script } });
        await wsl.startDistribution(`A${index}`);
        await wsl.startDistribution(`B${index}`);
        return wsl.printed;
      }),
    );
    expect(printed).toEqual(printed.map((_, index) => [`A${index}`, `A${index},B${index}`]));
  });
});
