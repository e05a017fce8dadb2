// State that one instance of a script hands over to the next: packed in one engine, unpacked in another.

import { expect, test } from "vitest";
import { Engine } from "../../support/engine.ts";

/** What the next instance reads from a state: `look` is an expression over `previous`. */
async function handOver(state: string, look: string, before = ""): Promise<unknown> {
  const [old, next] = [await Engine.start(), await Engine.start()];
  old.load(`const state = ${state}; ${before}; export default definePlugin({ onReloading: () => state });`);
  const packed = old.run("dispatch.handOver(dispatch.onReloading())");
  next.load(`${before}; export default definePlugin({ onLoad: ({ previous }) => (${look}) });`);
  return next.run(`dispatch.onLoad(${JSON.stringify(packed)})`);
}

test.each([
  ["a list", "[1, 'a', null, true, [2]]", "JSON.stringify(previous)", '[1,"a",null,true,[2]]'],
  ["text that is no Unicode", "'\\ud800\\0\\u2028'", "previous", "\ud800\0\u2028"],
  ["keys of all kinds", "{ '': 1, '0': 2, ['__proto__']: 3 }", "JSON.stringify(Object.entries(previous))", null],
  [
    "numbers",
    "[-0, NaN, Infinity, -Infinity, 5e-324]",
    "previous.map((n) => Object.is(n, -0) ? '-0' : n).join()",
    null,
  ],
  ["a bigint below zero", "-(2n ** 80n)", "String(previous)", "-1208925819614629174706176"],
  ["a moment", "new Date(1e12 + 1)", "previous.getTime()", 1e12 + 1],
  ["no moment", "new Date(NaN)", "String(previous)", "Invalid Date"],
  ["bytes", "new Uint8Array([0, 255, 7]).subarray(1)", "previous.join() + previous.buffer.byteLength", "255,72"],
  ["an object without a prototype", "Object.assign(Object.create(null), { a: 1 })", "previous.a", 1],
  ["what a getter gives", "{ get a() { return 5; } }", "Object.getOwnPropertyDescriptor(previous, 'a').value", 5],
  ["a list in a map in a set", "new Set([new Map([['k', [1]]])])", "[...previous][0].get('k')[0]", 1],
  [
    "a key that is an object",
    "(() => { const key = {}; return [key, new Map([[key, 1]])]; })()",
    "previous[1].get(previous[0])",
    1,
  ],
  [
    "a circle of maps",
    "(() => { const m = new Map(); return m.set(m, m); })()",
    "previous.get(previous) === previous ? 'the same' : 'another'",
    "the same",
  ],
])("the new script receives %s unchanged", async (_, state, look, expected) => {
  const seen = await handOver(state, look);
  expect(seen).toEqual(expected ?? (await handOver("0", look.replaceAll("previous", `(${state})`))));
});

test("the new script receives a chain of twenty thousand objects", async () => {
  const chain = "(() => { let link = null; for (let at = 0; at < 20_000; at++) link = { link }; return link; })()";
  expect(await handOver(chain, "(() => { let n = 0; for (let l = previous; l; l = l.link) n++; return n; })()")).toBe(
    20_000,
  );
});

test("state is handed over whatever scripts do to the builtins", async () => {
  const vandalism = `
    const fail = () => { throw new Error("called"); };
    for (const Class of [Array, Map, Set, Date, Uint8Array, Object, String, BigInt, Number, RegExp]) {
      for (const name of ["get", "set", "has", "add", "forEach", "getTime", "toBase64", "toJSON", "exec", "join", "push"]) {
        Class.prototype[name] = fail;
      }
    }
    for (const Class of [Map, Set, Array]) Class.prototype[Symbol.iterator] = fail;
    Uint8Array.fromBase64 = JSON.parse = JSON.stringify = Reflect.ownKeys = fail;
    globalThis.Map = globalThis.Set = globalThis.Date = globalThis.BigInt = fail;`;
  const state = "{ list: [1], bytes: new Uint8Array([2]), big: 3n, literal: { a: 4 } }";
  const look = "String([previous.list[0], previous.bytes[0], previous.big + 0n, previous.literal.a].length)";
  expect(await handOver(state, look, vandalism)).toBe("4");
});

test("a value that cannot be handed over is named by its path in the state", async () => {
  const engine = await Engine.start();
  engine.load("export default definePlugin({});");
  const problem = (state: string) => () => engine.run(`dispatch.handOver(${state})`);
  expect(problem("{ connections: [() => 1] }")).toThrow("state.connections[0] is a function;");
  expect(problem("[{ 'a b': { c: Symbol('s') } }]")).toThrow('state[0]["a b"].c is a symbol;');
  expect(problem("new Map([[5, [Promise.resolve()]]])")).toThrow("state.get(5)[0] is an instance of Promise;");
  expect(problem("new Map([[new WeakMap(), 1]])")).toThrow("state (a key) is an instance of WeakMap;");
  expect(problem("[new Set([/x/])]")).toThrow("state[0] (a value) is an instance of RegExp;");
  expect(problem("new Uint16Array(1)")).toThrow("state is an instance of Uint16Array;");
  expect(problem("Object.create(Object.create(null))")).toThrow("state is an object with a prototype of its own;");
  expect(problem("new (class Stack extends Array {})()")).toThrow("state is an instance of Stack;");
  expect(problem("{ user: new PluginError('x') }")).toThrow("state.user is an instance of PluginError;");
  expect(problem("(() => {})")).toThrow(
    "onReloading: state is a function; only plain data can be handed over: undefined, null, booleans, numbers, bigints, " +
      "strings, arrays, object literals, Map, Set, Date and Uint8Array",
  );
});

test.each([
  ["text", "'x'.repeat(2 ** 20 + 1)"],
  ["a key", "{ ['x'.repeat(2 ** 20 + 1)]: 1 }"],
  ["bytes", "new Uint8Array(2 ** 20)"],
  ["a list of nothing", "Object.assign([], { length: 2 ** 32 - 1 })"],
  ["many objects", "Array.from({ length: 100_000 }, () => ({}))"],
])("a state that is too large to hand over is refused: %s", async (_, state) => {
  const engine = await Engine.start();
  engine.load("export default definePlugin({});");
  expect(() => engine.run(`dispatch.handOver(${state})`)).toThrow(
    "onReloading: the state takes more than 1048576 characters as text",
  );
});

test("without state to hand over the new script's context has none", async () => {
  const engine = await Engine.start();
  engine.load("export default definePlugin({ onLoad: (context) => Object.keys(context).join() });");
  expect(engine.run("dispatch.handOver(dispatch.onReloading())")).toBeUndefined();
  expect(engine.run("dispatch.onLoad()")).toBe("name,scriptPath,version,api,previous");
});
