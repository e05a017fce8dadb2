// What WSL receives when a hook fails, whatever was thrown, and how WSL reacts.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

const E_FAIL = 0x80004005 | 0;
const E_ACCESSDENIED = 0x80070005 | 0;
const WSL_E_PLUGIN_REQUIRES_UPDATE = 0x8004032a | 0;

interface Thrown {
  readonly title: string;
  /** Statements that throw, or an expression of a promise after `return`. */
  readonly code: string;
  readonly hresult?: number;
  readonly message: string | RegExp;
}

const thrown: Thrown[] = [
  { title: "an Error", code: 'throw new Error("bad");', message: /^hello\.js:1:\d+: Error: bad$/ },
  { title: "a TypeError of the engine's", code: "null.x;", message: /^hello\.js:1:\d+: TypeError: .+$/ },
  {
    title: "an Error of an own class",
    code: 'class Own extends Error { name = "Own" } throw new Own("x");',
    message: /^hello\.js:1:\d+: Own: x$/,
  },
  { title: "a PluginError", code: 'throw new PluginError("Ask the help desk.");', message: "Ask the help desk." },
  {
    title: "a PluginError with a code",
    code: 'throw new PluginError("No.", HRESULT.E_ACCESSDENIED);',
    hresult: E_ACCESSDENIED,
    message: "No.",
  },
  {
    title: "a WSLApiError",
    code: 'ExecuteBinary(4711, "/bin/true");',
    hresult: 0x80010108 | 0,
    message: /ExecuteBinary\(\/bin\/true\) failed: 0x80010108 \(RPC_E_DISCONNECTED\)/,
  },
  {
    title: "a RequiresUpdateError",
    code: 'throw new RequiresUpdateError("The sensor", WSLVersion.parse("3.1"));',
    hresult: WSL_E_PLUGIN_REQUIRES_UPDATE,
    message:
      /^hello\.js:1:\d+: RequiresUpdateError: The sensor needs WSL 3\.1\.0 or newer, and WSL 2\.4\.4 runs here; /,
  },
  { title: "a string", code: 'throw "text";', message: "hello.js threw: text" },
  { title: "undefined", code: "throw undefined;", message: "hello.js threw undefined" },
  { title: "null", code: "throw null;", message: "hello.js threw null" },
  { title: "a symbol", code: 'throw Symbol("s");', message: "hello.js threw: Symbol(s)" },
  { title: "a frozen object", code: "throw Object.freeze({ a: 1 });", message: "hello.js threw: { a: 1 }" },
  { title: "a frozen Error", code: 'throw Object.freeze(new Error("cold"));', message: /Error: cold$/ },
  {
    title: "an Error whose message getter throws",
    code: 'throw Object.defineProperty(new Error(), "message", { get() { throw 1 } });',
    message: /^hello\.js.*Error.*/,
  },
  {
    title: "a proxy that throws at every touch",
    code: "throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 }, ownKeys() { throw 3 } });",
    message: /^hello\.js.*/,
  },
  {
    title: "a revoked proxy",
    code: "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy;",
    message: /^hello\.js.*/,
  },
  {
    title: "a rejected promise",
    code: 'return Promise.reject(new PluginError("Later: no.", 0x80070005));',
    hresult: E_ACCESSDENIED,
    message: "Later: no.",
  },
  {
    title: "an async function's error",
    code: 'return (async () => { await null; throw new Error("late"); })();',
    message: /^hello\.js:1:\d+: Error: late$/,
  },
  {
    title: "an unhandled rejection",
    code: 'Promise.reject(new Error("stray"));',
    message: /^hello\.js:1:\d+: Error: stray$/,
  },
  {
    title: "a promise that is never settled",
    code: "return new Promise(() => {});",
    message: /^hello\.js: on\w+ waits for a promise that nothing can settle any more$/,
  },
];

const methods = {
  onVmStarted: "OnVMStarted",
  onVmStopping: "OnVMStopping",
  onDistributionStarted: "OnDistributionStarted",
  onDistributionStopping: "OnDistributionStopping",
  onDistributionRegistered: "OnDistributionRegistered",
  onDistributionUnregistered: "OnDistributionUnregistered",
} as const;
type Method = keyof typeof methods;

/** Calls every hook once. If a start fails, it is tried again without that hook. */
async function playAll({ service }: DllPlugin): Promise<void> {
  const distribution = { name: "Debian" };
  await service.registerDistribution(distribution);
  await service.startDistribution(distribution);
  await service.stopDistribution("Debian");
  await service.unregisterDistribution(distribution);
  await service.stopVm();
}

describe.each(Object.keys(methods) as Method[])("in %s", (method) => {
  const hook = methods[method];
  const fatal = method === "onVmStarted" || method === "onDistributionStarted";
  let hosted: DllPlugin;

  beforeAll(async () => {
    hosted = await DllPlugin.start({ script: plugin(`${method}() {}`), settings: { hotReload: true } });
  });

  afterAll(() => hosted[Symbol.asyncDispose]());

  test.each(thrown)("$title fails the hook", async ({ code, hresult = E_FAIL, message }) => {
    const [events, failures] = [hosted.service.events.length, (await hosted.failures()).length];
    await hosted.folder.write("hello.js", plugin(`requires: "2.4.4", ${method}() { ${code} }`));
    await playAll(hosted);
    const happened = hosted.service.events.slice(events);
    const returned = happened.filter((event) => event.kind === "hook-returned").filter((event) => event.hook === hook);
    expect(returned[0]).toMatchObject({
      hresult,
      message: fatal ? match(message) : null,
      effect: fatal ? "stops" : "logs",
    });
    // After other hooks a message would break the next start on the thread.
    const messages = happened.filter((event) => event.kind === "call").filter(({ call }) => call === "PluginError");
    expect(messages.length).toBe(fatal ? returned.length : 0);
    expect(messages.every((event) => event.hresult === 0)).toBe(true);
    expect((await hosted.failures())[failures]).toMatchObject({ event: "hook", hook, message: match(message) });
  });
});

test("wsl.exe shows the user the plugin's message and code", async () => {
  const script = plugin('onVmStarted() { throw new PluginError("No custom kernels here.", 0x80070005); }');
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startDistribution({ name: "Debian" })).toMatchObject({
    text: "A fatal error was returned by plugin 'hello'. Error message: 'No custom kernels here.'\r\nError code: Wsl/Service/CreateInstance/CreateVm/Plugin/E_ACCESSDENIED",
  });
});

test("reading a field that WSL lacks fails the hook, with a message that says what to do", async () => {
  const script = plugin("onDistributionStarted(_, distribution) { console.log(distribution.flavor); }");
  await using hosted = await DllPlugin.start({ script, version: "2.4.3" });
  expect(await hosted.service.startDistribution({ name: "Debian" })).toMatchObject({
    text: expect.stringMatching(
      /'hello\.js:1:\d+: RequiresUpdateError: WSLDistributionInformation\.flavor needs WSL 2\.4\.4 or newer, and WSL 2\.4\.3 runs here; "wsl --update" updates it'\r\n.*\/Plugin\/WSL_E_PLUGIN_REQUIRES_UPDATE$/,
    ),
  });
});

test("a PluginError without a message shows the user only its code", async () => {
  const script = plugin('onVmStarted() { throw new PluginError("", HRESULT.E_ABORT); }');
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm()).toMatchObject({
    text: "A fatal error was returned by plugin 'hello'\r\nError code: Wsl/Service/CreateInstance/CreateVm/Plugin/E_ABORT",
  });
  expect(hosted.service.eventsOf("call")).toEqual([]);
  expect(await hosted.failures()).toMatchObject([
    { hook: "OnVMStarted", message: "", stack: expect.stringMatching(/^PluginError\n/) },
  ]);
});

test("a start that fails twice shows its message twice", async () => {
  const script = plugin('onVmStarted() { throw new PluginError("again"); }');
  await using hosted = await DllPlugin.start({ script });
  for (let time = 0; time < 2; time++) {
    expect(await hosted.service.startVm()).toMatchObject({ text: expect.stringContaining("Error message: 'again'") });
  }
});

test("a distribution that is refused does not affect others", async () => {
  const script = plugin(`
    onDistributionStarted(_, { name }) { if (name === "Evil") throw new PluginError(name + " is not allowed"); }`);
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startDistribution({ name: "Evil" })).toMatchObject({ ok: false });
  expect(await hosted.service.startDistribution({ name: "Good" })).toEqual({ ok: true });
});

function match(message: string | RegExp): unknown {
  return typeof message === "string" ? message : expect.stringMatching(message);
}
