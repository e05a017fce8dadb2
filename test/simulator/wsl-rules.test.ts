// WSL's rules, on plugins that are functions. The cases of microsoft/WSL's PluginTests.cpp are here under its names.

import { describe, expect, test } from "vitest";
import { formatEvent, type WslEvent } from "../../src/wsl/events.ts";
import type { HookCall, HookName, HookOutcome, LoadOutcome, PluginHost } from "../../src/wsl/plugin-host.ts";
import { Wsl, type WslOptions } from "../../src/wsl/wsl.ts";

const E_FAIL = 0x80004005 | 0;
const E_UNEXPECTED = 0x8000ffff | 0;
const E_ACCESSDENIED = 0x80070005 | 0;
const WSL_E_PLUGIN_REQUIRES_UPDATE = 0x8004032a | 0;

const everyHook: HookName[] = [
  "OnVMStarted",
  "OnVMStopping",
  "OnDistributionStarted",
  "OnDistributionStopping",
  "OnDistributionRegistered",
  "OnDistributionUnregistered",
];

/** What a plugin answers: to its load, and to each hook. Success where nothing is said. */
interface Script {
  readonly load?: Partial<LoadOutcome>;
  readonly answer?: (call: HookCall) => Partial<HookOutcome> | undefined;
}

class World {
  readonly events: WslEvent[] = [];
  readonly calls: { plugin: string; call: HookCall }[] = [];
  readonly wsl: Wsl;

  static async start(plugins: Record<string, Script>, options: Partial<WslOptions> = {}): Promise<World> {
    const events: WslEvent[] = [];
    const calls: World["calls"] = [];
    const host: PluginHost = {
      load: async ({ name }) => ({ hresult: 0, hooks: everyHook, ...plugins[name]?.load }),
      notify: async (plugin, call) => {
        calls.push({ plugin, call });
        return { hresult: 0, message: null, ...plugins[plugin]?.answer?.(call) };
      },
    };
    const wsl = await Wsl.start({
      version: "2.4.4",
      host,
      plugins: Object.keys(plugins).map((name) => ({ name, path: `C:\\${name}.dll` })),
      onEvent: (event) => events.push(event),
      ...options,
    });
    wsl.addSession();
    return new World(wsl, events, calls);
  }

  private constructor(wsl: Wsl, events: WslEvent[], calls: World["calls"]) {
    this.wsl = wsl;
    this.events = events;
    this.calls = calls;
  }

  /** Which hook of which plugin ran, in order. */
  get hooks(): string[] {
    return this.calls.map(({ plugin, call }) => `${plugin} ${call.hook}`);
  }
}

/** Fails in one hook. */
function failing(hook: HookName, hresult: number, message: string | null = null): Script {
  return { answer: (call) => (call.hook === hook ? { hresult, message } : undefined) };
}

function fatal(text: string, contexts: string, code: string): string {
  return `A fatal error was returned by plugin ${text}\r\nError code: Wsl/Service/${contexts}/${code}`;
}

describe("a VM's life", () => {
  test("Success", async () => {
    const world = await World.start({ test: {} });
    await expect(world.wsl.startDistribution({ name: "test_distro" })).resolves.toEqual({ ok: true });
    await world.wsl.shutdown();
    expect(world.events.map(formatEvent)).toEqual([
      "WSL 2.4.4: the service starts",
      `plugin test: loaded, hooks ${everyHook.join(" ")}`,
      "session 0: the VM starts",
      "test OnVMStarted: called",
      "test OnVMStarted: S_OK",
      "session 0: the VM runs",
      "session 0: test_distro (WSL 2) starts",
      "test OnDistributionStarted: called",
      "test OnDistributionStarted: S_OK",
      "session 0: test_distro (WSL 2) runs",
      "session 0: test_distro (WSL 2) stops",
      "test OnDistributionStopping: called",
      "test OnDistributionStopping: S_OK",
      "session 0: test_distro (WSL 2) has stopped",
      "session 0: the VM stops",
      "test OnVMStopping: called",
      "test OnVMStopping: S_OK",
      "session 0: the VM has stopped",
    ]);
  });

  test("SuccessWSL1: no VM, and no hooks at start and stop", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "old", wsl: 1 });
    await world.wsl.stopDistribution("old");
    await world.wsl.shutdown();
    expect(world.hooks).toEqual([]);
    expect(world.events.at(-1)).toMatchObject({ kind: "distribution-stopped", name: "old", wsl: 1 });
  });

  test("what runs already is not started again, and what does not run is not stopped", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startVm();
    await world.wsl.startVm();
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.stopDistribution("a");
    await world.wsl.stopDistribution("a");
    await world.wsl.stopVm();
    await world.wsl.stopVm();
    expect(world.hooks).toEqual([
      "test OnVMStarted",
      "test OnDistributionStarted",
      "test OnDistributionStopping",
      "test OnVMStopping",
    ]);
  });

  test("DistroIdStaysTheSame, InitPidIsDifferent", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "test_distro" });
    await world.wsl.stopDistribution("test_distro");
    await world.wsl.startDistribution({ name: "test_distro" });
    const starts = world.calls.flatMap(({ call }) =>
      call.hook === "OnDistributionStarted" ? [call.distribution] : [],
    );
    expect(starts).toHaveLength(2);
    expect(starts[0]?.id).toBe(starts[1]?.id);
    expect(starts[0]?.initPid).not.toBe(starts[1]?.initPid);
  });

  test("CustomKernel, CustomKernelCommandLine: the settings reach the plugin", async () => {
    const world = await World.start({ test: failing("OnVMStarted", E_ACCESSDENIED) });
    const outcome = await world.wsl.startDistribution({ name: "a" }, { customKernel: true });
    expect(outcome).toMatchObject({ text: fatal("'test'", "CreateInstance/CreateVm/Plugin", "E_ACCESSDENIED") });
    await world.wsl.startVm({ customKernelCommandLine: true });
    const settings = world.calls.flatMap(({ call }) => (call.hook === "OnVMStarted" ? [call.settings] : []));
    expect(settings).toEqual([
      { customKernel: true, customKernelCommandLine: false },
      { customKernel: false, customKernelCommandLine: true },
    ]);
  });

  test("CustomKernelOverriddenByPolicy: what is forbidden is as if it had not been set", async () => {
    const world = await World.start({ test: {} }, { forbidden: ["customKernel"] });
    await world.wsl.startVm({ customKernel: true, customKernelCommandLine: true });
    expect(world.calls).toMatchObject([{ call: { settings: { customKernel: false, customKernelCommandLine: true } } }]);
  });

  test("a token is there only while the VM runs", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.registerDistribution({ name: "old", wsl: 1 });
    await world.wsl.startVm();
    await world.wsl.stopVm();
    await world.wsl.unregisterDistribution({ name: "old" });
    expect(world.calls.map(({ call }) => [call.hook, call.session.hasToken])).toEqual([
      ["OnDistributionRegistered", false],
      ["OnVMStarted", true],
      ["OnVMStopping", true],
      ["OnDistributionUnregistered", false],
    ]);
  });
});

describe("starts that fail", () => {
  test("VmStartFailure: the VM stops, and nothing else starts", async () => {
    const world = await World.start({ test: failing("OnVMStarted", E_UNEXPECTED) });
    const outcome = await world.wsl.startDistribution({ name: "a" });
    expect(outcome).toEqual({
      ok: false,
      hresult: E_UNEXPECTED,
      plugin: "test",
      text: fatal("'test'", "CreateInstance/CreateVm/Plugin", "E_UNEXPECTED"),
    });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnVMStopping"]);
  });

  test("VmStartFailureWithPluginErrorTwice", async () => {
    const world = await World.start({ test: failing("OnVMStarted", E_UNEXPECTED, "Plugin error message") });
    const text = fatal(
      "'test'. Error message: 'Plugin error message'",
      "CreateInstance/CreateVm/Plugin",
      "E_UNEXPECTED",
    );
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({ text });
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({ text });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnVMStopping", "test OnVMStarted", "test OnVMStopping"]);
  });

  test("plugins after the one that failed do not see the start, but do see the stop", async () => {
    const world = await World.start({ first: {}, second: failing("OnVMStarted", E_FAIL), third: {} });
    await world.wsl.startVm();
    expect(world.hooks).toEqual([
      "first OnVMStarted",
      "second OnVMStarted",
      "first OnVMStopping",
      "second OnVMStopping",
      "third OnVMStopping",
    ]);
  });

  test("DistributionStartFailure, ErrorMessageStartDistro: the VM goes on, and no stopping hook runs", async () => {
    const world = await World.start({ test: failing("OnDistributionStarted", E_FAIL, "no") });
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({
      text: fatal("'test'. Error message: 'no'", "CreateInstance/Plugin", "E_FAIL"),
    });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnDistributionStarted"]);
    await world.wsl.shutdown();
    expect(world.hooks.at(-1)).toBe("test OnVMStopping");
  });

  test("a distribution that failed can be started again", async () => {
    let failures = 1;
    const answer = (call: HookCall) =>
      call.hook === "OnDistributionStarted" && failures-- > 0 ? { hresult: E_FAIL } : undefined;
    const world = await World.start({ test: { answer } });
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({ ok: false });
    expect(await world.wsl.startDistribution({ name: "a" })).toEqual({ ok: true });
  });

  test("a message without a failure is an error of its own", async () => {
    const world = await World.start({ test: failing("OnVMStarted", 0, "said too much") });
    expect(await world.wsl.startVm()).toMatchObject({
      hresult: 0x8000000d | 0,
      text: expect.stringMatching(
        /\r\nError code: Wsl\/Service\/CreateInstance\/CreateVm\/Plugin\/E_ILLEGAL_STATE_CHANGE$/,
      ),
    });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnVMStopping"]);
  });

  test("a code without a name is shown as a number", async () => {
    const world = await World.start({ test: failing("OnVMStarted", 0x80311234 | 0) });
    expect(await world.wsl.startVm()).toMatchObject({ text: expect.stringMatching(/\/Plugin\/0x80311234$/) });
  });
});

describe("failures that are only logged", () => {
  test.each<[string, HookName]>([
    ["VmStopFailure", "OnVMStopping"],
    ["DistributionStopFailure", "OnDistributionStopping"],
    ["RegisterUnregisterFail", "OnDistributionRegistered"],
    ["RegisterUnregisterFail", "OnDistributionUnregistered"],
  ])("%s: %s", async (_, hook) => {
    const world = await World.start({ test: failing(hook, E_UNEXPECTED), other: {} });
    expect(await world.wsl.registerDistribution({ name: "a" })).toEqual({ ok: true });
    expect(await world.wsl.startDistribution({ name: "a" })).toEqual({ ok: true });
    expect(await world.wsl.unregisterDistribution({ name: "a" })).toEqual({ ok: true });
    await world.wsl.shutdown();
    expect(world.hooks).toContain(`other ${hook}`);
    const logged = world.events.filter((event) => event.kind === "hook-returned" && event.effect === "logs");
    expect(logged).toMatchObject([{ plugin: "test", hook, hresult: E_UNEXPECTED }]);
  });
});

describe("loading", () => {
  test("LoadFailureFatalWSL2, LoadFailureNonFatalWSL1", async () => {
    const world = await World.start({ bad: { load: { hresult: E_UNEXPECTED, hooks: [] } }, good: {} });
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({
      plugin: "bad",
      text: fatal("'bad'", "CreateInstance/CreateVm/Plugin", "E_UNEXPECTED"),
    });
    expect(await world.wsl.startDistribution({ name: "old", wsl: 1 })).toEqual({ ok: true });
    expect(world.hooks).toEqual([]);
    expect(world.wsl.plugins).toEqual(["good"]);
  });

  test("PluginUpdateRequired", async () => {
    const world = await World.start({ test: { load: { hresult: WSL_E_PLUGIN_REQUIRES_UPDATE } } });
    expect(await world.wsl.startVm()).toMatchObject({
      text:
        "The plugin 'test' requires a newer version of WSL. Please run: wsl.exe --update\r\nError code: " +
        "Wsl/Service/CreateInstance/CreateVm/Plugin/WSL_E_PLUGIN_REQUIRES_UPDATE",
    });
  });

  test("of several plugins that fail, the last is told", async () => {
    const load = { hresult: E_FAIL };
    const world = await World.start({ one: { load }, two: { load } });
    expect(world.wsl.fatalPluginError?.plugin).toBe("two");
  });

  test("DuplicatedPlugin: a path is loaded once, whatever its case", async () => {
    const plugins = [
      { name: "first", path: "C:\\P\\Plugin.dll" },
      { name: "second", path: "c:\\p\\plugin.DLL" },
    ];
    const world = await World.start({ first: {}, second: {} }, { plugins });
    expect(world.wsl.plugins).toEqual(["first"]);
    expect(world.events).toContainEqual({ kind: "plugin-skipped", plugin: "second", path: "c:\\p\\plugin.DLL" });
  });

  test("a plugin gets the hooks whose slots it filled", async () => {
    const world = await World.start({ test: { load: { hooks: ["OnVMStopping"] } } });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.shutdown();
    expect(world.hooks).toEqual(["test OnVMStopping"]);
  });

  test.each([
    ["2.1.1", []],
    ["2.1.2", ["test OnDistributionRegistered", "test OnDistributionUnregistered"]],
    ["2.10.0", ["test OnDistributionRegistered", "test OnDistributionUnregistered"]],
    ["3.0.0", ["test OnDistributionRegistered", "test OnDistributionUnregistered"]],
  ])("WSL %s tells of registrations: %j", async (version, hooks) => {
    const world = await World.start({ test: {} }, { version });
    await world.wsl.registerDistribution({ name: "old", wsl: 1 });
    await world.wsl.unregisterDistribution({ name: "old", wsl: 1 });
    expect(world.hooks).toEqual(hooks);
  });
});

describe("registration", () => {
  test("RegisterSuccess: needs the VM, which goes on", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.registerDistribution({ name: "a", flavor: "debian", version: "13" });
    await world.wsl.unregisterDistribution({ name: "a" });
    await world.wsl.shutdown();
    expect(world.hooks).toEqual([
      "test OnVMStarted",
      "test OnDistributionRegistered",
      "test OnDistributionUnregistered",
      "test OnVMStopping",
    ]);
    expect(world.calls[2]?.call).toMatchObject({ distribution: { name: "a", flavor: "debian", version: "13" } });
  });

  test("fails with the VM, for WSL 2", async () => {
    const world = await World.start({ test: failing("OnVMStarted", E_FAIL) });
    expect(await world.wsl.registerDistribution({ name: "a" })).toMatchObject({
      text: fatal("'test'", "RegisterDistro/CreateVm/Plugin", "E_FAIL"),
    });
    expect(world.hooks).not.toContain("test OnDistributionRegistered");
  });

  test("unregistering stops what runs", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.unregisterDistribution({ name: "a" });
    expect(world.hooks.slice(2)).toEqual(["test OnDistributionStopping", "test OnDistributionUnregistered"]);
  });

  test("unknown texts are empty in one hook and NULL in another", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.registerDistribution({ name: "a" });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.unregisterDistribution({ name: "a" });
    const texts = world.calls.flatMap(({ call }) =>
      "distribution" in call
        ? [[call.hook, call.distribution.packageFamilyName, call.distribution.flavor, call.distribution.version]]
        : [],
    );
    expect(texts).toEqual([
      ["OnDistributionRegistered", "", "", ""],
      ["OnDistributionStarted", "", null, null],
      ["OnDistributionStopping", "", null, null],
      ["OnDistributionUnregistered", "", null, null],
    ]);
  });
});

describe("stopping", () => {
  test("a distribution that cannot be stopped hears of each attempt", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.stopDistribution("a", { fails: true });
    await world.wsl.stopDistribution("a", { fails: true });
    await world.wsl.stopDistribution("a");
    await world.wsl.stopDistribution("a");
    expect(world.hooks.filter((hook) => hook === "test OnDistributionStopping")).toHaveLength(3);
  });

  test("the idle VM stops when its time-out passes, and not while a distribution runs", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.idle();
    expect(world.hooks).not.toContain("test OnVMStopping");
    await world.wsl.stopDistribution("a");
    expect(world.hooks).not.toContain("test OnVMStopping");
    await world.wsl.idle();
    expect(world.hooks.at(-1)).toBe("test OnVMStopping");
  });

  test("with vmIdleTimeout=0 the VM stops with its last distribution, also with one that failed to start", async () => {
    const world = await World.start({ test: failing("OnDistributionStarted", E_FAIL) }, { vmIdleTimeout: 0 });
    await world.wsl.startDistribution({ name: "a" });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnDistributionStarted", "test OnVMStopping"]);
  });
});

describe("sessions", () => {
  test("each has a VM and distributions of its own", async () => {
    const world = await World.start({ test: {} });
    const other = world.wsl.addSession("S-1-5-21-9");
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.startDistribution({ name: "a" }, { session: other });
    await world.wsl.stopVm({ session: other });
    expect(world.calls.map(({ call }) => [call.hook, call.session.id])).toEqual([
      ["OnVMStarted", 0],
      ["OnDistributionStarted", 0],
      ["OnVMStarted", 1],
      ["OnDistributionStarted", 1],
      ["OnDistributionStopping", 1],
      ["OnVMStopping", 1],
    ]);
    expect(world.calls.at(-1)?.call.session.userSid).toBe("S-1-5-21-9");
  });

  test("requests of one session wait for each other, those of two do not", async () => {
    const log: string[] = [];
    const release: (() => void)[] = [];
    const host: PluginHost = {
      load: async () => ({ hresult: 0, hooks: everyHook }),
      notify: async (_, call) => {
        log.push(`${call.session.id} ${call.hook}`);
        await new Promise<void>((resolve) => release.push(resolve));
        return { hresult: 0, message: null };
      },
    };
    const world = await World.start({ test: {} }, { host });
    const other = world.wsl.addSession();
    const done = [world.wsl.startVm(), world.wsl.stopVm(), world.wsl.startVm({ session: other })];
    await settle();
    expect(log).toEqual(["0 OnVMStarted", "1 OnVMStarted"]);
    while (log.length < 3) {
      release.shift()?.();
      await settle();
    }
    expect(log[2]).toBe("0 OnVMStopping");
    for (const resolve of release) resolve();
    await Promise.all(done);
  });

  test("a request for a session that is not there is a mistake of the caller", async () => {
    const world = await World.start({});
    await expect(world.wsl.startVm({ session: 7 })).rejects.toThrow(RangeError);
  });
});

/** Lets everything that can go on go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
