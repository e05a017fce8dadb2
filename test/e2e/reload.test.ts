// Cases of hot reload that scenarios cannot express: traps, and the resources of many reloads.

import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

const settings = { hotReload: true };
const taking = plugin(
  `onLoad({ previous }) { console.log("new finds", previous); }, onVmStopping() { console.log("new"); }`,
);
const session = { id: 0, userSid: "S-1-5-18", hasToken: true };

test("an onReloading that makes the engine trap hands over no state, and the new script takes over", async () => {
  const script = plugin(`onReloading() { JSON.parse("[".repeat(1e5)); }`);
  await using hosted = await DllPlugin.start({ script, settings });
  await hosted.folder.write("hello.js", taking);
  expect(await hosted.service.startVm({ thread: "small", stack: 512 * 1024 })).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual(["new finds undefined"]);
  expect(await hosted.failures()).toMatchObject([{ event: "reload", hresult: "0x8000FFFF (E_UNEXPECTED)" }]);
});

test("an edit that keeps the script's size and its time of writing is seen", async () => {
  const script = (text: string) => plugin(`onVmStarted() { console.log("${text}"); }`);
  await using hosted = await DllPlugin.start({ script: script("one"), settings });
  for (const text of ["two", "six"]) {
    await hosted.folder.write("hello.js", script(text));
    await utimes(join(hosted.folder.path, "hello.js"), 0, 0);
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    await hosted.service.stopVm();
  }
  expect(await hosted.printed()).toEqual(["two", "six"]);
});

test("repeated reloading leaves memory and handles unchanged", async () => {
  const script = (at: number) =>
    plugin(`onReloading: () => ({ at: ${at}, bytes: new Uint8Array(100_000) }), onVmStopping() {}`);
  await using hosted = await DllPlugin.start({
    script: script(0),
    settings,
  });
  const call = { hook: "OnVMStopping", session, via: {} } as const;
  const rounds = async (count: number) => {
    for (let at = 0; at < count; at += 1) {
      await hosted.folder.write("hello.js", script(at + (at % 7) * 1000));
      expect((await hosted.service.repeatHook("hello", call, 2)).failed).toBe(0);
    }
    return hosted.service.counters();
  };
  const before = await rounds(10);
  const after = await rounds(50);
  expect(await hosted.failures()).toEqual([]);
  expect((await hosted.log()).filter(({ message }) => message === "loaded")).toHaveLength(1 + 10 + 50);
  expect(after.handles - before.handles).toBeLessThan(20);
  expect(after.reserved - before.reserved).toBeLessThan(16 * 1024 * 1024);
  expect(after.committed - before.committed).toBeLessThan(4 * 1024 * 1024);
});
