// Bytes received from a process and not yet read.

import { partOf } from "../base/bytes.ts";
import { ByteArray, copyBytes, findByte, min, restOf, typedArrayLength } from "../base/primordials.ts";

/** Chunks are appended at the end and consumed from the start; bytes are only copied when they are taken. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #first = 0;
  #length = 0;
  #taken = 0;

  get length(): number {
    return this.#length;
  }

  /** How many bytes have been taken so far. */
  get taken(): number {
    return this.#taken;
  }

  append(chunk: Uint8Array): void {
    this.#chunks[this.#chunks.length] = chunk;
    this.#length += typedArrayLength(chunk);
  }

  /** The bytes available without copying, at most `maximum`. */
  takeSome(maximum: number): Uint8Array {
    const chunk = this.#chunks[this.#first] as Uint8Array;
    const size = min(typedArrayLength(chunk), maximum);
    const taken = partOf(chunk, 0, size);
    this.#drop(size);
    return taken;
  }

  /** Exactly `size` bytes, which must be available, as an array of their own. */
  take(size: number): Uint8Array {
    const bytes = new ByteArray(size);
    for (let at = 0; at < size; ) {
      const some = this.takeSome(size - at);
      copyBytes(bytes, some, at);
      at += typedArrayLength(some);
    }
    return bytes;
  }

  /** The index of a byte, searched from `from` on; -1 if it does not occur. */
  find(byte: number, from: number): number {
    let start = 0;
    for (let at = this.#first; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at] as Uint8Array;
      const length = typedArrayLength(chunk);
      if (start + length > from) {
        const found = findByte(chunk, byte, from > start ? from - start : 0);
        if (found !== -1) return start + found;
      }
      start += length;
    }
    return -1;
  }

  #drop(size: number): void {
    const chunk = this.#chunks[this.#first] as Uint8Array;
    const rest = typedArrayLength(chunk) - size;
    this.#length -= size;
    this.#taken += size;
    if (rest > 0) this.#chunks[this.#first] = partOf(chunk, size, rest);
    else this.#first++;
    if (this.#first > 0 && this.#first * 2 >= this.#chunks.length) this.#forgetTaken();
  }

  /** Frees consumed memory for new bytes, once it is at least half of all, so that the cost stays low. */
  #forgetTaken(): void {
    this.#chunks = restOf(this.#chunks, this.#first);
    this.#first = 0;
  }
}
