// Converts a registry value for scripts.

import { partOf } from "../base/bytes.ts";
import { freeze, makeBigInt, splitText } from "../base/primordials.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";

export type RegistryValue = string | number | bigint | readonly string[] | Uint8Array;

/** Winnt.h. */
const kText = 1;
const kTextWithVariables = 2;
const kUint32 = 4;
const kUint32BigEndian = 5;
const kLink = 6;
const kTexts = 7;
const kUint64 = 11;

/** Data with the wrong size for its type becomes bytes, like all other types. */
export function readRegistryValue(natives: Natives, bytes: Uint8Array): RegistryValue {
  const data = partOf(bytes, 4, bytes.length - 4);
  switch (uint32(bytes, 0)) {
    case kText:
    case kTextWithVariables:
    case kLink:
      return textsIn(natives, data)[0] as string;
    case kTexts:
      return listOf(textsIn(natives, data));
    case kUint32:
      return data.length === 4 ? uint32(data, 0) : data;
    case kUint32BigEndian:
      return data.length === 4 ? uint32BigEndian(data) : data;
    case kUint64:
      return data.length === 8 ? uint64(data) : data;
    default:
      return data;
  }
}

export function uint32(bytes: Uint8Array, at: number): number {
  const byte = (offset: number) => bytes[at + offset] as number;
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
}

function uint32BigEndian(bytes: Uint8Array): number {
  const byte = (offset: number) => bytes[offset] as number;
  return (byte(3) | (byte(2) << 8) | (byte(1) << 16) | (byte(0) << 24)) >>> 0;
}

function uint64(bytes: Uint8Array): bigint {
  return (makeBigInt(uint32(bytes, 4)) << 32n) | makeBigInt(uint32(bytes, 0));
}

/** Anything after a NUL does not belong to the value. */
function textsIn(natives: Natives, data: Uint8Array): string[] {
  return splitText(decodeUtf8(natives, data), "\0");
}

/** An empty text ends the list. */
function listOf(texts: readonly string[]): readonly string[] {
  const list: string[] = [];
  for (let at = 0; at < texts.length && texts[at] !== ""; at++) list[at] = texts[at] as string;
  return freeze(list);
}
