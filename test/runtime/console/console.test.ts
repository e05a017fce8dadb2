import { describe, expect, test } from "vitest";
import { createConsole } from "../../../src/runtime/console/console.ts";
import { inspect } from "../../../src/runtime/console/inspect.ts";
import { WSLVersion, WSLVersionCapability } from "../../../src/runtime/wsl/versions.ts";
import { fakeNatives } from "../../support/runtime-natives.ts";

/** The line that console.log writes. */
function logged(...values: unknown[]): string | undefined {
  const { natives, log } = fakeNatives();
  createConsole(natives).log(...values);
  return log[0]?.replace(/^info: /, "");
}

describe("the level of a line", () => {
  test.each([
    ["debug", "debug"],
    ["log", "info"],
    ["info", "info"],
    ["warn", "warn"],
    ["error", "error"],
  ] as const)("console.%s writes %s", (method, level) => {
    const { natives, log } = fakeNatives();
    createConsole(natives)[method]("a", 1);
    expect(log).toEqual([`${level}: a 1`]);
  });

  test("console.assert writes an error if its condition is false", () => {
    const { natives, log } = fakeNatives();
    const console = createConsole(natives);
    console.assert(true, "unseen");
    console.assert(1);
    console.assert(false);
    console.assert(0, "%d is not %d", 1, 2);
    expect(log).toEqual(["error: Assertion failed", "error: Assertion failed: 1 is not 2"]);
  });

  test("console.dir shows objects to the given depth", () => {
    const { natives, log } = fakeNatives();
    const console = createConsole(natives);
    console.dir({ a: { b: { c: {} } } }, { depth: 1 });
    console.dir([[[[[[[1]]]]]]], { depth: null });
    console.dir("%s");
    expect(log).toEqual(["info: { a: { b: [Object] } }", "info: [ [ [ [ [ [ [ 1 ] ] ] ] ] ] ]", "info: '%s'"]);
  });

  test("console.trace writes the place of its call", () => {
    const { natives, log } = fakeNatives();
    createConsole(natives).trace("here", { a: 1 });
    createConsole(natives).trace();
    expect(log[0]).toMatch(/^debug: Trace: here \{ a: 1 \}\n {4}at /);
    expect(log[1]).toMatch(/^debug: Trace\n {4}at /);
  });
});

describe("format specifiers", () => {
  test.each([
    [[], ""],
    [["plain"], "plain"],
    [["a", "b", 3, null, undefined], "a b 3 null undefined"],
    [["100%"], "100%"],
    [["100%", 5], "100% 5"],
    [["%%"], "%%"],
    [["%% %s", "x"], "% x"],
    [["%s and %s", "one"], "one and %s"],
    [["%s", "one", "two"], "one two"],
    [["%s %s", { a: { b: 1 } }, 5n], "{ a: [Object] } 5n"],
    [["%s", Symbol("x")], "Symbol(x)"],
    [["%s", -0], "-0"],
    [["%d %d %d", "42", 1.5, "x"], "42 1.5 NaN"],
    [["%d %d", 5n, {}], "5n NaN"],
    [["%i %i", "42.9px", -1.9], "42 -1"],
    [["%f", "1.5em"], "1.5"],
    [["%j", { a: [1, "x"] }], '{"a":[1,"x"]}'],
    [["%j", 5n], "5n"],
    [["%j", undefined], "undefined"],
    [["%o|%O", [1], { a: "x" }], "[ 1 ]|{ a: 'x' }"],
    [["%cred", "color: red"], "red"],
    [["%x %s", "one"], "%x one"],
    [[{ a: 1 }, "%s", "x"], "{ a: 1 } %s x"],
    [["a\nb"], "a\nb"],
  ])("line %#", (values, line) => {
    expect(logged(...values)).toBe(line);
  });
});

describe("console.log shows", () => {
  class Point {
    x = 1;
    #hidden = 2;
    get sum(): number {
      return this.x + this.#hidden;
    }
  }
  class Child extends Map<number, number> {}
  const circle: Record<string, unknown> = { name: "circle" };
  circle.self = circle;
  circle.list = [circle];
  const twice = { once: 1 };

  test.each([
    ["text", "it", "'it'"],
    ["text with an apostrophe", "it's", '"it\'s"'],
    ["text with quotation marks", 'say "hi"\n', "'say \"hi\"\\n'"],
    ["numbers", [0, -0, 1.5, NaN, -Infinity, 10n], "[ 0, -0, 1.5, NaN, -Infinity, 10n ]"],
    ["nothing", [null, undefined, true], "[ null, undefined, true ]"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["an empty object", {}, "{}"],
    ["an empty array", [], "[]"],
    [
      "keys that need quotes",
      { a: 1, "b-c": 2, "": 3, $d_1: 4, [Symbol("s")]: 5 },
      "{ a: 1, 'b-c': 2, '': 3, $d_1: 4, [Symbol(s)]: 5 }",
    ],
    ["holes", Object.assign(Array(5), { 0: 1, 3: 2 }), "[ 1, <2 empty items>, 2, <1 empty item> ]"],
    ["a class's instance", new Point(), "Point { x: 1 }"],
    ["no prototype", Object.create(null, { a: { value: 1, enumerable: true } }), "[Object: null prototype] { a: 1 }"],
    [
      "getters and setters, which are not called",
      {
        get a() {
          throw new Error("unwanted");
        },
        set a(_) {},
        get b() {
          throw new Error("unwanted");
        },
        set c(_: unknown) {},
      },
      "{ a: [Getter/Setter], b: [Getter], c: [Setter] }",
    ],
    ["hidden properties", Object.defineProperty({ a: 1 }, "b", { value: 2 }), "{ a: 1 }"],
    ["five levels", { a: { b: { c: { d: { e: { f: 1 } } } } } }, "{ a: { b: { c: { d: { e: [Object] } } } } }"],
    ["nested arrays", [[[[[[1]]]]]], "[ [ [ [ [ [Array] ] ] ] ] ]"],
    ["a circle", circle, "{ name: 'circle', self: [Circular], list: [ [Circular] ] }"],
    ["the same object twice", [twice, twice], "[ { once: 1 }, { once: 1 } ]"],
    [
      "a map",
      new Map<unknown, unknown>([
        ["a", 1],
        [{ k: 1 }, new Map()],
      ]),
      "Map(2) { 'a' => 1, { k: 1 } => Map(0) {} }",
    ],
    ["a class derived from Map", new Child([[1, 2]]), "Child(1) { 1 => 2 }"],
    ["a set", new Set(["a", [1]]), "Set(2) { 'a', [ 1 ] }"],
    [
      "weak collections",
      [new WeakMap(), new WeakSet()],
      "[ WeakMap { <items unknown> }, WeakSet { <items unknown> } ]",
    ],
    ["a promise", Promise.resolve(1), "Promise { <state unknown> }"],
    ["bytes", Uint8Array.of(1, 2, 255), "Uint8Array(3) [ 1, 2, 255 ]"],
    ["big numbers", BigInt64Array.of(-1n), "BigInt64Array(1) [ -1n ]"],
    ["a buffer", Uint8Array.of(1, 171).buffer, "ArrayBuffer { bytes: <01 ab>, byteLength: 2 }"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["no date", new Date(NaN), "Invalid Date"],
    ["a pattern", /a\/b/gi, "/a\\/b/gi"],
    [
      "functions",
      [function named() {}, () => {}, async () => {}, Math.max],
      "[\n  [Function: named],\n  [Function (anonymous)],\n  [Function (anonymous)],\n  [Function: max]\n]",
    ],
    ["a function with properties", Object.assign(() => {}, { a: 1 }), "[Function (anonymous)] { a: 1 }"],
    ["classes", [Point, class {}], "[ [class Point], [class (anonymous)] ]"],
    ["a version", new WSLVersion(2, 4, 4), "WSLVersion 2.4.4"],
    ["a capability", new WSLVersionCapability("WSLC"), "WSLVersionCapability.WSLC"],
    ["what only looks like a map", Object.create(Map.prototype), "Map {}"],
    ["what only looks like a date", Object.setPrototypeOf({ a: 1 }, Date.prototype), "Invalid Date"],
  ])("%s", (_, value, text) => {
    expect(inspect(value)).toBe(text);
  });

  test("long objects take a line for each property", () => {
    expect(inspect({ first: "x".repeat(40), second: { inner: "y".repeat(40), more: [1, 2] }, third: [] })).toBe(
      `{\n  first: '${"x".repeat(40)}',\n  second: { inner: '${"y".repeat(40)}', more: [ 1, 2 ] },\n  third: []\n}`,
    );
  });

  test("long lists of short items share lines", () => {
    expect(inspect(Array.from({ length: 30 }, (_, at) => at * 1000))).toBe(
      "[\n  0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 11000, 12000,\n" +
        "  13000, 14000, 15000, 16000, 17000, 18000, 19000, 20000, 21000, 22000, 23000,\n" +
        "  24000, 25000, 26000, 27000, 28000, 29000\n]",
    );
  });

  test("an error with its stack, its cause and its own properties", () => {
    const error = Object.assign(new TypeError("wrong", { cause: "why" }), { code: 7 });
    const shown = inspect({ error }).replace(/^ +at .*\n/gm, "");
    expect(shown).toBe("{\n  error: TypeError: wrong\n    code: 7\n  }\n  Caused by: why\n}");
  });
});

describe("of large values console.log shows that", () => {
  test("more than a hundred items or properties are counted", () => {
    expect(inspect(Array.from({ length: 101 }, () => 1))).toMatch(/1,\n {2}\.\.\. 1 more item\n\]$/);
    expect(inspect(new Uint8Array(1000))).toMatch(/^Uint8Array\(1000\) \[[\s\S]*\.\.\. 900 more items\n\]$/);
    expect(inspect(new Set(Array.from({ length: 150 }, (_, at) => at)))).toMatch(/\.\.\. 50 more items\n\}$/);
    expect(inspect(Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`k${at}`, at])))).toMatch(
      /\.\.\. 50 more\n\}$/,
    );
  });

  test("an array of four thousand million holes", () => {
    expect(inspect(Array(2 ** 32 - 1))).toMatch(/^\[\n {2}<10000 empty items>,/);
  });

  test("a line is cut at 64 KiB and says so", () => {
    const line = logged("x".repeat(1_000_000)) as string;
    expect(line.length).toBe(64 * 1024 + "... (934464 more characters)".length);
    expect(line.endsWith("x... (934464 more characters)")).toBe(true);
  });

  test("a cut does not leave half of a surrogate pair", () => {
    expect(logged(`x${"\u{1f600}".repeat(40_000)}`)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });

  test("a text inside an object is cut at 16 KiB", () => {
    expect(logged({ text: "x".repeat(20_000) })).toMatch(/x\.\.\. \(3616 more characters\)'\n\}$/);
  });

  test("an object that branches without end", () => {
    const branch = (): object =>
      new Proxy(
        {},
        {
          ownKeys: () => Array.from({ length: 100 }, (_, at) => `k${at}`),
          getOwnPropertyDescriptor: () => ({ value: branch(), enumerable: true, configurable: true }),
        },
      );
    expect(logged(branch())?.length).toBeLessThanOrEqual(64 * 1024 + 40);
  });
});

describe("next to values that throw when they are shown", () => {
  const revoked = (target: object) => {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  };
  const thrower = new Proxy(
    {},
    {
      get: () => {
        throw new Error("unwanted");
      },
      getPrototypeOf: () => {
        throw new Error("unwanted");
      },
    },
  );

  test.each([
    ["a proxy that throws", thrower],
    ["a revoked proxy", revoked({})],
    ["a revoked proxy of an array", revoked([])],
    ["a revoked proxy of a function", revoked(() => {})],
  ])("%s is shown as such, and other values are shown", (_, value) => {
    expect(logged({ before: 1, value, after: 2 })).toBe(
      "{\n  before: 1,\n  value: [an object that cannot be inspected],\n  after: 2\n}"
        .replace(/\n +/g, " ")
        .replace("\n}", " }"),
    );
  });

  test("%j of an object whose toJSON throws", () => {
    expect(
      logged("%j", {
        toJSON() {
          throw new Error("unwanted");
        },
      }),
    ).toBe("{ toJSON: [Function: toJSON] }");
  });
});
