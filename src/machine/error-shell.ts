import { encode } from "../platform/bytes.ts";
import { OutputQueue } from "./output-queue.ts";
import type { RunningProcess } from "./process.ts";

/** Simulates the shell that carries the standard error of a program of run(). */
export class ErrorShell implements RunningProcess {
  readonly #output = new OutputQueue();
  #real: RunningProcess | null = null;
  #killed = false;

  constructor(pid: number) {
    this.print(`${pid}\n`);
  }

  print(text: string): void {
    this.#output.add(encode(text));
  }

  /** The program is a real one; so is what carries its standard error. */
  continueAs(real: RunningProcess): void {
    this.#real = real;
  }

  send(bytes: Uint8Array): number {
    return bytes.length;
  }

  receive(maximum: number): Uint8Array | 0 {
    if (!this.#output.isEmpty || this.#killed) return this.#output.take(maximum);
    return this.#real?.receive(maximum) ?? 0;
  }

  endInput(): void {}

  get readable(): boolean {
    return !this.#output.isEmpty || this.#killed || (this.#real?.readable ?? false);
  }

  get writable(): boolean {
    return true;
  }

  get changes(): boolean {
    return this.#real?.changes ?? false;
  }

  wait(milliseconds: number): void {
    this.#real?.wait(milliseconds);
  }

  hangUp(): void {
    this.#real?.hangUp();
  }

  kill(): void {
    this.#killed = true;
    this.#real?.kill();
  }
}
