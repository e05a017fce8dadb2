// Bytes that scripts pass: typed arrays, DataViews and ArrayBuffers as one Uint8Array over the same memory.

import {
  ByteArray,
  bufferBytes,
  isObject,
  typedArrayBuffer,
  typedArrayBytes,
  typedArrayName,
  typedArrayOffset,
  viewBuffer,
  viewBytes,
  viewOffset,
} from "./primordials.ts";

/** Undefined for a value that is not bytes. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (!isObject(value)) return undefined;
  if (typedArrayName(value) !== undefined) {
    return new ByteArray(typedArrayBuffer(value), typedArrayOffset(value), typedArrayBytes(value));
  }
  return attempt(() => new ByteArray(value as ArrayBuffer, 0, bufferBytes(value))) ?? attempt(() => bytesOfView(value));
}

/** A part of an array, over the same memory. */
export function partOf(bytes: Uint8Array, from: number, length: number): Uint8Array {
  return new ByteArray(typedArrayBuffer(bytes), typedArrayOffset(bytes) + from, length);
}

function bytesOfView(view: object): Uint8Array {
  return new ByteArray(viewBuffer(view), viewOffset(view), viewBytes(view));
}

/** Each kind's own getter identifies it: it throws for everything else. */
function attempt(read: () => Uint8Array): Uint8Array | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
