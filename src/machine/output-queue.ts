/** Bytes that a program has printed and that nothing has read yet. */
export class OutputQueue {
  readonly #chunks: Uint8Array[] = [];

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  add(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#chunks.push(bytes);
  }

  /** At most this many bytes; none if there are none. */
  take(maximum: number): Uint8Array {
    const [first = new Uint8Array()] = this.#chunks;
    if (first.length <= maximum) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(maximum);
    return first.subarray(0, maximum);
  }

  clear(): void {
    this.#chunks.length = 0;
  }
}
