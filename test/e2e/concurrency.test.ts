// Hooks on many threads and in many sessions, and hooks within calls; the service must not lose any resource.

import { describe, expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import type { Counters } from "../../src/wslservice/stand-in.ts";
import { startBesideHangingHook } from "../support/hanging-session.ts";

const E_UNEXPECTED = 0x8000ffff | 0;

const session = { id: 0, userSid: "S-1-5-18", hasToken: true };
const running = {
  id: "12345678-9abc-4def-8123-456789abcdef",
  name: "Debian",
  packageFamilyName: null,
  flavor: "debian",
  version: "12",
  initPid: 1,
  pidNamespace: 1n,
};

test("sixteen threads and sessions call hooks at once, and each gets its own answer", async () => {
  const script = plugin(`
    onVmStarted(session) {
      const text = ExecuteBinary(session, "/bin/echo", [String(session.sessionId)]).text().trim();
      if (text !== String(session.sessionId)) throw new Error("got " + text);
      console.log(text);
    }`);
  await using hosted = await DllPlugin.start({ script, sessions: 16 });
  const outcomes = await Promise.all(
    Array.from({ length: 16 }, (_, session) => hosted.service.startVm({ session, thread: `thread-${session}` })),
  );
  expect(outcomes).toEqual(Array.from({ length: 16 }, () => ({ ok: true })));
  expect((await hosted.printed()).map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i));
});

describe("a hook that WSL calls from within a call of the plugin's", () => {
  const script = (inner: string) =>
    plugin(`
      onVmStarted(session) {
        console.log("before");
        MountFolder(session, "C:\\\\windows", "/mnt/w");
        console.log("after");
      },
      onVmStopping() { console.log("inner"); ${inner} }`);
  const fault = {
    call: "MountFolder",
    hook: { plugin: "hello", call: { hook: "OnVMStopping", session, via: {} } },
  } as const;

  test("runs in the same script while that waits", async () => {
    await using hosted = await DllPlugin.start({ script: script("") });
    await hosted.service.injectFault(fault);
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual(["before", "inner", "after"]);
  });

  test("fails alone when it throws", async () => {
    await using hosted = await DllPlugin.start({ script: script("throw new Error('inner');") });
    await hosted.service.injectFault(fault);
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual(["before", "inner", "after"]);
    expect(await hosted.failures()).toMatchObject([{ hook: "OnVMStopping" }]);
  });

  test("fails together with the waiting script when the engine traps", async () => {
    await using hosted = await DllPlugin.start({ script: script("JSON.parse('['.repeat(1e5));") });
    await hosted.service.injectFault(fault);
    expect(await hosted.service.startVm({ thread: "small", stack: 512 * 1024 })).toMatchObject({
      ok: false,
      hresult: E_UNEXPECTED,
    });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual(["before", "inner", "inner", "before", "after"]);
  });

  test("fails while the script for it is being loaded", async () => {
    const loading = plugin(`
      onLoad() { try { MountFolder(1, "C:\\\\windows", "/mnt/w"); } catch {} },
      onVmStarted() { console.log("started"); },
      onDistributionStarted() {}`);
    await using hosted = await DllPlugin.start({ script: loading, sessions: 2 });
    const within = {
      hook: "OnDistributionStarted",
      session: { ...session, id: 1 },
      via: {},
      distribution: running,
    } as const;
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    await hosted.service.injectFault({ call: "MountFolder", hook: { plugin: "hello", call: within } });
    expect(await hosted.service.startVm({ session: 1 })).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual(["started", "started"]);
    expect((await hosted.failures()).at(-1)).toMatchObject({
      session: "1",
      hook: "OnDistributionStarted",
      hresult: "0x800700AA (ERROR_BUSY)",
      message: "hello.js is being loaded",
    });
  });
});

test("a hook that hangs in one session does not delay another session's VM, twenty times", () =>
  startBesideHangingHook(20));

test("starting and ending sessions leaves memory and handles unchanged", async () => {
  const script = plugin(`onVmStarted() {}, onReloading: () => "x".repeat(1000)`);
  await using hosted = await DllPlugin.start({ script, settings: { log: { level: "error" } } });
  let next = 0;
  const rounds = async (count: number) => {
    for (const last = next + count; next < last; next += 1) {
      const user = { id: next, userSid: `S-1-5-21-1-2-3-${next}`, hasToken: true };
      const settings = { customKernel: false, customKernelCommandLine: false };
      const call = { hook: "OnVMStarted", session: user, via: {}, settings } as const;
      expect((await hosted.service.repeatHook("hello", call, 1)).failed).toBe(0);
    }
    return hosted.service.counters();
  };
  const before = await rounds(100);
  const after = await rounds(300);
  expectNothingLeft(before, after);
});

test("two hundred traps leave memory and handles unchanged", async () => {
  const script = plugin(`onDistributionStarted() { JSON.parse("[".repeat(1e5)); }`);
  await using hosted = await DllPlugin.start({
    script,
    settings: { log: { level: "error", maximumSize: 1024 * 1024 } },
  });
  const via = { thread: "small", stack: 512 * 1024 };
  const call = { hook: "OnDistributionStarted", session, via, distribution: running } as const;
  const rounds = async (count: number) => {
    expect((await hosted.service.repeatHook("hello", call, count)).failed).toBe(count);
    return hosted.service.counters();
  };
  const before = await rounds(50);
  const after = await rounds(200);
  expectNothingLeft(before, after);
});

test("the DLL can be unloaded and loaded again, also after a time-out", async () => {
  const script = plugin("limits: { scriptTime: 50 }, onVmStarted() { for (;;); }");
  await using hosted = await DllPlugin.start({ script });
  await hosted.service.startVm();
  await hosted.service.standIn.unload("hello");
  const again = await hosted.service.standIn.load({ name: "hello", path: hosted.folder.windowsPath("hello.dll") });
  expect(again).toMatchObject({ hresult: 0, hooks: ["OnVMStarted"] });
});

/**
 * Windows may start a thread of its pool meanwhile, with a stack and handles; a leak in each call would be far larger.
 */
function expectNothingLeft(before: Counters, after: Counters): void {
  expect(after.handles - before.handles).toBeLessThan(20);
  expect(after.reserved - before.reserved).toBeLessThan(16 * 1024 * 1024);
  expect(after.committed - before.committed).toBeLessThan(4 * 1024 * 1024);
}
