import { describe, expect, test } from "vitest";
import { printing, reset, started, text } from "../../support/fake-process.ts";

describe("reading all output", () => {
  test("as text ends the input, waits for the end, and closes", () => {
    const { process, names } = printing("Linux ", null, "version");
    expect(process.text()).toBe("Linux version");
    expect(names()).toEqual([
      "_streamEnd",
      "_streamReceive",
      "_streamReceive",
      "_streamsWait",
      "_streamReceive",
      "_streamReceive",
      "_streamClose",
    ]);
  });

  test("as bytes keeps all of them", () => {
    expect(printing(Uint8Array.of(0, 255), Uint8Array.of(128)).process.bytes()).toEqual(Uint8Array.of(0, 255, 128));
  });

  test("of a program that prints nothing gives an empty text", () => {
    expect(printing().process.text()).toBe("");
    expect(printing().process.bytes()).toEqual(new Uint8Array(0));
  });

  test("decodes a character that arrives in two packets", () => {
    const euro = text("\u20ac");
    expect(printing(euro.slice(0, 1), euro.slice(1)).process.text()).toBe("\u20ac");
  });

  test("does not return what was already read", () => {
    const { process } = printing("abc", "def");
    expect(process.read({ maximum: 2 })).toEqual(text("ab"));
    expect(process.text()).toBe("cdef");
  });

  test("of a program that has ended returns its output", () => {
    const pieces = [text("done"), new Uint8Array(0)];
    const { process } = started({ _streamEnd: () => reset, _streamReceive: () => pieces.shift() ?? reset });
    expect(process.text()).toBe("done");
  });

  test("a second time is reported as a mistake", () => {
    const { process } = printing("abc");
    process.text();
    expect(() => process.text()).toThrow(
      new TypeError("ExecuteBinary(/bin/x).text: the process has been read to its end and is closed"),
    );
  });
});

describe("reading piece by piece", () => {
  test("returns what is available, and null at the end", () => {
    const { process } = printing("one", null, "two");
    expect([process.read(), process.read(), process.read(), process.read()]).toEqual([
      text("one"),
      text("two"),
      null,
      null,
    ]);
  });

  test("returns no more than requested, and keeps the rest", () => {
    const { process } = printing("abcdef");
    expect([process.read({ maximum: 4 }), process.read({ maximum: 4 }), process.read()]).toEqual([
      text("abcd"),
      text("ef"),
      null,
    ]);
  });

  test.each([0, -1, 1.5, NaN, "1"])("a maximum of %j is reported as a mistake", (maximum) => {
    expect(() => printing("a").process.read({ maximum } as never)).toThrow(
      new TypeError(
        `WSLProcess.read: options.maximum must be a whole number above 0, not ${typeof maximum === "string" ? '"1"' : maximum}`,
      ),
    );
  });
});

describe("reading lines", () => {
  test.each([
    ["with LF", ["a\nb\n"], ["a", "b"]],
    ["with CRLF", ["a\r\nb\r\n"], ["a", "b"]],
    ["with CR inside", ["a\rb\n"], ["a\rb"]],
    ["without an end", ["a\nb"], ["a", "b"]],
    ["without an end but CR", ["a\r"], ["a\r"]],
    ["that are empty", ["\n\r\n\n"], ["", "", ""]],
    ["over several packets", ["a", null, "b", "c\nd", "\r", "\n"], ["abc", "d"]],
    ["of characters over several packets", [text("\u20ac\n").slice(0, 2), text("\u20ac\n").slice(2)], ["\u20ac"]],
    ["of no output", [], []],
  ])("%s", (_, pieces, lines) => {
    expect([...printing(...pieces).process.lines()]).toEqual(lines);
  });

  test("leaves the input open, and closes at the end", () => {
    const { process, names } = printing("a\n");
    const lines = process.lines();
    expect(lines.next()).toEqual({ value: "a", done: false });
    expect(names()).not.toContain("_streamEnd");
    expect(lines.next()).toEqual({ value: undefined, done: true });
    expect(names().at(-1)).toBe("_streamClose");
  });

  test("keeps the process and the unread lines if the loop is left", () => {
    const { process, names } = printing("a\nb\nc\n");
    for (const line of process.lines()) {
      expect(line).toBe("a");
      break;
    }
    expect(names()).not.toContain("_streamClose");
    expect([...process.lines()]).toEqual(["b", "c"]);
  });

  test("of one long line returns it complete", () => {
    const pieces = Array.from({ length: 50 }, () => "x".repeat(10_000));
    expect([...printing(...pieces, "\nend").process.lines()].map((line) => line.length)).toEqual([500_000, 3]);
  });
});
