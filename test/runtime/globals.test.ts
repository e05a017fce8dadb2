import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Engine } from "../support/engine.ts";

const replaceable = [
  "AbortController",
  "AbortSignal",
  "TextDecoder",
  "TextEncoder",
  "clearInterval",
  "clearTimeout",
  "console",
  "crypto",
  "global",
  "self",
  "setInterval",
  "setTimeout",
];

describe("the names on the global object", () => {
  let engine: Engine;
  let added: string[];

  beforeAll(async () => {
    engine = await Engine.start();
    const { before, after } = await Engine.globals();
    added = after.filter((name) => !before.includes(name));
  });

  test("that belong to WSL cannot be replaced", () => {
    const fixed = added.filter((name) => !replaceable.includes(name));
    expect(fixed.length).toBeGreaterThan(10);
    for (const name of fixed) {
      expect(engine.run(`Object.getOwnPropertyDescriptor(globalThis, "${name}")`), name).toMatchObject({
        writable: false,
        configurable: false,
        enumerable: false,
      });
    }
  });

  test.each(replaceable)("%s can be replaced, as on other platforms", (name) => {
    expect(engine.run(`Object.getOwnPropertyDescriptor(globalThis, "${name}")`)).toMatchObject({
      writable: true,
      configurable: true,
      enumerable: false,
    });
  });

  test("lead to no native function", () => {
    expect(added.filter((name) => name.startsWith("_"))).toEqual([]);
  });

  test("lead to objects of WSL's that cannot be changed", () => {
    for (const attempt of [
      "ApiV1.version = null",
      "ApiV1.capabilities.push('WSLC')",
      "HRESULT.E_FAIL = 0",
      "WSLVersion.parse = null",
      "WSLVersion.prototype.compare = () => 1",
      "WSLVersionCapability.WSLC = null",
      "WSLProcess.prototype.text = () => 'forged'",
      "SessionID.parse = null",
      "DistributionID.parse = null",
      "MountFolder = null",
      "delete globalThis.definePlugin",
    ]) {
      const outcome = engine.run(
        `(() => { "use strict"; try { ${attempt}; return "done" } catch { return "refused" } })()`,
      );
      expect(outcome, attempt).toBe("refused");
    }
  });
});

describe("a script that breaks the language", () => {
  let engine: Engine;

  /** Everything that a script can overwrite on the built-in objects throws when it is used. */
  const sabotage = `(() => {
    const evil = function () { throw "sabotage"; };
    const roots = [Object, Array, String, Number, Boolean, BigInt, Symbol, Math, JSON, Reflect, Map, Set, WeakSet, WeakMap,
      RegExp, Error, TypeError, RangeError, ArrayBuffer, DataView, Uint8Array, Promise, Date, Function, Proxy, performance,
      Object.getPrototypeOf(Uint8Array), Object.getPrototypeOf([][Symbol.iterator]()), Object.getPrototypeOf(new Map().entries()),
      Object.getPrototypeOf("".matchAll(/x/g))];
    const targets = roots.concat(roots.map((root) => root.prototype).filter(Boolean));
    const describe = Object.getOwnPropertyDescriptor, keys = Reflect.ownKeys, define = Object.defineProperty;
    const jobs = [];
    for (const target of targets) {
      for (const key of keys(target)) {
        const property = describe(target, key);
        if (!property.configurable || key === "constructor" || key === "prototype") continue;
        jobs.push([target, key, "value" in property ? { value: evil } : { get: evil, set: evil }]);
      }
    }
    for (const name of ["Object", "Array", "String", "Number", "Map", "Set", "RegExp", "Error", "TypeError", "JSON", "Reflect",
      "Math", "Uint8Array", "Promise", "Symbol", "performance"]) {
      jobs.push([globalThis, name, { value: evil }]);
    }
    for (let i = 0; i < jobs.length; i++) define(jobs[i][0], jobs[i][1], jobs[i][2]);
  })()`;

  beforeEach(async () => {
    engine = await Engine.start({ natives: { _executeBinary: () => 7, _mountFolder: () => 0x80070002 | 0 } });
    engine.load(`
      const bare = (text) => globalThis.answer = text;
      export default definePlugin({
        requires: "2.1",
        onVmStarted(session, settings) { bare(session.userSid + session.sessionId + settings.customConfiguration.kernel); },
        onVmStopping(session) { ExecuteBinary(session, "/bin/sleep", ["1"]); },
        onDistributionStarted(session, distribution) { throw new PluginError("not " + distribution.name, 0x80070005); },
        onDistributionStopping(session) { MountFolder(session, "C:\\\\x", "/x"); },
        onDistributionRegistered(session, distribution) { return distribution.missing.field; },
      });`);
    engine.run(sabotage);
  });

  test("still receives its hooks", () => {
    engine.run('dispatch.invoke(0, 7, "S-1-5-18", 1)');
    expect(engine.run("answer")).toBe("S-1-5-187true");
  });

  // The names of the language's errors are among what the script has overwritten.
  test("still has its errors described", () => {
    engine.run(
      'try { dispatch.invoke(2, 7, "S", "g", "Debian", 1n, null, 1, null, null) } catch (e) { globalThis.thrown = e }',
    );
    expect(engine.run("JSON = 0, dispatch.describeError(thrown)")).toMatchObject({
      hresult: 0x80070005 | 0,
      message: "not Debian",
      location: expect.stringMatching(/^hello\.js:7:\d+$/),
    });
    engine.run(
      'try { dispatch.invoke(4, 7, "S", "g", "Debian", null, null, null) } catch (e) { globalThis.thrown = e }',
    );
    expect(engine.run("dispatch.describeError(thrown)")).toMatchObject({
      message: expect.stringMatching(/^hello\.js:9:\d+: Error: cannot read property 'field' of undefined$/),
    });
  });

  test("still has its arguments checked and its calls reported", () => {
    engine.run(
      'try { dispatch.invoke(3, 7, "S", "g", "Debian", 1n, null, 1, null, null) } catch (e) { globalThis.thrown = e }',
    );
    expect(engine.run("dispatch.describeError(thrown)")).toMatchObject({
      hresult: 0x80070002 | 0,
      message: expect.stringMatching(
        /^hello\.js:8:\d+: WSLApiError: MountFolder\("C:\\\\x" -> \/x\) failed: 0x80070002 \(ERROR_FILE_NOT_FOUND\)$/,
      ),
    });
    engine.run('try { ExecuteBinary(7, "/bin/x", [1]) } catch (e) { globalThis.thrown = e }');
    expect(engine.run("dispatch.describeError(thrown)")).toMatchObject({
      message: expect.stringMatching(/Error: ExecuteBinary: args\[0\] must be a string, not 1$/),
    });
    engine.run("try { definePlugin({ onVMStarted: 1 }) } catch (e) { globalThis.thrown = e }");
    expect(engine.run("dispatch.describeError(thrown)")).toMatchObject({
      message: expect.stringMatching(/a plugin cannot have "onVMStarted"; did you mean "onVmStarted"\?/),
    });
  });

  test("still has its processes closed", () => {
    engine.run('dispatch.invoke(1, 7, "S"); dispatch.leaveHook()');
    expect(engine.calls.at(-1)).toEqual(["_streamClose", 7]);
    expect(engine.log).toEqual([expect.stringMatching(/^warn: ExecuteBinary\(\/bin\/sleep 1\) was left open/)]);
  });

  test("still has its log", () => {
    engine.run('console.log("%s %d", "text", 1, { a: [1, { b: 2 }] }, [1n], null)');
    expect(engine.log).toEqual(["info: text 1 { a: [ 1, { b: 2 } ] } [ 1n ] null"]);
  });

  test("still has its settings parsed", () => {
    expect(engine.run(`dispatch.parseSettings('{"limits":{"memory":8388608}}', "hello.json").limits.memory`)).toBe(
      8_388_608,
    );
  });
});
