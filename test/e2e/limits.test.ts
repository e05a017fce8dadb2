// Scripts that exhaust time, memory and stack: the hook ends with the right code, the service keeps running, and the
// next hook has a fresh instance.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runaways } from "../../scripts/bench/runaways.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { eventOf } from "../support/service-events.ts";

const E_FAIL = 0x80004005 | 0;
const E_UNEXPECTED = 0x8000ffff | 0;
const E_OUTOFMEMORY = 0x8007000e | 0;
const ERROR_TIMEOUT = 0x800705b4 | 0;

/** A plugin that misbehaves when the distribution "Bad" starts. */
function badPlugin(code: string, scriptTime = 200): string {
  return plugin(`
    limits: { scriptTime: ${scriptTime}, hookTime: ${scriptTime * 10}, memory: 16 * 1024 * 1024 },
    onLoad() { console.log("instance"); },
    onDistributionStarted(session, { name }) { if (name === "Bad") { ${code} } console.log(name); },
  `);
}

/** Starts Bad, then Good, and returns the code of Bad's hook. */
async function startBadThenGood(hosted: DllPlugin, via = {}): Promise<number> {
  await hosted.service.startDistribution({ name: "Bad" }, via);
  const returned = hosted.service.eventsOf("hook-returned").find(({ hook }) => hook === "OnDistributionStarted");
  expect(await hosted.service.startDistribution({ name: "Good" }, via)).toEqual({ ok: true });
  expect((await hosted.printed()).at(-1)).toBe("Good");
  return returned!.hresult;
}

describe("time: a hook ends at its limit when the script", () => {
  test.each(runaways)("%s", async (_, code) => {
    await using hosted = await DllPlugin.start({ script: badPlugin(code) });
    const hresult = await startBadThenGood(hosted);
    // A slow process may also fill the memory before its time is over.
    expect([ERROR_TIMEOUT, E_OUTOFMEMORY]).toContain(hresult);
  });

  test("hides an endless loop in the error that it throws", async () => {
    const code = 'throw Object.defineProperty(new Error(), "message", { get() { for (;;); } });';
    await using hosted = await DllPlugin.start({ script: badPlugin(code) });
    expect(await startBadThenGood(hosted)).toBe(ERROR_TIMEOUT);
  });
});

test("the log names the place where an endless loop was stopped", async () => {
  await using hosted = await DllPlugin.start({ script: badPlugin("for (;;) Math.random();") });
  await startBadThenGood(hosted);
  const [failure] = await hosted.failures();
  expect(failure).toMatchObject({
    hook: "OnDistributionStarted",
    hresult: "0x800705B4 (ERROR_TIMEOUT)",
    message: expect.stringMatching(
      /^hello\.js:\d+:\d+: onDistributionStarted took longer than its scriptTime of 200 ms$/,
    ),
    stack: expect.stringContaining("at onDistributionStarted (hello.js:"),
  });
});

test("the administrator's limits override higher ones of the script", async () => {
  const script = plugin("limits: { scriptTime: 600000, memory: 1e9 }, onVmStarted() { for (;;); }");
  await using hosted = await DllPlugin.start({ script, settings: { limits: { scriptTime: 50 } } });
  expect(await hosted.service.startVm()).toMatchObject({ ok: false, hresult: ERROR_TIMEOUT });
  expect((await hosted.failures())[0]?.message).toContain("its scriptTime of 50 ms");
});

test.each([
  ["in JavaScript", "for (;;);"],
  ["in a builtin", "Array(4e9).join();"],
  ["and catches that", "try { for (;;); } catch {}"],
])("the hook's error names the limit that is reached first, %s", async (_, code) => {
  const script = plugin(`limits: { scriptTime: 5000, hookTime: 100 }, onVmStarted() { ${code} }`);
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm()).toMatchObject({ ok: false, hresult: ERROR_TIMEOUT });
  expect((await hosted.failures())[0]?.message).toMatch(/onVmStarted took longer than its hookTime of 100 ms$/);
});

describe("memory: a hook fails with E_OUTOFMEMORY when the script", () => {
  test.each([
    ["fills its memory", 'const all = []; for (;;) all.push("x".repeat(100000) + all.length);'],
    ["asks for more than there is", "new ArrayBuffer(64 * 1024 * 1024);"],
    ["tries to catch the refusal", "try { new ArrayBuffer(64 * 1024 * 1024); } catch {} "],
    ["handles the rejection that the refusal became", "new Promise(() => new ArrayBuffer(2 ** 26)).catch(() => {});"],
    ["reads more from a process than fits", 'ExecuteBinary(session, "/bin/head", ["-c", "64M", "/dev/zero"]).bytes();'],
  ])("%s", async (_, code) => {
    await using hosted = await DllPlugin.start({ script: badPlugin(code, 60_000) });
    expect(await startBadThenGood(hosted)).toBe(E_OUTOFMEMORY);
    // The first instance, and its successor.
    expect((await hosted.printed()).filter((line) => line === "instance")).toHaveLength(2);
  });
});

const deep: Readonly<Record<string, string>> = {
  recursion: "(function f() { return f() + 1; })();",
  "recursion through builtins": "(function f() { return [0].map(f); })();",
  "recursive conversion to text": 'const o = { toString() { return "" + o; } }; "" + o;',
  "deep JSON": 'JSON.parse("[".repeat(1e5));',
  "deep objects as JSON": "let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; JSON.stringify(o);",
  "a deep regular expression": 'new RegExp("(?:".repeat(1e5) + ")".repeat(1e5));',
  "proxies of proxies": "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x;",
};

describe.each([256, 512, 1024, 8192])("stack: on a thread with %d KiB the service survives", (kibibytes) => {
  const via = { thread: `stack-${kibibytes}`, stack: kibibytes * 1024 };
  let hosted: DllPlugin;

  beforeAll(async () => {
    const cases = Object.entries(deep).map(([name, code]) => `case ${JSON.stringify(name)}: { ${code} break; }`);
    hosted = await DllPlugin.start({
      script: plugin(`
        limits: { scriptTime: 200, hookTime: 2000, memory: 16 * 1024 * 1024 },
        onDistributionStarted(session, { name }) { switch (name) { ${cases.join(" ")} } console.log(name); }`),
    });
  });

  afterAll(() => hosted[Symbol.asyncDispose]());

  test.each(Object.keys(deep))("%s", async (name) => {
    const outcome = await hosted.service.startDistribution({ name }, via);
    expect([0, E_FAIL, E_UNEXPECTED, E_OUTOFMEMORY, ERROR_TIMEOUT]).toContain(outcome.ok ? 0 : outcome.hresult);
    const next = `what starts after ${name}`;
    expect(await hosted.service.startDistribution({ name: next }, via)).toEqual({ ok: true });
    expect((await hosted.printed()).at(-1)).toBe(next);
  });
});

test("a trap fails the hook with E_UNEXPECTED and a message, and leaves a fresh instance", async () => {
  await using hosted = await DllPlugin.start({ script: badPlugin('JSON.parse("[".repeat(1e5));') });
  expect(await startBadThenGood(hosted, { thread: "small", stack: 512 * 1024 })).toBe(E_UNEXPECTED);
  expect(await hosted.printed()).toEqual(["instance", "instance", "Good"]);
  expect((await hosted.failures())[0]?.message).toBe(
    "hello.js: onDistributionStarted: the thread's stack is exhausted",
  );
});

test("a hook that is ended by force leaves no process behind", async () => {
  const code = 'ExecuteBinary(session, "/bin/cat"); for (;;);';
  await using hosted = await DllPlugin.start({ script: badPlugin(code) });
  expect(await hosted.service.startDistribution({ name: "Bad" })).toMatchObject({ hresult: ERROR_TIMEOUT });
  // Before the next hook.
  await eventOf(hosted.service, { kind: "process-exited" });
});

test("jobs and rejections of a hook that threw do not reach the next hook", async () => {
  const code =
    'Promise.reject(new Error("stray")); Promise.resolve().then(() => console.log("late")); throw new Error("first");';
  await using hosted = await DllPlugin.start({ script: badPlugin(code) });
  expect(await startBadThenGood(hosted)).toBe(E_FAIL);
  expect(await hosted.printed()).toEqual(["instance", "late", "Good"]);
  expect(await hosted.failures()).toMatchObject([{ message: expect.stringContaining("Error: first") }]);
});
