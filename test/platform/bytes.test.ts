// Bytes and text as Node's Buffer has them, without it.

import { expect, test } from "vitest";
import { concat, decode, decodeUtf16, encode, encodeUtf16, hex } from "../../src/platform/bytes.ts";

test.each([
  ["nothing", ""],
  ["an unpaired surrogate", "a\ud800b"],
  ["a pair", "\u{1f427}"],
  ["a byte order mark", "\ufeffa"],
  ["more than one part", "x\u20ac".repeat(10_000)],
])("UTF-16 with %s is what Buffer makes of it, and comes back", (_, text) => {
  const bytes = encodeUtf16(text);
  expect(Buffer.from(bytes).equals(Buffer.from(text, "utf16le"))).toBe(true);
  expect(decodeUtf16(bytes)).toBe(text);
  // Not aligned to two bytes.
  expect(decodeUtf16(concat([new Uint8Array(1), bytes]).subarray(1))).toBe(text);
});

test("UTF-8 keeps a byte order mark, and replaces what it cannot represent", () => {
  expect(decode(encode("\ufeffa"))).toBe("\ufeffa");
  expect(hex(encode("\ud800"))).toBe("efbfbd");
  expect(decode(Uint8Array.of(0x61, 0xff))).toBe("a\ufffd");
});
