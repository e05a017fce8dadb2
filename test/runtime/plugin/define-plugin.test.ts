import { describe, expect, test } from "vitest";
import { hooks } from "../../../src/runtime/generated/hooks.ts";
import { definePlugin } from "../../../src/runtime/plugin/define-plugin.ts";
import { definitionOf, Plugin } from "../../../src/runtime/plugin/plugin.ts";

/** The hooks that a plugin can define as optional: all but the oldest. */
const optionalHooks = hooks.slice(4).map(({ method }) => method);
const keys = `onLoad, onReloading, ${hooks.map(({ method }) => method).join(", ")}, optional, limits, permissions, requires and version`;

describe("definePlugin", () => {
  test("takes the version from the definition, else from build, else none", () => {
    const versionOf = (definition: object) => definitionOf(definePlugin(definition))?.version;
    expect(versionOf({})).toBe("");
    const built = definePlugin as { version?: string };
    built.version = "2.0.0";
    try {
      expect(versionOf({})).toBe("2.0.0");
      expect(versionOf({ version: "1.2.0-beta.1" })).toBe("1.2.0-beta.1");
    } finally {
      delete built.version;
    }
  });

  test("accepts an empty definition", () => {
    expect(definitionOf(definePlugin({}))).toMatchObject({ methods: {}, limits: {} });
  });

  test("refuses a program of container sessions that is named without its folder, which no call could match", () => {
    const permissions = (run: string[]) => ({ permissions: { container: { run } } });
    expect(() => definePlugin(permissions(["sysctl"]))).toThrow(
      'permissions.container.run[0] must be the absolute path of a program such as "/sbin/sysctl", or a folder such as "/opt/agent/", not "sysctl"',
    );
    expect(definitionOf(definePlugin(permissions(["/sbin/sysctl", "/opt/agent/"])))?.permissions).toBe(
      "container.run /sbin/sysctl\0container.run /opt/agent/",
    );
  });

  test("accepts a definition without a prototype", () => {
    expect(
      definitionOf(definePlugin(Object.assign(Object.create(null), { limits: { hookTime: 100 } })))?.limits,
    ).toEqual({
      hookTime: 100,
    });
  });

  test("copies the definition: later changes have no effect", () => {
    const definition: Record<string, unknown> = { limits: { memory: 8388608 }, onLoad: () => "first" };
    const plugin = definitionOf(definePlugin(definition));
    definition.onLoad = () => "second";
    (definition.limits as { memory: number }).memory = 0;
    expect([plugin?.methods.onLoad?.method(), plugin?.limits]).toEqual(["first", { memory: 8388608 }]);
  });

  test("returns a value that can be neither changed nor forged", () => {
    const plugin = definePlugin({});
    expect(Object.isFrozen(plugin)).toBe(true);
    expect(definitionOf(Object.create(Plugin.prototype))).toBeUndefined();
    expect(definitionOf(Object.create(plugin))).toBeUndefined();
    expect(definitionOf(new Proxy(plugin, {}))).toBeUndefined();
    expect(definitionOf({ ...plugin })).toBeUndefined();
  });

  test.each([
    [undefined, "a plugin must be an object, not undefined"],
    [null, "a plugin must be an object, not null"],
    ["plugin", 'a plugin must be an object, not "plugin"'],
    [() => ({}), "a plugin must be an object, not a function"],
    [[{}], "a plugin must be an object, not an array"],
    [new (class Audit {})(), "a plugin must be an object literal, not an instance of Audit"],
    [{ onVMStarted() {} }, 'a plugin cannot have "onVMStarted"; did you mean "onVmStarted"?'],
    [{ hooks: {} }, `a plugin cannot have "hooks"; allowed: ${keys}`],
    [{ [Symbol("onLoad")]: 1 }, `a plugin cannot have "Symbol(onLoad)"; allowed: ${keys}`],
    [{ version: 1.2 }, "version must be text, not 1.2"],
    [{ version: "" }, 'version must have 1 to 100 characters, not ""'],
    [{ onLoad: 5 }, "onLoad must be a function, not 5"],
    [{ onVmStarted: null }, "onVmStarted must be a function, not null"],
    [{ onVmStopping: {} }, "onVmStopping must be a function, not an object"],
    [{ limits: 5 }, "limits must be an object, not 5"],
    [{ limits: [5] }, "limits must be an object, not an array"],
    [{ limits: { scripttime: 5 } }, 'limits cannot have "scripttime"; did you mean "scriptTime"?'],
    [{ limits: { hookTime: 9 } }, "limits.hookTime must be a whole number of milliseconds from 10 to 600000, not 9"],
    [
      { limits: { hookTime: 10.5 } },
      "limits.hookTime must be a whole number of milliseconds from 10 to 600000, not 10.5",
    ],
    [
      { limits: { hookTime: "1s" } },
      'limits.hookTime must be a whole number of milliseconds from 10 to 600000, not "1s"',
    ],
    [{ limits: { memory: 1 } }, "limits.memory must be a whole number of bytes from 8388608 to 1073741824, not 1"],
    [
      { requires: "soon" },
      expect.stringMatching(/^requires must be a version such as "2\.1\.2" or a capability, not "soon"; /),
    ],
    [{ optional: 1 }, "optional must be an object, not 1"],
    [
      { optional: { onVmStarted() {} } },
      `optional cannot have "onVmStarted"; allowed: ${optionalHooks.slice(0, -1).join(", ")} and ${optionalHooks.at(-1)}`,
    ],
    [{ optional: { onDistributionRegistered: 1 } }, "optional.onDistributionRegistered must be a function, not 1"],
    [
      { onDistributionRegistered() {}, optional: { onDistributionRegistered() {} } },
      "onDistributionRegistered is defined twice, by itself and in optional",
    ],
  ])("%o is reported as a mistake", (definition, message) => {
    const error = caught(() => definePlugin(definition));
    expect(error).toBeInstanceOf(TypeError);
    const text = (error as Error).message.replace("definePlugin: ", "");
    expect(text).toEqual(message);
  });

  test("treats undefined members as absent ones", () => {
    expect(
      definitionOf(
        definePlugin({
          onLoad: undefined,
          requires: undefined,
          limits: undefined,
          optional: { onDistributionRegistered: undefined },
        }),
      )?.methods,
    ).toEqual({});
    expect(definitionOf(definePlugin({ limits: { memory: undefined } }))?.limits).toEqual({});
  });
});

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
