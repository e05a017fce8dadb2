import { describe, expect, test } from "vitest";
import { hooks } from "../../bindings/wsl/hooks.ts";
import { defaultLimits } from "../../src/runtime/generated/settings.ts";
import { Engine } from "../support/engine.ts";

const guid = "6fa459ea-ee8a-3ca4-894e-db77e160355e";

/** The failure of loading a script with this module. */
async function loadFailure(module: string, version?: readonly [number, number, number]): Promise<unknown> {
  const engine = await Engine.start(version === undefined ? {} : { version });
  try {
    engine.load(module);
  } catch {
    return engine.run(
      "try { dispatch.load(plugin) } catch (error) { globalThis.thrown = error }; dispatch.describeError(thrown)",
      "test.js",
    );
  }
  return undefined;
}

describe("loading a plugin", () => {
  test("returns hooks, limits and requirements", async () => {
    const engine = await Engine.start();
    expect(
      engine.load(`export default definePlugin({
        requires: ["DistributionInitPid"],
        limits: { hookTime: 60_000, memory: 8 * 1024 * 1024 },
        onLoad() {},
        onVmStopping() {},
        onDistributionStopping() {},
        optional: { onDistributionUnregistered() {} },
      });`),
    ).toEqual({
      hooks: 0b101010,
      limits: { ...defaultLimits, hookTime: 60_000, memory: 8_388_608 },
      permissions: "",
      version: "",
      declaredLimits: { hookTime: 60_000, memory: 8_388_608 },
      requiredVersion: [2, 0, 5],
      hasOnLoad: true,
      hasOnReloading: false,
      settings: "",
    });
  });

  test.each(hooks.map((hook, id) => [hook.method, 1 << id] as const))(
    "%s is the hook with the mask %d",
    async (method, mask) => {
      const engine = await Engine.start();
      expect(engine.load(`export default definePlugin({ ${method}() {} });`)).toEqual({
        hooks: mask,
        limits: defaultLimits,
        permissions: "",
        version: "",
        declaredLimits: {},
        requiredVersion: [0, 0, 0],
        hasOnLoad: false,
        hasOnReloading: false,
        settings: "",
      });
    },
  );

  test.each([
    ["", 'hello.js has no default export; it needs "export default definePlugin({ ... })"'],
    [
      "export const plugin = definePlugin({});",
      'hello.js has no default export; it needs "export default definePlugin({ ... })"',
    ],
    ["export default {};", 'hello.js exports an object by default; it needs "export default definePlugin({ ... })"'],
    [
      "export default definePlugin;",
      'hello.js exports a function by default; it needs "export default definePlugin({ ... })"',
    ],
    ["export default null;", 'hello.js exports null by default; it needs "export default definePlugin({ ... })"'],
    [
      "export default [definePlugin({})];",
      'hello.js exports an array by default; it needs "export default definePlugin({ ... })"',
    ],
    [
      "export default Object.create(definePlugin({}));",
      'hello.js exports an object by default; it needs "export default definePlugin({ ... })"',
    ],
  ])("%j is reported as a mistake", async (module, message) => {
    expect(await loadFailure(module)).toMatchObject({
      hresult: 0x80004005 | 0,
      message,
      location: "",
    });
  });

  test("rejects a WSL that is too old", async () => {
    expect(
      await loadFailure('export default definePlugin({ requires: ["2.0", "DistributionFlavor"] });', [2, 4, 3]),
    ).toMatchObject({
      hresult: 0x8004032a | 0,
      name: "RequiresUpdateError",
      message:
        'hello.js: RequiresUpdateError: hello (for DistributionFlavor) needs WSL 2.4.4 or newer, and WSL 2.4.3 runs here; "wsl --update" updates it',
    });
    expect(await loadFailure('export default definePlugin({ requires: "2.5" });')).toMatchObject({
      message:
        'hello.js: RequiresUpdateError: hello needs WSL 2.5.0 or newer, and WSL 2.4.4 runs here; "wsl --update" updates it',
    });
  });

  test("accepts a WSL that is just new enough", async () => {
    expect(
      await loadFailure('export default definePlugin({ requires: "DistributionFlavor" });', [2, 4, 4]),
    ).toBeUndefined();
  });

  test("a mistake in the definition is placed in the script", async () => {
    const engine = await Engine.start();
    engine.run("globalThis.thrown = undefined");
    expect(() => engine.load("export default definePlugin({\n  onVMStarted() {},\n});")).toThrow();
    engine.run("try { definePlugin({ onVMStarted() {} }) } catch (error) { globalThis.thrown = error }");
    expect(engine.run("dispatch.describeError(thrown)")).toMatchObject({
      message: expect.stringMatching(
        /^hello\.js:1:\d+: TypeError: definePlugin: a plugin cannot have "onVMStarted"; did you mean "onVmStarted"\?/,
      ),
    });
  });
});

describe("onLoad", () => {
  test("receives the plugin's name, its path, the version and ApiV1, with the definition as this", async () => {
    const engine = await Engine.start();
    engine.load(`export default definePlugin({
      onLoad({ api, ...context }) {
        return JSON.stringify([context, api === ApiV1, Object.isFrozen(arguments[0]), typeof this.onLoad]);
      },
    });`);
    expect(JSON.parse(engine.run("dispatch.onLoad()") as string)).toEqual([
      { name: "hello", scriptPath: "C:\\plugins\\hello.js", version: "2.4.4" },
      true,
      true,
      "function",
    ]);
  });

  test("may be missing", async () => {
    const engine = await Engine.start();
    engine.load("export default definePlugin({});");
    expect(engine.run("dispatch.onLoad()")).toBeUndefined();
  });
});

describe("hooks", () => {
  const plugin = `
    const show = (...things) => JSON.stringify(things);
    export default definePlugin({
      onVmStarted: (session, settings) => show(session, settings),
      onVmStopping: (session) => show(session),
      onDistributionStarted(session, distribution) { return show(session, distribution, this.onVmStopping(session)); },
      onDistributionStopping: async (session, distribution) => show(session, distribution),
      onDistributionRegistered: (session, distribution) => show(session, distribution),
      optional: { onDistributionUnregistered(session, distribution) { return show(session, distribution, Object.keys(this)); } },
    });`;
  const session = { sessionId: 7, userSid: "S-1-5-18" };
  const running = {
    id: guid,
    name: "Debian",
    pidNamespace: 5,
    packageFamilyName: null,
    initPid: 3,
    flavor: "debian",
    version: "12",
  };
  const offline = { id: guid, name: "Arch", packageFamilyName: "P", flavor: null, version: null };
  const runningValues = `7, "S-1-5-18", "${guid}", "Debian", 5n, null, 3, "debian", "12"`;
  const offlineValues = `7, "S-1-5-18", "${guid}", "Arch", "P", null, null`;

  test.each([
    [
      "onVmStarted",
      '0, 7, "S-1-5-18", 2',
      [session, { customConfiguration: { kernel: false, kernelCommandLine: true, flags: 2 } }],
    ],
    ["onVmStopping", '1, 7, "S-1-5-18"', [session]],
    ["onDistributionStarted", `2, ${runningValues}`, [session, running, JSON.stringify([session])]],
    ["onDistributionRegistered", `4, ${offlineValues}`, [session, offline]],
    ["onDistributionUnregistered", `5, ${offlineValues}`, [session, offline, ["onDistributionUnregistered"]]],
  ])("%s receives its objects", async (_, values, expected) => {
    const engine = await Engine.start();
    engine.load(plugin);
    expect(JSON.parse(engine.run(`dispatch.invoke(${values})`) as string)).toEqual(expected);
  });

  test.each([
    ["false", "() => false", "false"],
    ["true", "() => true", "true"],
    ["a promise of false", "async () => false", "false"],
    ["a thenable of true", "() => ({ then(resolve) { resolve(true); } })", "true"],
  ])("that return %s fail, because it reads as a veto", async (_, hook, value) => {
    const engine = await Engine.start();
    engine.load(`export default definePlugin({ onVmStarted: ${hook} });`);
    expect(() => engine.settle('(async () => dispatch.invoke(0, 7, "S-1-5-18", 2))()')).toThrow(
      `onVmStarted returned ${value}, which neither allows nor refuses anything; to refuse, throw a PluginError`,
    );
  });

  test.each([
    ["that rejects", "{ then(_, reject) { reject(new PluginError('refused')); } }", "refused"],
    ["whose then throws", "{ then() { throw new PluginError('refused'); } }", "refused"],
    ["whose then cannot be read", "{ get then() { throw new PluginError('refused'); } }", "refused"],
    [
      "of such a thenable",
      "{ then(resolve) { resolve({ then(_, reject) { reject(new Error('inner')); } }); } }",
      "inner",
    ],
  ])("await a thenable %s", async (_, thenable, message) => {
    const engine = await Engine.start();
    engine.load(`export default definePlugin({ onVmStarted: () => (${thenable}) });`);
    expect(() => engine.settle('(async () => dispatch.invoke(0, 7, "S-1-5-18", 2))()')).toThrow(message);
  });

  test("may return anything except booleans", async () => {
    const engine = await Engine.start();
    engine.load("export default definePlugin({ onVmStarted: () => globalThis.result });");
    for (const result of ["0", "''", "null", "{}", "new Boolean(false)", "Promise.resolve(0)", "{ then: true }"]) {
      engine.run(`globalThis.result = ${result};`);
      expect(() => engine.settle('dispatch.invoke(0, 7, "S-1-5-18", 2)')).not.toThrow();
    }
  });

  test("may be asynchronous", async () => {
    const engine = await Engine.start();
    engine.load(plugin);
    expect(engine.run(`dispatch.invoke(3, ${runningValues}) instanceof Promise`)).toBe(true);
  });

  test("that a plugin does not define succeed", async () => {
    const engine = await Engine.start();
    engine.load("export default definePlugin({});");
    expect(engine.run('dispatch.invoke(0, 7, "S-1-5-18", 0)')).toBeUndefined();
  });

  test("show no frame of the host in the stack of an error", async () => {
    const engine = await Engine.start();
    engine.load("export default definePlugin({\n  onVmStopping() {\n    null.x;\n  },\n});");
    engine.run('try { dispatch.invoke(1, 7, "S") } catch (error) { globalThis.thrown = error }', "test.js");
    expect(engine.run("dispatch.describeError(thrown)")).toMatchObject({
      location: "hello.js:3:5",
      stack: expect.stringMatching(
        /^TypeError: cannot read property 'x' of null\n {4}at onVmStopping \(hello\.js:3:5\)\n {4}at <eval> \(test\.js:1:\d+\)$/,
      ),
    });
  });

  test("pass objects that the plugin can keep", async () => {
    const engine = await Engine.start();
    engine.load(
      "globalThis.kept = []; export default definePlugin({ onVmStopping(session) { kept.push(session); } });",
    );
    engine.run('for (let id = 0; id < 3; id++) dispatch.invoke(1, id, "S-" + id)');
    expect(engine.run("kept.map((session) => session.sessionId + session.userSid)")).toEqual(["0S-0", "1S-1", "2S-2"]);
  });
});

describe("leaving a hook", () => {
  test("closes what the hook left open, with a line in the log for each", async () => {
    const engine = await Engine.start({ natives: { _executeBinary: () => 7 } });
    engine.load(`export default definePlugin({
      onVmStopping(session) {
        ExecuteBinary(session, "/bin/sleep", ["100"]);
        ExecuteBinary(session, "/bin/true").close();
        globalThis.kept = ExecuteBinary(session, "/bin/cat");
      },
    });`);
    engine.run('dispatch.invoke(1, 7, "S")');
    engine.run("dispatch.leaveHook()");
    engine.run("dispatch.leaveHook()");
    expect(engine.log).toEqual([
      'warn: ExecuteBinary(/bin/sleep 100) was left open when its hook ended; call close(), or declare it with "using"',
      'warn: ExecuteBinary(/bin/cat) was left open when its hook ended; call close(), or declare it with "using"',
    ]);
    expect(engine.calls.filter(([name]) => name === "_streamClose")).toHaveLength(3);
    expect(engine.describe("kept.text()")).toMatchObject({
      message: expect.stringMatching(
        /TypeError: ExecuteBinary\(\/bin\/cat\)\.text: the process was closed when its hook ended$/,
      ),
    });
  });

  test("reports nothing that `using` has closed", async () => {
    const engine = await Engine.start({ natives: { _executeBinary: () => 7 } });
    engine.load(`export default definePlugin({
      onVmStopping(session) { using process = ExecuteBinary(session, "/bin/cat"); process.closeInput(); },
    });`);
    engine.run('dispatch.invoke(1, 7, "S")');
    engine.run("dispatch.leaveHook()");
    expect(engine.log).toEqual([]);
    expect(engine.calls.at(-1)).toEqual(["_streamClose", 7]);
  });
});
