/** What Windows Installer makes of an installer for a plugin: installed, upgraded, refused, removed. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { paths } from "../../../src/paths.ts";
import { plugin } from "../../../src/wslservice/dll-plugin.ts";
import { programData, windowsPath, winePrefix } from "../../../src/wslservice/wine.ts";
import { theWindows } from "../../support/fake-windows.ts";
import { mustRunWine, runWine } from "../../support/windows.ts";
import { diagnose } from "./diagnosis.ts";

const name = "mile";
const pluginsKey = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins";
const eventSource = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\wsl-script-host";
const programs = join(winePrefix, "drive_c", "Program Files", "wsl-script-host");
const log = join(programData, "wsl-script-host", `${name}.log`);

let folder = "";

/** Returns the installer's path in Windows. */
function makeInstaller(version: string): string {
  writeFileSync(join(folder, `${name}.js`), plugin(`onLoad() { console.log("this is ${version}"); }`));
  const outdir = join(folder, version);
  execFileSync(process.execPath, [
    ...[paths.cli, "package", join(folder, `${name}.js`), "--dll", join(folder, "signed.dll")],
    ...["--outdir", outdir, "--msi", "--release", version],
  ]);
  return windowsPath(join(outdir, `${name}.msi`));
}

const msiexec = (verb: "/i" | "/x", installer: string) => runWine("msiexec.exe", verb, installer, "/qn");
const settingsOf = (version: string) => join(programs, name, version, `${name}.json`);
const registered = async () => (await runWine("reg.exe", "query", pluginsKey)).stdout;

/** What WSL's service loads when it starts now. */
async function restarted(): Promise<string> {
  rmSync(log, { force: true });
  await mustRunWine("sc.exe", "stop", "WSLService");
  await theWindows().stopped();
  await theWindows().startService();
  return existsSync(log) ? readFileSync(log, "utf8") : "";
}

export function testInstaller(): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "wsl-script-host-msi-"));
    writeFileSync(join(folder, "signed.dll"), await theWindows().sign(readFileSync(paths.dll)));
  });

  afterEach(() => rmSync(log, { force: true }));
  afterAll(() => {
    // What Windows would delete at its next start.
    for (const left of [folder, programs]) rmSync(left, { recursive: true, force: true });
  });

  test("installs, keeps the administrator's settings in an upgrade while WSL's service runs, refuses to go back, and leaves no more than what was in use", {
    timeout: 120_000,
  }, async () => {
    const [first, second] = [makeInstaller("1.2.0"), makeInstaller("1.10.0")];
    expect(await msiexec("/i", first)).toMatchObject({ code: 0 });
    expect(readdirSync(join(programs, name, "1.2.0")).sort()).toEqual([
      "mile.dll",
      "mile.js",
      "mile.json",
      "wsl-script-host.exe",
    ]);
    expect(await registered()).toContain("mile    REG_SZ    C:\\Program Files\\wsl-script-host\\mile\\1.2.0\\mile.dll");
    expect((await runWine("reg.exe", "query", eventSource)).stdout).toContain("1.2.0\\mile.dll");
    expect(await restarted()).toContain("this is 1.2.0");
    const { findings } = await diagnose();
    expect(findings).toContainEqual(expect.objectContaining({ check: "verification", plugin: name, outcome: "ok" }));
    const own = '{ "limits": { "scriptTime": 3000 } }';
    writeFileSync(settingsOf("1.2.0"), own);

    expect(await msiexec("/i", second)).toMatchObject({ code: 0 });
    expect(await registered()).toContain("mile\\1.10.0\\mile.dll");
    expect((await runWine("reg.exe", "query", eventSource)).stdout).toContain("1.10.0\\mile.dll");
    expect(readFileSync(settingsOf("1.10.0"), "utf8")).toBe(own);
    expect(existsSync(settingsOf("1.2.0"))).toBe(false);
    expect(await restarted()).toContain("this is 1.10.0");
    expect((await msiexec("/i", first)).code).not.toBe(0);
    expect(await registered()).toContain("mile\\1.10.0\\mile.dll");

    expect(await msiexec("/x", second)).toMatchObject({ code: 0 });
    expect(await registered()).not.toContain(name);
    expect(readdirSync(programs, { recursive: true })).not.toContainEqual(expect.stringMatching(/\.(?:js|json|exe)$/));
    expect(await restarted()).toBe("");
  });
}
