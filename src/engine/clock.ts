/** Time as plugins see it: the machine's time, plus waits that nothing could have ended, which are skipped. */
export class Clock {
  readonly #isDebugged: () => boolean;
  #skipped = 0;
  #counted = 0;
  #last = performance.now();

  /** `isDebugged`: whether a debugger may hold the script. */
  constructor(isDebugged: () => boolean = () => false) {
    this.#isDebugged = isDebugged;
  }

  get isDebugged(): boolean {
    return this.#isDebugged();
  }

  /** Milliseconds since an arbitrary moment; never goes back. */
  now(): number {
    return performance.now() + this.#skipped;
  }

  /** The same as limits count it: while a debugger may hold the script, only skipped waits take time. */
  limited(): number {
    const now = performance.now();
    if (!this.isDebugged) this.#counted += now - this.#last;
    this.#last = now;
    return this.#counted + this.#skipped;
  }

  /** Milliseconds since 1970. */
  date(): number {
    return Date.now() + this.#skipped;
  }

  skip(milliseconds: number): void {
    this.#skipped += milliseconds;
  }
}
