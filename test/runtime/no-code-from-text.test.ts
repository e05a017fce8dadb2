// Text never becomes code, however a script reaches a function that might compile it.

import { beforeAll, describe, expect, test } from "vitest";
import { Engine } from "../support/engine.ts";

/**
 * Searches everything that can be reached from the global object and from syntax, through properties, accessors and
 * prototypes. Calls and constructs each function found with text in every place, and searches the results, too. Returns
 * the paths of functions that ran the text.
 */
const walk = `(() => {
  const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf, apply, construct } = Reflect;
  const found = new Map();
  const add = (value, path) => {
    if ((typeof value === "object" && value !== null) || typeof value === "function") {
      if (!found.has(value)) found.set(value, path);
    }
  };
  async function* generate() {}
  const roots = { globalThis, sync() {}, arrow: () => {}, async later() {}, *generator() {}, generate, Class: class {},
    iterator: [][Symbol.iterator](), generated: (function* () {})(), generatedLater: generate(), text: Object(""), pattern: /x/g,
    matches: "".matchAll(/x/g), bound: (() => {}).bind(), helper: [].values().map?.((x) => x), promise: (async () => {})(),
    args: (function () { return arguments; })(), template: ((parts) => parts)\`\`, big: Object(1n), symbol: Object(Symbol()),
    error: new Error(""), map: new Map().entries(), set: new Set().values(), meta: new Proxy({}, {}) };
  for (const [name, root] of Object.entries(roots)) add(root, name);
  for (const [value, path] of found) {
    let keys = [];
    try {
      add(getPrototypeOf(value), path + ".__proto__");
      keys = ownKeys(value);
    } catch {}
    for (const key of keys) {
      const { value: held, get, set } = getOwnPropertyDescriptor(value, key) ?? {};
      const place = path + "." + String(key);
      add(held, place);
      add(get, place + " (get)");
      add(set, place + " (set)");
    }
  }
  const code = "globalThis.hasRun = true";
  const ran = [];
  const attempt = (action) => {
    try {
      const made = action();
      if (typeof made !== "function" || found.has(made)) return;
      const result = made();
      if (typeof result?.next === "function") result.next();
    } catch {}
  };
  const functions = [...found].filter(([value]) => typeof value === "function");
  for (const [each, path] of functions) {
    globalThis.hasRun = false;
    for (const args of [[code], [code, code], ["x", code], [0, code]]) {
      attempt(() => apply(each, undefined, args));
      attempt(() => construct(each, args));
      attempt(() => construct(each, args, class {}));
    }
    if (globalThis.hasRun) ran.push(path);
  }
  return { ran, functions: functions.length };
})()`;

interface Walked {
  readonly ran: string[];
  readonly functions: number;
}

describe("text as code", () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await Engine.start();
  });

  test("is run by functions of the bare engine that the search finds", async () => {
    const { ran } = (await Engine.bare()).run(walk) as Walked;
    expect(ran.map((path) => path.replace(/^.*\./, "")).sort()).toEqual(
      expect.arrayContaining(["Function", "constructor", "constructor", "constructor", "eval"]),
    );
  });

  test("is run by nothing that a script can reach", () => {
    const { ran, functions } = engine.run(walk) as Walked;
    expect(ran).toEqual([]);
    expect(functions).toBeGreaterThan(600);
  });

  test.each([
    ["eval", "eval('1')"],
    ["eval", "(0, eval)('1')"],
    ["eval", "globalThis.eval('1')"],
    ["Function", "Function('1')"],
    ["Function", "new Function('1')"],
    ["Function", "Reflect.construct(Function, ['1'])"],
    ["Function", "Reflect.construct(Object, ['1'], Function) && (() => {}).constructor('1')"],
    ["Function", "new (class extends Function {})('1')"],
    ["Function", "(class {}).constructor('1')"],
    ["Function", "Object.getPrototypeOf(definePlugin).constructor('1')"],
    ["Function", "[].map.constructor('1')"],
    ["AsyncFunction", "(async () => {}).constructor('1')"],
    ["GeneratorFunction", "(function* () {}).constructor('1')"],
    ["AsyncGeneratorFunction", "(async function* () {}).constructor('1')"],
  ])("makes %s throw: %s", (name, code) => {
    const outcome = engine.run(`(() => { try { ${code}; return "ran" } catch (error) { return String(error) } })()`);
    expect(outcome).toBe(`EvalError: ${name} makes code from text, which a plugin's script cannot`);
  });

  test.each(["setTimeout", "setInterval"])("makes %s throw", (name) => {
    const outcome = engine.run(
      `(() => { try { ${name}("1", 0); return "set" } catch (error) { return error.name } })()`,
    );
    expect(outcome).toBe("TypeError");
  });
});

test("functions without code from text are still instances of Function", async () => {
  const engine = await Engine.start();
  expect(
    engine.run("[() => {}, async () => {}, function* () {}, class {}, eval].map((each) => each instanceof Function)"),
  ).toEqual([true, true, true, true, true]);
  expect(engine.run("[Function.name, Function.length, (() => {}).constructor === Function]")).toEqual([
    "Function",
    1,
    true,
  ]);
});

test("packages find the global object without code from text", async () => {
  const engine = await Engine.start();
  expect(engine.run("[self === globalThis, global === globalThis]")).toEqual([true, true]);
});
