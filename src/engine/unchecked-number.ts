/** A number from the sandbox: a broken engine may return any. host/engine/unchecked_number.h in Node. */
export class UncheckedNumber {
  /** For uses that accept any number, NaN included. */
  readonly any: number;

  constructor(value: number) {
    this.any = value;
  }

  /** The nearest integer in the range, towards zero; for NaN, the lowest. */
  within(lowest: number, highest: number): number {
    const value = Math.trunc(this.any);
    return value > lowest ? Math.min(value, highest) : lowest;
  }
}
