// Development mode with real files: a folder owned by another user, which Wine shows as the anonymous account.
// test/linux/development_cases.cpp has all cases.

import { chmod, chown } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DllPlugin, plugin, settingsText } from "../../src/wslservice/dll-plugin.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { mustRunWine } from "../support/windows.ts";

const developer = "S-1-5-7";
const developersUser = 12345;

const vetoing = (words: string) => plugin(`onVmStarted() { throw new PluginError("${words}"); }`);

test("in development mode one account's sessions run a folder that only it can change, and every edit at once", async () => {
  const name = `developed-${process.pid}`;
  const key = `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}`;
  await using folder = await PluginFolder.create();
  const own = async (path: string) => chown(path, developersUser, developersUser);
  const save = async (words: string) => {
    await folder.write(`${name}.js`, vetoing(words));
    await own(join(folder.path, `${name}.js`));
  };
  await save("developed");
  await own(folder.path);
  await using hosted = await DllPlugin.start({
    name,
    script: vetoing("installed"),
    sessions: [{ sid: developer }, {}],
  });
  const settings = settingsText({}, hosted.folder.windowsPath(`${name}.log`));
  await own(await folder.write(`${name}.json`, settings));
  const outcome = async (session: number) => {
    const { ok, text } = { text: "", ...(await hosted.service.startVm({ session })) };
    expect(ok).toBe(false);
    return text;
  };
  expect(await outcome(0)).toContain("'installed'");
  try {
    await mustRunWine("reg.exe", "add", key, "/v", "DevelopmentFolder", "/d", folder.windowsPath(), "/f");
    await mustRunWine("reg.exe", "add", key, "/v", "DevelopmentAccount", "/d", developer, "/f");
    expect(await outcome(0)).toContain("'developed'");
    expect(await outcome(1)).toContain("'installed'");
    await save("edited and saved");
    expect(await outcome(0)).toContain("'edited and saved'");
    await chmod(folder.path, 0o757);
    expect(await outcome(0)).toContain("'edited and saved'");
    await save("edited by anybody");
    expect(await outcome(0)).toContain("'edited and saved'");
    const warnings = (await hosted.log()).filter(({ level }) => level === "warn").map(({ message }) => message);
    const warning = `development mode: ${folder.windowsPath(`${name}.js`)}, which ${developer} can change, runs as SYSTEM`;
    expect(warnings).toEqual([warning, warning]);
  } finally {
    await mustRunWine("reg.exe", "delete", key, "/f");
  }
  expect(await outcome(0)).toContain("'installed'");
});
