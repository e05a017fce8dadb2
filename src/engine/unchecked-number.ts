/** A number that comes out of the sandbox: a broken engine may answer with any. host/engine/unchecked_number.h, in Node. */
export class UncheckedNumber {
  /** For what accepts any number, NaN included. */
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
