/** Time as plugins see it: the machine's, plus the waits that nothing could have ended, which are skipped. */
export class Clock {
  #skipped = 0;

  /** Milliseconds from some moment on; only goes forward. */
  now(): number {
    return performance.now() + this.#skipped;
  }

  /** Milliseconds since 1970. */
  date(): number {
    return Date.now() + this.#skipped;
  }

  skip(milliseconds: number): void {
    this.#skipped += milliseconds;
  }
}
