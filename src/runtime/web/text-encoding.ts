// TextEncoder and TextDecoder for UTF-8 by the WHATWG Encoding Standard, on top of the host's conversions.

import { bytesOf, partOf } from "../base/bytes.ts";
import {
  ByteArray,
  copyBytes,
  indexOf,
  makeRangeError,
  makeTypeError,
  slice,
  startsWith,
  toLowerCase,
  toText,
  trim,
  typedArrayLength,
} from "../base/primordials.ts";
import { describeValue, quote } from "../base/text.ts";
import { decodeUtf8, encodeUtf8, encodeUtf8Into, unfinishedBytes } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";

export interface TextDecoderOptions {
  readonly fatal?: boolean;
  readonly ignoreBOM?: boolean;
}

export interface TextDecodeOptions {
  readonly stream?: boolean;
}

export interface TextEncoderResult {
  read: number;
  written: number;
}

const kLabels = ["unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "utf-8", "utf8", "x-unicode20utf8"];
const kByteOrderMark = "\ufeff";
const kReplacement = "\ufffd";

/** The two classes over one host's natives. */
export function createTextEncoding(natives: Natives) {
  class TextEncoder {
    get encoding(): string {
      return "utf-8";
    }

    encode(input: unknown = ""): Uint8Array {
      return encodeUtf8(natives, toText(input));
    }

    encodeInto(source: string, destination: Uint8Array): TextEncoderResult {
      const target = bytesOf(destination);
      if (target === undefined) {
        throw new makeTypeError(`TextEncoder.encodeInto: destination must be bytes, not ${describeValue(destination)}`);
      }
      return encodeUtf8Into(natives, toText(source), target);
    }
  }

  class TextDecoder {
    readonly #fatal: boolean;
    readonly #ignoreBOM: boolean;
    /** The start of a character whose other bytes are still to come. */
    #rest = new ByteArray(0);
    #started = false;

    constructor(label: unknown = "utf-8", options: TextDecoderOptions = {}) {
      if (!isLabel(toLowerCase(trim(toText(label))))) {
        throw new makeRangeError(`TextDecoder knows utf-8 only, not ${quote(toText(label))}`);
      }
      this.#fatal = !!options.fatal;
      this.#ignoreBOM = !!options.ignoreBOM;
    }

    get encoding(): string {
      return "utf-8";
    }

    get fatal(): boolean {
      return this.#fatal;
    }

    get ignoreBOM(): boolean {
      return this.#ignoreBOM;
    }

    decode(input?: ArrayBuffer | ArrayBufferView, options: TextDecodeOptions = {}): string {
      const bytes = input === undefined ? new ByteArray(0) : bytesOf(input);
      if (bytes === undefined) {
        throw new makeTypeError(`TextDecoder.decode: input must be bytes, not ${describeValue(input)}`);
      }
      const isLast = !options.stream;
      const text = this.#convert(this.#complete(bytes, isLast));
      const withoutMark =
        !this.#started && !this.#ignoreBOM && startsWith(text, kByteOrderMark) ? slice(text, 1) : text;
      this.#started = !isLast && (this.#started || text !== "");
      return withoutMark;
    }

    /** The bytes to convert now: the rest from last time and the new ones, without an unfinished character. */
    #complete(bytes: Uint8Array, isLast: boolean): Uint8Array {
      const all = typedArrayLength(this.#rest) === 0 ? bytes : joinBytes(this.#rest, bytes);
      const length = typedArrayLength(all);
      const kept = isLast ? 0 : unfinishedBytes(all, length);
      this.#rest = joinBytes(partOf(all, length - kept, kept), new ByteArray(0));
      return partOf(all, 0, length - kept);
    }

    #convert(bytes: Uint8Array): string {
      if (!this.#fatal) return decodeUtf8(natives, bytes);
      return decodeUtf8(natives, bytes, (piece, text) => {
        // Only text with a replacement character can result from invalid bytes; it is valid if the bytes contained that
        // character.
        if (indexOf(text, kReplacement) === -1 || sameBytes(natives._encodeUtf8(text), piece)) return;
        this.#rest = new ByteArray(0);
        this.#started = false;
        throw new makeTypeError("TextDecoder.decode: the bytes are not valid UTF-8");
      });
    }
  }

  return { TextEncoder, TextDecoder };
}

function isLabel(label: string): boolean {
  for (let at = 0; at < kLabels.length; at++) if (kLabels[at] === label) return true;
  return false;
}

function joinBytes(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new ByteArray(typedArrayLength(left) + typedArrayLength(right));
  copyBytes(joined, left);
  copyBytes(joined, right, typedArrayLength(left));
  return joined;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  const length = typedArrayLength(left);
  if (length !== typedArrayLength(right)) return false;
  for (let at = 0; at < length; at++) if (left[at] !== right[at]) return false;
  return true;
}
