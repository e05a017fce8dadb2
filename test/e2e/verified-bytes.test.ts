// The bytes that were verified at the service's start are used until it ends: a user who may read the files cannot lift
// a veto by locking them, and an edit has no effect.

import { join } from "node:path";
import { expect, test } from "vitest";
import { DllPlugin, plugin, settingsText } from "../../src/wslservice/dll-plugin.ts";
import { WslService } from "../../src/wslservice/driver.ts";

const session = { id: 0, userSid: "S-1-5-18", hasToken: true };
const runaway = { hook: "OnVMStopping", session, via: {} } as const;

test("a program that locks script or settings cannot lift a veto, even after the engine was discarded", async () => {
  const script = plugin(`onVmStarted() { throw new PluginError("vetoed"); }, onVmStopping() { for (;;); }`);
  const settings = { loadFailure: "allow", limits: { scriptTime: 50 } };
  await using hosted = await DllPlugin.start({ script, settings });
  for (const file of ["hello.js", "hello.json"]) {
    await hosted.service.standIn.hold(hosted.folder.windowsPath(file));
    expect(await hosted.service.repeatHook("hello", runaway, 1)).toMatchObject({ failed: 1 });
    expect(await hosted.service.startVm()).toMatchObject({ ok: false, plugin: "hello" });
    await hosted.service.standIn.release();
  }
  const events = (await hosted.failures()).map(({ event, message }) => (message === "vetoed" ? message : event));
  expect(events.filter((event) => event !== "hook")).toEqual(["vetoed", "vetoed"]);
});

test("settings that change and cannot be read leave the old ones in force, with an error at each attempt", async () => {
  const script = plugin(`onReloading: () => "state", onLoad({ previous }) { console.log("loaded with", previous); }`);
  await using hosted = await DllPlugin.start({ script });
  const edit = (level: string) =>
    hosted.folder.write("hello.json", settingsText({ log: { level } }, hosted.folder.windowsPath("hello.log")));
  await edit("debug");
  await hosted.service.standIn.hold(hosted.folder.windowsPath("hello.json"));
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    await hosted.service.stopVm();
  }
  await hosted.service.standIn.release();
  const failures = await hosted.failures();
  expect(failures).toMatchObject(Array(2).fill({ event: "reload", hresult: "0x80070020 (ERROR_SHARING_VIOLATION)" }));
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual(["loaded with undefined", "loaded with state"]);
  expect(await hosted.failures()).toEqual(failures);
});

test("an edited script takes effect after a restart of the service, and not before", async () => {
  const script = (text: string) => plugin(`onVmStarted() { console.log("${text}"); }, onVmStopping() { for (;;); }`);
  await using hosted = await DllPlugin.start({ script: script("old"), settings: { limits: { scriptTime: 50 } } });
  await hosted.folder.write("hello.js", script("new"));
  await hosted.service.repeatHook("hello", runaway, 1);
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual(["old"]);
  await hosted.service[Symbol.asyncDispose]();
  const plugins = [{ name: "hello", dll: join(hosted.folder.path, "hello.dll") }];
  await using restarted = await WslService.start({ version: "2.4.4", plugins });
  expect(await restarted.startVm()).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual(["old", "new"]);
});
