// Script and settings are used only if no account except SYSTEM, administrators and TrustedInstaller could have changed
// them. Under Wine the machine's user is such an administrator, other users' files belong to the anonymous account, and
// mode bits become an access list.

import { chmod, chown, link, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { WslService } from "../../src/wslservice/driver.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { programData, windowsPath } from "../../src/wslservice/wine.ts";
import { mustRunWine } from "../support/windows.ts";

const TRUST_E_SUBJECT_NOT_TRUSTED = 0x800b0004 | 0;
const anotherUser = 12345;
/** Does not block VMs, whatever the settings say. */
const harmless = plugin("onVmStarted() {}");

afterAll(() => rm(join(programData, "wsl-script-host", "hello.log"), { force: true }));

/** The user's message, with the folder's path shortened. */
async function refusalOf(hosted: DllPlugin): Promise<string> {
  const outcome = await hosted.service.startVm();
  expect(outcome).toMatchObject({ ok: false, plugin: "hello", hresult: TRUST_E_SUBJECT_NOT_TRUSTED });
  return messageOf(hosted.service).replaceAll(hosted.folder.windowsPath(), "FOLDER");
}

function messageOf(service: WslService): string {
  const [call] = service.eventsOf("call");
  expect(call).toMatchObject({ call: "PluginError", hresult: 0 });
  return call?.call === "PluginError" ? (call.message ?? "") : "";
}

const removal =
  "To remove the plugin, delete its value (FOLDER\\hello.dll) in HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins and restart the service (WslService).";

test("a script that any user may write is refused, with the path, the account, the right and the remedy", async () => {
  await using hosted = await DllPlugin.start({
    script: harmless,
    prepare: (folder) => chmod(join(folder, "hello.js"), 0o646),
  });
  expect(await refusalOf(hosted)).toBe(
    [
      "hello.js runs as SYSTEM and must be safe from other accounts. FOLDER\\hello.js: Everyone (S-1-1-0) may write to it. " +
        "A file that was moved here keeps its owner and permissions. An administrator can fix that with",
      '    icacls "FOLDER\\hello.js" /reset',
      removal,
    ].join("\n"),
  );
  await chmod(join(hosted.folder.path, "hello.js"), 0o644);
  expect(await hosted.service.startVm()).toEqual({ ok: true });
});

test("a script that another user owns is refused, and the remedy changes the owner", async () => {
  await using hosted = await DllPlugin.start({
    script: harmless,
    prepare: (folder) => chown(join(folder, "hello.js"), anotherUser, anotherUser),
  });
  const refusal = await refusalOf(hosted);
  expect(refusal).toMatch(/FOLDER\\hello\.js belongs to .*\(S-1-5-7\), who may change it\./);
  expect(refusal).toContain('icacls "FOLDER\\hello.js" /setowner *S-1-5-32-544\n    icacls "FOLDER\\hello.js" /reset');
});

test.each([
  ["settings", "hello.json", 0o646, "hello\\.json: .* may write to it"],
  ["the plugin's folder", ".", 0o757, " may add files to it"],
])("%s that any user may change are refused, even if the settings allow failures", async (_, name, mode, reason) => {
  const settings = { loadFailure: "allow" };
  await using hosted = await DllPlugin.start({
    script: harmless,
    settings,
    prepare: (folder) => chmod(join(folder, name), mode),
  });
  expect(await refusalOf(hosted)).toMatch(new RegExp(reason));
});

test("a script that any user may write is refused even if the settings allow failures", async () => {
  const settings = { loadFailure: "allow" };
  await using hosted = await DllPlugin.start({
    script: harmless,
    settings,
    prepare: (folder) => chmod(join(folder, "hello.js"), 0o646),
  });
  expect(await refusalOf(hosted)).toContain("hello.js: ");
});

test("unreadable settings do not allow failures", async () => {
  const settings = { loadFailure: "allow" };
  await using hosted = await DllPlugin.start({
    script: "oops(",
    settings,
    prepare: (folder) => chown(join(folder, "hello.json"), anotherUser, anotherUser),
  });
  expect(await refusalOf(hosted)).toContain("hello.json");
});

async function startInner(inner: string): Promise<WslService> {
  const dll = windowsPath(join(inner, "hello.dll"));
  return WslService.start({ version: "2.4.4", plugins: [{ name: "hello", dll }] });
}

/** A plugin in C:\\plugins\\plugin-...\\inner. */
async function addInner(folder: PluginFolder): Promise<string> {
  const inner = join(folder.path, "inner");
  await mkdir(inner);
  await rename(await folder.addDll("hello", paths.dll), join(inner, "hello.dll"));
  await writeFile(join(inner, "hello.js"), harmless);
  await writeFile(join(inner, "hello.json"), JSON.stringify({ log: { file: folder.windowsPath("hello.log") } }));
  return inner;
}

test("a script below a folder that any user may rename is refused", async () => {
  await using folder = await PluginFolder.create();
  const inner = await addInner(folder);
  await chmod(folder.path, 0o757);
  await using service = await startInner(inner);
  expect(await service.startVm()).toMatchObject({ ok: false, hresult: TRUST_E_SUBJECT_NOT_TRUSTED });
  expect(messageOf(service)).toContain(`${folder.windowsPath()}: Everyone (S-1-1-0) may delete`);
  expect(messageOf(service)).toContain(`icacls "${folder.windowsPath()}" /grant:r "*S-1-1-0:(OI)(CI)RX"`);
  await chmod(folder.path, 0o755);
  expect(await service.startVm()).toEqual({ ok: true });
});

test.each([
  [
    "a folder that is a link",
    async (inner: string) => {
      await rename(inner, `${inner}-real`);
      await symlink(`${inner}-real`, inner);
    },
  ],
  [
    "a script that is a link",
    async (inner: string) => {
      await rename(join(inner, "hello.js"), join(inner, "real.js"));
      await symlink("real.js", join(inner, "hello.js"));
    },
  ],
])("%s is refused", async (_, change) => {
  await using folder = await PluginFolder.create();
  const inner = await addInner(folder);
  await change(inner);
  await using service = await startInner(inner);
  expect(await service.startVm()).toMatchObject({ ok: false, hresult: TRUST_E_SUBJECT_NOT_TRUSTED });
  expect(messageOf(service)).toMatch(/ leads to C:\\plugins\\/);
});

test("a script that is a second name of another file works: only its access rights matter", async () => {
  await using folder = await PluginFolder.create();
  const inner = await addInner(folder);
  await link(join(inner, "hello.js"), join(folder.path, "other.js"));
  await using service = await startInner(inner);
  expect(await service.startVm()).toEqual({ ok: true });
});

test("a folder can be given by its short name", async () => {
  await using folder = await PluginFolder.create();
  const inner = await addInner(folder);
  const short = (await mustRunWine("cmd.exe", "/c", `for %i in (${windowsPath(inner)}) do @echo %~si`)).trim();
  expect(short).toContain("~");
  const dll = `${short}\\hello.dll`;
  await using service = await WslService.start({ version: "2.4.4", plugins: [{ name: "hello", dll }] });
  expect(await service.startVm()).toEqual({ ok: true });
});
