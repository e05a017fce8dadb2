import { beforeAll, describe, expect, test } from "vitest";
import type { ErrorDescription } from "../../../src/runtime/generated/dispatch.ts";
import { Engine } from "../../support/engine.ts";

const fail = 0x80004005 | 0;
let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ natives: { _mountFolder: () => 0x80070002 | 0 } });
});

/** The description of the value that a script of several lines, hello.js, throws. */
function thrownBy(...lines: string[]): unknown {
  engine.run(["function script() {", ...lines, "}"].join("\n"));
  engine.run("globalThis.thrown = undefined; try { script(); } catch (error) { thrown = error; }", "test.js");
  const description = engine.run("dispatch.describeError(thrown)", "test.js") as ErrorDescription;
  const { isOfSettings, policyKey, ...seen } = description;
  expect({ isOfSettings, policyKey }).toEqual({ isOfSettings: false, policyKey: "" });
  return seen;
}

describe("the user and the log read about a thrown error:", () => {
  test("an error of the language: place, name and message", () => {
    expect(thrownBy("const nothing = undefined;", "nothing.name;")).toEqual({
      hresult: fail,
      name: "TypeError",
      message: "hello.js:3:1: TypeError: cannot read property 'name' of undefined",
      location: "hello.js:3:1",
      stack:
        "TypeError: cannot read property 'name' of undefined\n    at script (hello.js:3:1)\n    at <eval> (test.js:1:37)",
    });
  });

  test("a PluginError: its own message and code, and no place for the user", () => {
    expect(thrownBy('throw new PluginError("Ask your administrator.", HRESULT.E_ACCESSDENIED);')).toMatchObject({
      hresult: 0x80070005 | 0,
      name: "PluginError",
      message: "Ask your administrator.",
      location: "hello.js:2:50",
    });
  });

  test("a class derived from PluginError counts as one", () => {
    expect(
      thrownBy(
        "class Denied extends PluginError {",
        "  constructor(what) { super(what + ' is not allowed.', 0x80070005); this.name = 'Denied'; }",
        "}",
        "throw new Denied('Arch');",
      ),
    ).toMatchObject({ hresult: 0x80070005 | 0, name: "Denied", message: "Arch is not allowed." });
  });

  test("a call that WSL refused: the place in the script, not in the runtime", () => {
    expect(thrownBy('MountFolder(1, "C:\\\\x", "/x");')).toEqual({
      hresult: 0x80070002 | 0,
      name: "WSLApiError",
      message: 'hello.js:2:1: WSLApiError: MountFolder("C:\\\\x" -> /x) failed: 0x80070002 (ERROR_FILE_NOT_FOUND)',
      location: "hello.js:2:1",
      stack:
        'WSLApiError: MountFolder("C:\\\\x" -> /x) failed: 0x80070002 (ERROR_FILE_NOT_FOUND)\n' +
        "    at script (hello.js:2:1)\n    at <eval> (test.js:1:37)",
    });
  });

  test("a call that needs a newer WSL asks for an update", () => {
    expect(thrownBy('throw new RequiresUpdateError("The sensor", WSLVersion.parse("2.5"));')).toMatchObject({
      hresult: 0x8004032a | 0,
      message:
        'hello.js:2:56: RequiresUpdateError: The sensor needs WSL 2.5.0 or newer, and WSL 2.4.4 runs here; "wsl --update" updates it',
    });
  });

  test("causes and the members of an AggregateError are in the stack", () => {
    const { stack } = thrownBy(
      'throw new AggregateError([new RangeError("one"), "two", {}], "all failed", { cause: new Error("why") });',
    ) as { stack: string };
    expect(stack.replaceAll(/^ +at .*\n?/gm, "")).toBe(
      "AggregateError: all failed\n  [0] RangeError: one\n  [1] two\n  [2] {}\nCaused by: Error: why\n",
    );
  });

  test("an error's own properties are in the stack, and those of its causes", () => {
    const { stack } = thrownBy(
      "const cause = Object.assign(new Error('why'), { path: '/etc/wsl.conf' });",
      "throw Object.assign(new Error('x', { cause }), { code: 'E1', detail: { line: 3 } });",
    ) as { stack: string };
    expect(stack.replaceAll(/^ +at .*\n/gm, "")).toBe(
      "Error: x\n  code: 'E1',\n  detail: { line: 3 }\n}\nCaused by: Error: why\n  path: '/etc/wsl.conf'\n}",
    );
    expect(stack).toContain("(test.js:1:37) {\n  code: 'E1'");
  });

  test("a cause that is not an error is shown as a value", () => {
    expect(thrownBy("throw new Error('x', { cause: { exitCode: 5 } });")).toMatchObject({
      stack: expect.stringMatching(/\nCaused by: \{ exitCode: 5 \}$/),
    });
  });

  test.each([
    ["a class", "class Denied extends Error { constructor(text) { super(text); } }"],
    ["two classes", "class Base extends TypeError { constructor(text) { super(text); } } class Denied extends Base {}"],
    ["a class without a name", "const Denied = (() => class extends Error { constructor(text) { super(text); } })();"],
    ["a plugin's class", "class Denied extends PluginError { constructor(text) { super(text, -1); } }"],
  ])("an error of %s of the script's own is placed where it is made", (_, definition) => {
    expect(thrownBy(definition, "", "  throw new Denied('no');")).toMatchObject({
      location: "hello.js:4:13",
      stack: "Error: no\n    at script (hello.js:4:13)\n    at <eval> (test.js:1:37)".replace(
        "Error",
        definition.includes("TypeError") ? "TypeError" : definition.includes("PluginError") ? "PluginError" : "Error",
      ),
    });
  });

  test("an error that a class's own method makes is placed in the method", () => {
    expect(
      thrownBy(
        "class Denied extends Error {",
        "  static of(text) { return new Denied(text); }",
        "}",
        "throw Denied.of('no');",
      ),
    ).toMatchObject({ location: "hello.js:3:39" });
  });

  test("the first error counts, and not the one that its disposal threw", () => {
    expect(
      thrownBy(
        "const lock = (text) => ({ [Symbol.dispose]() { throw new Error(text); } });",
        "using outer = lock('outer'), inner = lock('inner');",
        "throw new PluginError('Kali is not allowed.', HRESULT.E_ACCESSDENIED);",
      ),
    ).toEqual({
      hresult: 0x80070005 | 0,
      name: "PluginError",
      message: "Kali is not allowed.",
      location: "hello.js:4:47",
      stack: [
        "SuppressedError",
        "    at <eval> (test.js:1:37)",
        "  [suppressed] SuppressedError",
        "      at <eval> (test.js:1:37)",
        "    [suppressed] PluginError: Kali is not allowed.",
        "        at script (hello.js:4:47)",
        "        at <eval> (test.js:1:37)",
        "    [error] Error: inner",
        "        at [Symbol.dispose] (hello.js:2:64)",
        "        at script (hello.js:4:47)",
        "        at <eval> (test.js:1:37)",
        "  [error] Error: outer",
        "      at [Symbol.dispose] (hello.js:2:64)",
        "      at script (hello.js:4:47)",
        "      at <eval> (test.js:1:37)",
      ].join("\n"),
    });
  });

  test("the first thrown value may be something other than an error", () => {
    expect(thrownBy("throw new SuppressedError(new Error('later'), 'no luck');")).toMatchObject({
      name: "string",
      message: "hello.js threw: no luck",
      stack: expect.stringMatching(/^SuppressedError[\s\S]*\n {2}\[suppressed\] no luck\n {2}\[error\] Error: later\n/),
    });
  });

  test("an error in a JSON text is placed where the script parses it", () => {
    expect(thrownBy('JSON.parse("{");')).toMatchObject({ location: "hello.js:2:6", name: "SyntaxError" });
  });

  test("an error inside a callback of a built-in function is placed in the callback", () => {
    expect(thrownBy("[1].forEach(function each() {", "  missing();", "});")).toMatchObject({
      message: "hello.js:3:3: ReferenceError: missing is not defined",
      stack: expect.stringContaining(
        "    at each (hello.js:3:3)\n    at forEach (native)\n    at script (hello.js:2:13)",
      ),
    });
  });

  test("endless recursion is a RangeError with its place", () => {
    expect(thrownBy("script();")).toMatchObject({
      message: "hello.js:2:1: RangeError: Maximum call stack size exceeded",
    });
  });
});

describe("a syntax error in the script", () => {
  test("is placed where the engine stopped reading", async () => {
    const fresh = await Engine.start();
    fresh.run("globalThis.thrown = undefined");
    expect(fresh.describeModule("const a = 1;\nconst b = ;\n")).toEqual({
      hresult: fail,
      isOfSettings: false,
      policyKey: "",
      name: "SyntaxError",
      message: "hello.js:2:11: SyntaxError: unexpected token in expression: ';'",
      location: "hello.js:2:11",
      stack: "SyntaxError: unexpected token in expression: ';'\n    at hello.js:2:11",
    });
  });
});

describe("thrown values that are not errors", () => {
  test.each([
    ["'out of luck'", "string", "hello.js threw: out of luck"],
    ["''", "string", "hello.js threw: "],
    ["undefined", "undefined", "hello.js threw undefined"],
    ["null", "null", "hello.js threw null"],
    ["42", "number", "hello.js threw: 42"],
    ["10n", "bigint", "hello.js threw: 10n"],
    ["Symbol('sign')", "symbol", "hello.js threw: Symbol(sign)"],
    ["Object.freeze({ code: 5, list: [{}] })", "object", "hello.js threw: { code: 5, list: [ [Object] ] }"],
    ["Object.create(null)", "object", "hello.js threw: [Object: null prototype] {}"],
    ["() => 1", "function", "hello.js threw: [Function (anonymous)]"],
    ["Promise.resolve()", "object", "hello.js threw: Promise { <state unknown> }"],
    [
      "new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } })",
      "object",
      "hello.js threw: [an object that cannot be inspected]",
    ],
    [
      "(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()",
      "object",
      "hello.js threw: [an object that cannot be inspected]",
    ],
    [
      "(() => { const r = Proxy.revocable(() => 1, {}); r.revoke(); return r.proxy })()",
      "function",
      "hello.js threw: [an object that cannot be inspected]",
    ],
  ])("%s is described when it is thrown", (value, name, message) => {
    expect(thrownBy(`throw ${value};`)).toEqual({ hresult: fail, name, message, location: "", stack: message });
  });

  test("an object with a message is described like an error", () => {
    expect(thrownBy("throw { name: 'Refused', message: 'no luck' };")).toEqual({
      hresult: fail,
      name: "Refused",
      message: "hello.js: Refused: no luck",
      location: "",
      stack: "Refused: no luck",
    });
  });

  test("a DOMException, which the engine does not treat as an Error, is placed like one", () => {
    expect(thrownBy("atob('*');")).toEqual({
      hresult: fail,
      name: "InvalidCharacterError",
      message: "hello.js:2:1: InvalidCharacterError: The string to be decoded is not correctly encoded",
      location: "hello.js:2:1",
      stack:
        "InvalidCharacterError: The string to be decoded is not correctly encoded\n" +
        "    at atob (native)\n    at script (hello.js:2:1)\n    at <eval> (test.js:1:37)",
    });
  });

  test("an object that only inherits from DOMException is not treated as one", () => {
    expect(
      thrownBy("throw Object.create(DOMException.prototype, { stack: { value: 'at x (hello.js:9:9)' } });"),
    ).toEqual({
      hresult: fail,
      name: "object",
      message: "hello.js threw: DOMException {}",
      location: "",
      stack: "hello.js threw: DOMException {}",
    });
  });

  test("an object that looks like a PluginError is not one", () => {
    expect(
      thrownBy("throw Object.create(PluginError.prototype, { message: { value: 'let me' }, hresult: { value: 1 } });"),
    ).toMatchObject({ hresult: fail, message: "hello.js: PluginError: let me" });
  });
});

describe("errors that interfere with their description", () => {
  test.each([
    [
      "a message getter that throws",
      "Object.defineProperty(new Error(), 'message', { get() { throw 1 } })",
      "hello.js:2:17: Error",
    ],
    [
      "a name getter that throws",
      "Object.defineProperty(new Error('m'), 'name', { get() { throw 1 } })",
      "hello.js:2:17: Error: m",
    ],
    ["a message that is an object", "Object.assign(new Error('m'), { message: {} })", "hello.js:2:17: Error"],
    [
      "a message that is a symbol",
      "Object.assign(new Error('m'), { message: Symbol('s') })",
      "hello.js:2:17: Error: Symbol(s)",
    ],
    ["a message that is a number", "Object.assign(new Error('m'), { message: 5 })", "hello.js:2:17: Error: 5"],
    ["a name that is no text", "Object.assign(new Error('m'), { name: null })", "hello.js:2:17: null: m"],
    ["no prototype", "Object.setPrototypeOf(new Error('m'), null)", "hello.js:2:17: Error: m"],
    [
      "a prototype that is a proxy",
      "Object.setPrototypeOf(new Error('m'), new Proxy({}, { get() { throw 1 } }))",
      "hello.js:2:17: Error: m",
    ],
    ["a frozen error", "Object.freeze(new Error('m'))", "hello.js:2:17: Error: m"],
    [
      "a stack of its own",
      "Object.assign(new Error('m'), { stack: 'at evil (hello.js:99:99)' })",
      "hello.js:2:17: Error: m",
    ],
    [
      "an `errors` that throws",
      "Object.defineProperty(new Error('m'), 'errors', { get() { throw 1 } })",
      "hello.js:2:17: Error: m",
    ],
    [
      "an `errors` that is a revoked proxy",
      "(() => { const r = Proxy.revocable([], {}); r.revoke(); return Object.assign(new Error('m'), { errors: r.proxy }) })()",
      "hello.js:2:78: Error: m",
    ],
  ])("%s", (_, error, message) => {
    const description = thrownBy(`  throw (/* */${error});`) as { hresult: number; message: string };
    expect(description.hresult).toBe(fail);
    expect(description.message.replace(/:\d+: /, ": ")).toBe(message.replace(/:\d+: /, ": "));
  });

  test("an error that causes itself is described", () => {
    expect(thrownBy("const error = new Error('m');", "error.cause = error;", "throw error;")).toMatchObject({
      stack: expect.stringMatching(/^Error: m\n[\s\S]*Caused by: \[Circular\]$/),
    });
  });

  test("an endless chain of causes is cut", () => {
    const { stack } = thrownBy(
      "const link = () => Object.defineProperty(new Error('m'), 'cause', { get: link });",
      "throw link();",
    ) as { stack: string };
    expect(stack.match(/Caused by/g)).toHaveLength(30);
    expect(stack.endsWith("\nCaused by: ...")).toBe(true);
  });

  test("a wide tree of errors is cut", () => {
    const { stack } = thrownBy(
      "const tree = () => new AggregateError([], 'm', {});",
      "const wide = (level) => Object.defineProperty(tree(), 'errors', { get: () => Array.from({ length: 100 }, () => wide(level + 1)) });",
      "throw wide(0);",
    ) as { stack: string };
    expect(stack.match(/AggregateError: m/g)).toHaveLength(30);
  });

  test("a message of a million characters is cut", () => {
    const { message, stack } = thrownBy("throw new Error('m'.repeat(1e6));") as { message: string; stack: string };
    expect(message.replace(/m{100,}/, (run) => `<${run.length}>`)).toBe(
      "hello.js:2:21: Error: <8192>... (991808 more characters)",
    );
    expect(stack.length).toBeLessThan(40_000);
  });

  test("NUL and half surrogate pairs become U+FFFD, since WSL's texts end at NUL", () => {
    expect(thrownBy("throw new PluginError('a\\0b\\ud800c');")).toMatchObject({ message: "a\ufffdb\ufffdc" });
  });

  test("Error.prepareStackTrace of the script loses the place, but not the message", async () => {
    const fresh = await Engine.start();
    fresh.run("Error.prepareStackTrace = () => { throw 1 }");
    expect(fresh.describe("throw new Error('m')")).toMatchObject({
      hresult: fail,
      message: expect.stringMatching(/Error: m$/),
    });
    fresh.run("Error.prepareStackTrace = () => 42");
    expect(fresh.describe("throw new Error('m')")).toMatchObject({ message: "hello.js: Error: m", stack: "Error: m" });
  });

  test("are described even if the script has broken arrays", async () => {
    const fresh = await Engine.start();
    fresh.run("Object.defineProperty(Array.prototype, '0', { set() { throw 1 } })");
    fresh.run("try { throw new PluginError('m', HRESULT.E_ACCESSDENIED) } catch (error) { globalThis.thrown = error }");
    expect(fresh.run("const { hresult, message } = dispatch.describeError(thrown); hresult + ' ' + message")).toBe(
      `${0x80070005 | 0} hello.js threw something that cannot be described`,
    );
  });
});
