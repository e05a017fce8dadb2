/** wsl-script-host.exe install, status, rollback and uninstall: what they leave on the machine, and what the service loads. */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { version } from "../../../package.json" with { type: "json" };
import { paths } from "../../../src/paths.ts";
import { plugin } from "../../../src/wslservice/dll-plugin.ts";
import { programData, windowsPath, winePrefix } from "../../../src/wslservice/wine.ts";
import { theWindows } from "../../support/fake-windows.ts";
import { mustRunWine, runWine } from "../../support/windows.ts";

const name = "hello";
const pluginsKey = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins";
const eventSource = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\wsl-script-host";
const programs = join(winePrefix, "drive_c", "Program Files", "wsl-script-host");
const logFolder = join(programData, "wsl-script-host");
const log = join(logFolder, `${name}.log`);

const install = (from: string, ...more: string[]) => runWine(paths.tool, "install", "--from", from, ...more);
const pack = (text: string, settings = {}) =>
  theWindows().packagePlugin(name, plugin(`onLoad() { console.log(${JSON.stringify(text)}); }`), { settings });
const installed = (number: number, file: string) => join(programs, name, `${number}`, file);
const registered = async (key: string) => (await runWine("reg.exe", "query", key)).stdout;

/** The last line that the script has printed in the service. */
function printed(): string {
  const lines = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.includes('"console"'));
  return JSON.parse(lines.at(-1) ?? "{}").message;
}

export function testInstallation(): void {
  afterEach(async () => {
    await runWine(paths.tool, "uninstall", name, "--yes");
  });

  test("asks before it changes anything, and no answer is a no", async () => {
    const { code, stdout, stderr } = await install(await pack("one"));
    expect({ code, stderr: stderr.trim() }).toEqual({ code: 1, stderr: "Nothing has been changed." });
    expect(stdout).toContain("WSL's service restarts, and running distributions stop. Continue? [y/N]");
    expect(existsSync(programs)).toBe(false);
    expect(await registered(pluginsKey)).not.toContain(name);
  });

  test("installs, upgrades beside the old version, keeps the administrator's settings, goes back, and leaves nothing", async () => {
    const first = await install(await pack("one", { limits: { scriptTime: 4000 } }), "--yes");
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("hello is loaded, according to C:\\ProgramData"),
    });
    expect(printed()).toBe("one");
    expect(await registered(pluginsKey)).toContain(`${name}    REG_SZ    ${windowsPath(installed(1, "hello.dll"))}`);
    expect(await registered(eventSource)).toContain(windowsPath(installed(1, "hello.dll")));

    await rm(installed(1, "hello.json"));
    await writeFile(installed(1, "hello.json"), `{ "limits": { "scriptTime": 3000 } }`);
    expect(await install(await pack("two"), "--yes")).toMatchObject({ code: 0 });
    expect(printed()).toBe("two");
    expect(await registered(pluginsKey)).toContain(windowsPath(installed(2, "hello.dll")));
    expect(await readFile(installed(2, "hello.json"), "utf8")).toContain("3000");

    // The environment has no say in where plugins go.
    const elsewhere = ["/c", "set", "ProgramFiles=C:\\elsewhere&&", windowsPath(paths.tool)];
    const third = ["install", "--from", await pack("three"), "--yes", "--new-settings"];
    expect(await runWine("cmd.exe", ...elsewhere, ...third)).toMatchObject({ code: 0 });
    expect(readdirSync(join(programs, name)).sort()).toEqual(["2", "3"]);
    expect(await readFile(installed(3, "hello.json"), "utf8")).toBe("{}");
    expect(await registered(eventSource)).toContain(windowsPath(installed(3, "hello.dll")));

    expect(await runWine(paths.tool, "rollback", name, "--yes")).toMatchObject({ code: 0 });
    expect(printed()).toBe("two");
    expect(await runWine(paths.tool, "rollback", name, "--yes")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no earlier version of hello."),
    });

    expect(await runWine(paths.tool, "uninstall", name, "--yes")).toMatchObject({ code: 0 });
    expect(await registered(pluginsKey)).not.toContain(name);
    expect(await runWine("reg.exe", "query", eventSource)).toMatchObject({ code: 1 });
    expect(existsSync(programs)).toBe(false);
    expect(existsSync(log)).toBe(false);
  });

  test("does not install a script that cannot be loaded, and leaves the installed one as it is", async () => {
    await install(await pack("works"), "--yes");
    const { code, stderr } = await install(await theWindows().packagePlugin(name, "oops("), "--yes");
    expect(code).toBe(1);
    expect(stderr).toMatch(/hello is not installed: hello\.js:1:\d+: SyntaxError/);
    expect(readdirSync(join(programs, name))).toEqual(["1"]);
    expect(await registered(pluginsKey)).toContain(windowsPath(installed(1, "hello.dll")));
  });

  test("reports a plugin that cannot be loaded once the service has restarted", async () => {
    const script = plugin(`onLoad() { throw new PluginError("the licence is missing"); }`);
    const { code, stderr } = await install(await theWindows().packagePlugin(name, script), "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("hello cannot be loaded: the licence is missing");
  });

  test("refuses a DLL that WSL would not load, says why, and takes it when forced", async () => {
    const source = await theWindows().packagePlugin(name, plugin(""), { signed: false });
    const refused = await install(source, "--yes");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/problem {2}signature {6}hello: .*TRUST_E_NOSIGNATURE/);
    expect(refused.stderr).toContain("hello is not installed, because WSL would not start any VM.");
    expect(existsSync(programs)).toBe(false);
    expect(await install(source, "--yes", "--force")).toMatchObject({ code: 0 });
  });

  /** A plugin in a folder of that mode, as an administrator without the tool sets it up. */
  async function registerByHand(mode: number): Promise<string> {
    const folder = join(winePrefix, "drive_c", "by hand");
    const source = await pack("one", { limits: { scriptTime: 3000 } });
    await cp(source.slice("Z:".length).replaceAll("\\", "/"), folder, { recursive: true });
    await chmod(folder, mode);
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const dll = windowsPath(join(folder, "hello.dll"));
    await mustRunWine("reg.exe", "add", pluginsKey, "/v", name, "/t", "REG_SZ", "/d", dll, "/f");
    return folder;
  }

  test.each([
    ["removes the files of a plugin that was registered by hand", 0o755, []],
    [
      "leaves a plugin's files in a folder that other accounts can change",
      0o777,
      ["hello.dll", "hello.js", "hello.json"],
    ],
  ])("uninstall %s", async (_, mode, left) => {
    const folder = await registerByHand(mode);
    const { code, stdout } = await runWine(paths.tool, "uninstall", name, "--yes", "--no-restart");
    const isKept = stdout.includes("C:\\by hand stay: other accounts can change that folder.");
    expect({ code, isKept }).toEqual({ code: 0, isKept: left.length > 0 });
    expect(existsSync(folder) ? readdirSync(folder).sort() : []).toEqual(left);
    expect(await registered(pluginsKey)).not.toContain(name);
  });

  test.each([
    ["keeps the settings of a plugin that was registered by hand", 0o755, '{"limits":{"scriptTime":3000}}'],
    ["does not keep settings that other accounts can change", 0o777, "{}"],
  ])("install %s", async (_, mode, settings) => {
    await registerByHand(mode);
    expect(await install(await pack("two"), "--yes", "--no-restart")).toMatchObject({ code: 0 });
    expect(await readFile(installed(1, "hello.json"), "utf8")).toBe(settings);
  });

  test("status shows every plugin, whose it is, its hash, its last load, and where each setting's value comes from", async () => {
    const script = `defineSettings({
      allowed: { type: "array", items: { type: "string" }, default: ["Debian"] },
      level: { type: "integer", default: 1 },
      site: { type: "string" },
      token: { type: "string", secret: true },
    });\n${plugin("")}`;
    const settings = { settings: { site: "north", token: "hunter2", level: 2 } };
    const policies = `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}`;
    await install(await theWindows().packagePlugin(name, script, { settings }), "--yes");
    await mustRunWine("reg.exe", "add", `${policies}\\Settings`, "/v", "LEVEL", "/t", "REG_DWORD", "/d", "7", "/f");
    const native = windowsPath(paths.nativePlugin);
    await mustRunWine("reg.exe", "add", pluginsKey, "/v", "native", "/t", "REG_SZ", "/d", native, "/f");
    try {
      const { stdout } = await runWine(paths.tool, "status", "--json");
      const hash = async (file: string) =>
        createHash("sha256")
          .update(await readFile(file))
          .digest("hex");
      expect(JSON.parse(stdout)).toEqual({
        wsl: "2.4.4.0",
        service: "running",
        plugins: [
          {
            name,
            path: windowsPath(installed(1, "hello.dll")),
            kind: "wsl-script-host",
            version,
            sha256: await hash(installed(1, "hello.dll")),
            signature: "wsl-script-host's tests",
            scriptVersion: null,
            scriptSha256: await hash(installed(1, "hello.js")),
            development: null,
            log: windowsPath(log),
            lastLoad: expect.stringMatching(/^\d{4}-.*Z loaded$/),
            lastFailure: null,
            settings: {
              allowed: { from: "default", value: ["Debian"] },
              level: { from: `${policies}\\Settings`, value: 7 },
              site: { from: `${name}.json`, value: "north" },
              token: { from: `${name}.json` },
            },
          },
          expect.objectContaining({
            name: "native",
            path: native,
            kind: "another plugin",
            signature: expect.stringContaining("TRUST_E_NOSIGNATURE"),
          }),
        ],
      });
      expect(await mustRunWine(paths.tool, "status")).toContain("token: (secret) (hello.json)");
      const foreign = await runWine(paths.tool, "uninstall", "native", "--yes");
      expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining("its own uninstaller removes it") });
    } finally {
      await mustRunWine("reg.exe", "delete", pluginsKey, "/v", "native", "/f");
      await mustRunWine("reg.exe", "delete", policies, "/f");
    }
  });

  test.each(["..", "..\\other", "C:\\other", "hello.", ""])("no plugin has the name %j", async (wrong) => {
    const { code, stderr } = await runWine(paths.tool, "uninstall", wrong, "--yes");
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`"${wrong}" cannot be the name`) });
  });

  test.each([
    [[], "a command is missing"],
    [["instal"], "unknown command instal"],
    [["status", "--yaml"], "unknown option --yaml"],
    [["uninstall"], "uninstall needs the name of one plugin"],
  ])("a wrong command line is exit code 2: %j", async (args, words) => {
    const { code, stderr } = await runWine(paths.tool, ...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) });
  });
}
