import { describe, expect, test } from "vitest";
import { createTextEncoding } from "../../../src/runtime/web/text-encoding.ts";
import { fakeNatives } from "../../support/runtime-natives.ts";

const ours = createTextEncoding(fakeNatives().natives);
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("TextEncoder", () => {
  const encoder = new ours.TextEncoder();

  test.each(["", "abc", "\u00e4\u20ac\u{1f600}", "\ud800x\udc00", "\ufeffx"])("encodes %j as Node does", (text) => {
    expect(encoder.encode(text)).toEqual(new TextEncoder().encode(text));
  });

  test("encodes other values as their text, and undefined as no bytes", () => {
    expect(encoder.encode()).toEqual(bytes());
    expect(encoder.encode(undefined)).toEqual(bytes());
    expect(encoder.encode(42 as never)).toEqual(bytes(0x34, 0x32));
    expect(encoder.encoding).toBe("utf-8");
  });

  test.each([
    ["", 4],
    ["abc", 4],
    ["abcd", 4],
    ["abcde", 4],
    ["\u00e4\u00e4\u00e4", 5],
    ["a\u20ac", 3],
    ["a\u{1f600}b", 4],
    ["a\u{1f600}b", 5],
    ["\u{1f600}", 3],
    ["\ud800\u00e4", 4],
    ["x", 0],
  ])("encodes %j into %d bytes as Node does", (text, size) => {
    const mine = new Uint8Array(size);
    const theirs = new Uint8Array(size);
    expect(encoder.encodeInto(text, mine)).toEqual(new TextEncoder().encodeInto(text, theirs));
    expect(mine).toEqual(theirs);
  });

  test("refuses to encode into anything but a Uint8Array", () => {
    expect(() => encoder.encodeInto("x", [] as never)).toThrow(
      new TypeError("TextEncoder.encodeInto: destination must be bytes, not an array"),
    );
  });
});

describe("TextDecoder", () => {
  test.each([undefined, "utf-8", "UTF-8", " utf8\n", "unicode-1-1-utf-8"])("knows the label %j", (label) => {
    expect(new ours.TextDecoder(label).encoding).toBe("utf-8");
  });

  test.each(["latin1", "utf-16le", ""])("refuses the label %j", (label) => {
    expect(() => new ours.TextDecoder(label)).toThrow(new RangeError(`TextDecoder knows utf-8 only, not "${label}"`));
  });

  test("decodes every kind of bytes, and undefined", () => {
    const decoder = new ours.TextDecoder();
    const text = new TextEncoder().encode("-h\u00e4-");
    expect(decoder.decode(text.subarray(1, 4))).toBe("h\u00e4");
    expect(decoder.decode(text.buffer)).toBe("-h\u00e4-");
    expect(decoder.decode(new DataView(text.buffer, 1, 1))).toBe("h");
    expect(decoder.decode(Uint16Array.of(0x6968))).toBe("hi");
    expect(decoder.decode()).toBe("");
    expect(() => decoder.decode("x" as never)).toThrow(
      new TypeError('TextDecoder.decode: input must be bytes, not "x"'),
    );
  });

  test("drops a byte order mark at the start unless ignoreBOM is set", () => {
    const marked = bytes(0xef, 0xbb, 0xbf, 0x61, 0xef, 0xbb, 0xbf);
    expect(new ours.TextDecoder().decode(marked)).toBe("a\ufeff");
    expect(new ours.TextDecoder("utf-8", { ignoreBOM: true }).decode(marked)).toBe("\ufeffa\ufeff");
  });

  test("drops it at the start of each text, not of each piece", () => {
    const decoder = new ours.TextDecoder();
    const mark = bytes(0xef, 0xbb, 0xbf);
    expect(decoder.decode(mark.subarray(0, 2), { stream: true })).toBe("");
    expect(decoder.decode(mark.subarray(2), { stream: true })).toBe("");
    expect(decoder.decode(bytes(0x61), { stream: true })).toBe("a");
    expect(decoder.decode(mark)).toBe("\ufeff");
    expect(decoder.decode(mark)).toBe("");
  });

  test("shows an incomplete character at the end of a stream as a replacement", () => {
    const decoder = new ours.TextDecoder();
    expect(decoder.decode(bytes(0x61, 0xe2, 0x82), { stream: true })).toBe("a");
    expect(decoder.decode()).toBe("\ufffd");
    expect(decoder.decode(bytes(0x62))).toBe("b");
  });

  test("throws with fatal for wrong bytes, and starts afresh with the next text", () => {
    const decoder = new ours.TextDecoder("utf-8", { fatal: true });
    const wrong = new TypeError("TextDecoder.decode: the bytes are not valid UTF-8");
    expect(() => decoder.decode(bytes(0x61, 0xff))).toThrow(wrong);
    expect(() => decoder.decode(bytes(0xc3, 0x28))).toThrow(wrong);
    expect(() => decoder.decode(bytes(0xe2, 0x82))).toThrow(wrong);
    expect(decoder.decode(bytes(0xe2, 0x82), { stream: true })).toBe("");
    expect(() => decoder.decode(bytes(0x61), { stream: true })).toThrow(wrong);
    expect(decoder.decode(bytes(0x61))).toBe("a");
  });

  test("accepts with fatal a replacement character in the text", () => {
    expect(new ours.TextDecoder("utf-8", { fatal: true }).decode(new TextEncoder().encode("a\ufffdb"))).toBe(
      "a\ufffdb",
    );
  });

  test.each([{}, { fatal: true }, { ignoreBOM: true }])(
    "agrees with Node on any bytes in any pieces, with %j",
    (options) => {
      const random = randomNumbers(20_260_611);
      for (let round = 0; round < 3000; round++) {
        const pieces = Array.from({ length: 1 + random(4) }, () =>
          Uint8Array.from({ length: random(6) }, () => likelyByte(random)),
        );
        expect(
          decodePieces(new ours.TextDecoder("utf-8", options), pieces),
          JSON.stringify(pieces.map((piece) => [...piece])),
        ).toEqual(decodePieces(new TextDecoder("utf-8", options), pieces));
      }
    },
  );
});

interface Decoder {
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

/** The result of each piece, up to the first error. */
function decodePieces(decoder: Decoder, pieces: Uint8Array[]): string[] {
  const texts: string[] = [];
  try {
    for (const piece of pieces) texts.push(decoder.decode(piece, { stream: true }));
    texts.push(decoder.decode());
  } catch (error) {
    texts.push((error as Error).name);
  }
  return texts;
}

/** Bytes at UTF-8's boundaries occur more often than others. */
function likelyByte(random: (limit: number) => number): number {
  const corners = [
    0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xa0, 0x9f, 0xed, 0xef, 0xbb, 0xbd, 0xf0, 0x90, 0xf4, 0x8f, 0xf5, 0xff,
  ];
  return random(4) === 0 ? random(256) : (corners[random(corners.length)] ?? 0);
}

/** The same numbers in every run. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

describe("text of any size", () => {
  /** Converts as Node does, and records how much is requested at once. */
  function observed() {
    const sizes: number[] = [];
    const { natives } = fakeNatives();
    const noted = {
      ...natives,
      _encodeUtf8: (text: string) => {
        sizes.push(text.length);
        return natives._encodeUtf8(text);
      },
      _decodeUtf8: (piece: Uint8Array) => {
        sizes.push(piece.length);
        return natives._decodeUtf8(piece);
      },
    };
    return { ...createTextEncoding(noted), sizes };
  }

  const piece = 256 * 1024;
  const long = piece + 300;

  test.each([
    ["x", "x"],
    ["the longest characters", "\u{1f600}"],
    ["characters that the pieces would part", "x\u{1f600}"],
    ["three bytes for each unit", "\u20ac"],
    ["lone surrogates", "\udc00\ud800x"],
    ["one character of two bytes, at the end", `${"x".repeat(long - 1)}\u00e4`],
  ])("is converted in pieces: %s", (_, part) => {
    const { TextEncoder: Encoder, TextDecoder: Decoder, sizes } = observed();
    const text = part.repeat(Math.ceil((2 * long) / part.length));
    const encoded = new TextEncoder().encode(text);
    expect(Buffer.compare(new Encoder().encode(text), encoded)).toBe(0);
    expect(new Decoder("utf-8", { fatal: true }).decode(encoded) === text.toWellFormed()).toBe(true);
    const target = new Uint8Array(encoded.length - 1);
    expect(new Encoder().encodeInto(text, target)).toEqual(new TextEncoder().encodeInto(text, new Uint8Array(target)));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(piece);
  });

  test("is not read beyond the available room", () => {
    const { TextEncoder: Encoder, sizes } = observed();
    expect(new Encoder().encodeInto("\u00e4".repeat(10 * piece), new Uint8Array(7))).toEqual({ read: 3, written: 6 });
    expect(sizes).toEqual([piece, 6]);
  });

  test.each([[[0xe2]], [[0xe2, 0x82]], [[0xf0, 0x9f, 0x98]], [[0xff]], [[0x80]], [[0xed, 0xa0, 0x80]]])(
    "is rejected if it is wrong where pieces meet: %j",
    (wrong) => {
      const { TextDecoder: Decoder } = observed();
      for (let before = piece - 4; before <= piece; before++) {
        const input = Buffer.concat([Buffer.alloc(before, 0x61), Uint8Array.from(wrong), Buffer.alloc(9, 0x62)]);
        expect(new Decoder().decode(input)).toBe(new TextDecoder().decode(input));
        expect(() => new Decoder("utf-8", { fatal: true }).decode(input)).toThrow("the bytes are not valid UTF-8");
      }
    },
  );
});
