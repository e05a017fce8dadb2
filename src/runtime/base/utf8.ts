// UTF-8 through the host's conversions, piece by piece: host code cannot be interrupted, and what it copies does not
// count as the script's memory.

import type { Natives } from "../generated/natives.ts";
import { partOf } from "./bytes.ts";
import { ByteArray, charCodeAt, copyBytes, min, slice, typedArrayLength } from "./primordials.ts";

/** How many UTF-16 units or bytes are converted at once. */
const kPiece = 256 * 1024;

export type Conversions = Pick<Natives, "_encodeUtf8" | "_decodeUtf8">;

/** A lone surrogate becomes U+FFFD. */
export function encodeUtf8(natives: Conversions, text: string): Uint8Array {
  if (text.length <= kPiece) return natives._encodeUtf8(text);
  let bytes = new ByteArray(text.length);
  let used = 0;
  for (let at = 0; at < text.length; ) {
    const end = pieceEnd(text, at);
    const piece = natives._encodeUtf8(slice(text, at, end));
    const needed = used + typedArrayLength(piece);
    // A unit that is still to come may take three bytes.
    if (needed > typedArrayLength(bytes)) bytes = resized(bytes, needed + 3 * (text.length - end));
    copyBytes(bytes, piece, used);
    used = needed;
    at = end;
  }
  return used === typedArrayLength(bytes) ? bytes : resized(partOf(bytes, 0, used), used);
}

/**
 * Writes as many whole characters as there is room for. Returns how many units were read and how many bytes written.
 */
export function encodeUtf8Into(natives: Conversions, text: string, target: Uint8Array) {
  const room = typedArrayLength(target);
  let read = 0;
  let written = 0;
  while (read < text.length) {
    const end = pieceEnd(text, read);
    const bytes = natives._encodeUtf8(slice(text, read, end));
    const taken = partOf(bytes, 0, wholeCharacters(bytes, room - written));
    copyBytes(target, taken, written);
    written += typedArrayLength(taken);
    if (typedArrayLength(taken) < typedArrayLength(bytes))
      return { read: read + natives._decodeUtf8(taken).length, written };
    read = end;
  }
  return { read, written };
}

/** Invalid sequences become U+FFFD. `check` sees each piece and its text. */
export function decodeUtf8(
  natives: Conversions,
  bytes: Uint8Array,
  check?: (piece: Uint8Array, text: string) => void,
): string {
  const length = typedArrayLength(bytes);
  let text = "";
  for (let at = 0; at < length; ) {
    const wanted = min(kPiece, length - at);
    const size = at + wanted === length ? wanted : wanted - unfinishedBytes(partOf(bytes, at, wanted), wanted);
    const piece = partOf(bytes, at, size);
    const decoded = natives._decodeUtf8(piece);
    check?.(piece, decoded);
    text += decoded;
    at += size;
  }
  return text;
}

/** How many bytes at the end start a character that may still become complete. */
export function unfinishedBytes(bytes: Uint8Array, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const isOpen = characterLength(byte) > back && (back === 1 || mayFollow(byte, bytes[length - back + 1] as number));
    return isOpen ? back : 0;
  }
  return 0;
}

/** Where a piece of a text ends without splitting a surrogate pair. */
function pieceEnd(text: string, from: number): number {
  const end = from + kPiece;
  if (end >= text.length) return text.length;
  return (charCodeAt(text, end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;
}

/** The most bytes up to `limit` that do not end inside a character. */
function wholeCharacters(bytes: Uint8Array, limit: number): number {
  const length = typedArrayLength(bytes);
  if (length <= limit) return length;
  let end = limit;
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return end;
}

/** The length of a character with this first byte; 0 if the byte does not start a sequence of several bytes. */
function characterLength(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** Some first bytes restrict the second: no overlong forms, no surrogates, nothing above U+10FFFF. */
function mayFollow(first: number, second: number): boolean {
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second < 0xa0;
  if (first === 0xf0) return second >= 0x90;
  return first !== 0xf4 || second < 0x90;
}

function resized(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const copy = new ByteArray(length);
  copyBytes(copy, bytes);
  return copy;
}
