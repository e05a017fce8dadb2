// Separates a program's output from the report of the script around it: the secret, a space, the report, a newline.

import { partOf } from "../base/bytes.ts";
import { ByteArray, copyBytes, findByte, min, typedArrayLength } from "../base/primordials.ts";
import { ByteQueue } from "../process/byte-queue.ts";
import { searchFor } from "./byte-search.ts";

const kNewline = 0x0a;

export class MarkedOutput {
  /** The program's output. Its end may be held back until more bytes arrive: it could be the start of the secret. */
  readonly printed = new ByteQueue();
  readonly #search: (bytes: Uint8Array) => number;
  readonly #secretLength: number;
  #held: Uint8Array = new ByteArray(0);
  #secretFound = false;
  #report: Uint8Array | undefined;

  constructor(secret: Uint8Array) {
    this.#search = searchFor(secret);
    this.#secretLength = typedArrayLength(secret);
  }

  /** Undefined until it has arrived. */
  get report(): Uint8Array | undefined {
    return this.#report;
  }

  /** Adds the next bytes, which may be cut anywhere. Bytes after the report are dropped. */
  push(bytes: Uint8Array): void {
    if (this.#report !== undefined) return;
    this.#held = join(this.#held, bytes);
    if (!this.#secretFound) this.#findSecret();
    if (this.#secretFound) this.#findReport();
  }

  #findSecret(): void {
    const length = typedArrayLength(this.#held);
    const found = this.#search(this.#held);
    this.#secretFound = found !== -1;
    if (found !== -1) {
      this.#print(found);
      this.#drop(this.#secretLength);
    } else if (length >= this.#secretLength) {
      this.#print(length - this.#secretLength + 1);
    }
  }

  #findReport(): void {
    const end = findByte(this.#held, kNewline);
    if (end === -1) return;
    // Behind the space.
    const start = min(1, end);
    this.#report = partOf(this.#held, start, end - start);
  }

  #print(length: number): void {
    if (length > 0) this.printed.append(partOf(this.#held, 0, length));
    this.#drop(length);
  }

  #drop(length: number): void {
    this.#held = partOf(this.#held, length, typedArrayLength(this.#held) - length);
  }
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  const length = typedArrayLength(left);
  if (length === 0) return right;
  const both = new ByteArray(length + typedArrayLength(right));
  copyBytes(both, left);
  copyBytes(both, right, length);
  return both;
}
