// A script that cannot be loaded never fails the DLL's load: the user reads the reason at the next start of a VM.

import { describe, expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

const E_FAIL = 0x80004005 | 0;
const ERROR_FILE_NOT_FOUND = 0x80070002 | 0;
const ERROR_TIMEOUT = 0x800705b4 | 0;
const WSL_E_PLUGIN_REQUIRES_UPDATE = 0x8004032a | 0;
const everyHook = [
  "OnVMStarted",
  "OnVMStopping",
  "OnDistributionStarted",
  "OnDistributionStopping",
  "OnDistributionRegistered",
  "OnDistributionUnregistered",
];

interface BadScript {
  readonly title: string;
  readonly script: string | Uint8Array | null;
  readonly hresult?: number;
  /** The user's message; `*` matches anything. */
  readonly message: string | RegExp;
}

const badScripts: BadScript[] = [
  {
    title: "is missing",
    script: null,
    hresult: ERROR_FILE_NOT_FOUND,
    message: /^hello\.js is missing: it belongs beside C:\\plugins\\.*\\hello\.dll$/,
  },
  {
    title: "is empty",
    script: "",
    message: 'hello.js has no default export; it needs "export default definePlugin({ ... })"',
  },
  {
    title: "has a syntax error",
    script: "const a = 1;\nexport default definePlugin({\n  onLoad() { let let }\n});",
    message: /^hello\.js:3:\d+: SyntaxError: .+/,
  },
  {
    title: "has no default export",
    script: "export const plugin = 1;",
    message: 'hello.js has no default export; it needs "export default definePlugin({ ... })"',
  },
  {
    title: "has a default export that is not from definePlugin",
    script: "export default { onVmStarted() {} };",
    message: /^hello\.js exports .+ by default; it needs "export default definePlugin\(\{ \.\.\. \}\)"$/,
  },
  {
    title: "imports something",
    script: 'import "node:fs";\nexport default definePlugin({});',
    message: /^hello\.js.*: ReferenceError: could not load module 'node:fs'$/,
  },
  {
    title: "has 50 MB",
    script: `//${"x".repeat(50_000_000)}\nexport default definePlugin({});`,
    message: "hello.js has 50000035 bytes; the limit is 8388608",
  },
  {
    title: "is not UTF-8",
    script: Uint8Array.of(0x2f, 0x2f, 0x0a, 0x2f, 0x2f, 0xe9, 0x0a),
    message: "hello.js:2: byte 0xE9 at offset 5 is not UTF-8; save the file as UTF-8",
  },
  {
    title: "throws while it is evaluated",
    script: "\n\nthrow new Error('early');",
    message: "hello.js:3:11: Error: early",
  },
  {
    title: "waits for ever at its top level",
    script: "await new Promise(() => {}); export default definePlugin({});",
    message: "hello.js: the script waits for a promise that nothing can settle any more",
  },
  {
    title: "fails in onLoad",
    script: plugin("onLoad() { throw new PluginError('no licence', 0x80070005); }"),
    hresult: 0x80070005 | 0,
    message: "no licence",
  },
  {
    title: "fails in an async onLoad",
    script: plugin("async onLoad() { await null; throw new RangeError('late'); }"),
    message: /^hello\.js:1:\d+: RangeError: late$/,
  },
  {
    title: "defines a hook that does not exist",
    script: plugin("onVMStarted() {}"),
    message: /onVMStarted.*onVmStarted/,
  },
];

describe("a script that", () => {
  test.each(badScripts)("$title blocks the VM and names the reason", async ({ script, hresult = E_FAIL, message }) => {
    await using hosted = await DllPlugin.start({ script });
    const [loaded] = hosted.service.eventsOf("plugin-loaded");
    expect(loaded?.hooks).toEqual(everyHook);

    const outcome = await hosted.service.startVm();
    expect(outcome).toMatchObject({ ok: false, plugin: "hello", hresult });
    const [call] = hosted.service.eventsOf("call");
    expect(call).toMatchObject({ call: "PluginError", hresult: 0, message: match(message) });

    // Loaded with the service, and again with the VM.
    const failures = await hosted.failures();
    expect(failures.filter(({ event }) => event === "load")).toMatchObject(
      Array.from({ length: 2 }, () => ({ level: "error", message: match(message) })),
    );
  });

  test("takes too long blocks the VM", async () => {
    const settings = { limits: { scriptTime: 100 } };
    await using hosted = await DllPlugin.start({ script: "\nfor (;;);", settings });
    expect(await hosted.service.startVm()).toMatchObject({ ok: false, hresult: ERROR_TIMEOUT });
    const [call] = hosted.service.eventsOf("call");
    expect(call).toMatchObject({
      message: match(/^hello\.js:\d+:\d+: loading took longer than its scriptTime of 100 ms$/),
    });
  });

  test("needs a newer WSL fails the load, so that WSL asks the user to update, and onLoad is not called", async () => {
    const script = plugin('requires: "2.9.0", onLoad() { console.log("started"); }, onVmStarted() {}');
    await using hosted = await DllPlugin.start({ script });
    expect(hosted.service.eventsOf("plugin-failed")).toMatchObject([{ hresult: WSL_E_PLUGIN_REQUIRES_UPDATE }]);
    expect(await hosted.service.startVm()).toMatchObject({
      ok: false,
      text: match(/^The plugin 'hello' requires a newer version of WSL\. Please run: wsl\.exe --update/),
    });
    expect(await hosted.printed()).toEqual([]);
  });

  test("is corrected works at the next start of a VM, with all of its hooks", async () => {
    await using hosted = await DllPlugin.start({ script: "oops(" });
    expect(await hosted.service.startVm()).toMatchObject({ ok: false });
    const mended = plugin(`
      onVmStarted() { console.log("VM"); },
      onDistributionStarted(_, { name }) { console.log(name); },
      optional: { onDistributionRegistered(_, { name }) { console.log("registered", name); } },
    `);
    await hosted.folder.write("hello.js", mended);
    expect(await hosted.service.startDistribution({ name: "Debian" })).toEqual({ ok: true });
    await hosted.service.registerDistribution({ name: "Alpine" });
    expect(await hosted.printed()).toEqual(["VM", "Debian", "registered Alpine"]);
  });

  test("cannot be loaded lets VMs start if the administrator allows it", async () => {
    await using hosted = await DllPlugin.start({ script: "oops(", settings: { loadFailure: "allow" } });
    expect(await hosted.service.startDistribution({ name: "Debian" })).toEqual({ ok: true });
    expect(hosted.service.eventsOf("call")).toEqual([]);
    expect((await hosted.failures()).length).toBeGreaterThan(0);
  });
});

describe("settings that", () => {
  const script = plugin("onVmStarted() {}");
  test.each([
    ["are no JSON", "{ nope", /^hello\.json:1:\d+: .+/],
    ["have an unknown key", '{ "hotReloads": true }', /hello\.json.*"?hotReloads"?.*hotReload/],
    ["have a value of the wrong type", '{ "hotReload": "yes" }', /hello\.json: hotReload must be true or false, not/],
    [
      "have a limit out of range",
      '{ "limits": { "memory": 1 } }',
      /hello\.json: limits\.memory must be a whole number of bytes from 8388608/,
    ],
  ])("%s block the VM and name the reason", async (_, settings, message) => {
    await using hosted = await DllPlugin.start({ script, settings });
    expect(await hosted.service.startVm()).toMatchObject({ ok: false, hresult: E_FAIL });
    expect(hosted.service.eventsOf("call")).toMatchObject([{ call: "PluginError", message: match(message) }]);
  });
});

function match(message: string | RegExp): unknown {
  return typeof message === "string" ? message : expect.stringMatching(message);
}
