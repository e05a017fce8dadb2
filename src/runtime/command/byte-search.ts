// Finds a sequence of bytes in others.

import { ByteArray, typedArrayLength } from "../base/primordials.ts";

/**
 * Returns a function that finds the sequence; -1 if it does not occur. It checks the byte that the sequence would end
 * with, and skips as many bytes as that byte rules out (Horspool): it reads only a fraction of most data, and only
 * someone who knows the sequence can make data that slows it down.
 */
export function searchFor(sequence: Uint8Array): (bytes: Uint8Array) => number {
  const length = typedArrayLength(sequence);
  const skips = new ByteArray(256);
  for (let byte = 0; byte < 256; byte++) skips[byte] = length;
  for (let at = 0; at < length - 1; at++) skips[sequence[at] as number] = length - 1 - at;
  return (bytes) => {
    const end = typedArrayLength(bytes);
    for (let last = length - 1; last < end; last += skips[bytes[last] as number] as number) {
      if (endsAt(bytes, last, sequence, length)) return last - length + 1;
    }
    return -1;
  };
}

function endsAt(bytes: Uint8Array, last: number, sequence: Uint8Array, length: number): boolean {
  for (let back = 0; back < length; back++) {
    if (bytes[last - back] !== sequence[length - 1 - back]) return false;
  }
  return true;
}
