import { concat, decode, encode } from "../platform/bytes.ts";
import { OutputQueue } from "./output-queue.ts";
import {
  isRealProgram,
  isSteps,
  type ProcessAnswer,
  type ProcessCall,
  type ProcessFunction,
  type ProcessListener,
  type ProcessResult,
  type ProcessSteps,
  type RealProgram,
  type RunningProcess,
} from "./process.ts";

/** The part that real programs lack. */
export type FakeAnswer = Exclude<ProcessAnswer, RealProgram>;

/** The program's start without its input. */
export type ProcessStart = Omit<ProcessCall, "input" | "inputBytes">;

/** The program cannot answer before its input has ended. */
export const waitsForInput = Symbol("waits for the end of its input");

/** Thrown through a test's function that reads input which is not complete yet. */
class NeedsInput extends Error {
  override readonly message = "A program with steps reads its input with yield, not from call.input.";
}

/** A program that a test's function answers: `ask`, then `obey` the result. */
export class AnsweredProcess implements RunningProcess {
  readonly #start: ProcessStart;
  readonly #answer: ProcessFunction;
  readonly #listener: ProcessListener;
  readonly #input: Uint8Array[] = [];
  readonly #output = new OutputQueue();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #steps: ProcessSteps | null = null;
  /** What the steps wait for has arrived. */
  #pendingInput = "";
  #inputEnded = false;
  #endTold = false;
  #waitsForInput = false;
  #answered = false;
  #hungUp = false;
  #exited = false;

  constructor(start: ProcessStart, answer: ProcessFunction, listener: ProcessListener) {
    this.#start = start;
    this.#answer = answer;
    this.#listener = listener;
  }

  /** Null and undefined mean that the program does not exist. */
  ask(): ProcessAnswer | typeof waitsForInput | null | undefined {
    try {
      return this.#answer(this.#call());
    } catch (error) {
      if (error instanceof NeedsInput) return waitsForInput;
      throw error;
    }
  }

  obey(answer: FakeAnswer | typeof waitsForInput): void {
    if (answer === waitsForInput) return;
    this.#answered = true;
    if (isSteps(answer)) {
      this.#steps = answer;
      this.#goOn();
    } else {
      this.#finish(typeof answer === "string" || answer instanceof Uint8Array ? { stdout: answer } : answer);
    }
  }

  send(bytes: Uint8Array): number {
    if (this.#exited) return bytes.length;
    this.#listener.onInput(bytes);
    this.#input.push(bytes);
    this.#pendingInput += this.#decoder.decode(bytes, { stream: true });
    this.#goOn();
    return bytes.length;
  }

  receive(maximum: number): Uint8Array | 0 {
    if (this.#output.isEmpty) return this.#exited ? new Uint8Array() : 0;
    const bytes = this.#output.take(maximum);
    this.#goOn();
    return bytes;
  }

  endInput(): void {
    if (this.#inputEnded || this.#exited) return;
    this.#inputEnded = true;
    this.#pendingInput += this.#decoder.decode();
    if (this.#answered) this.#goOn();
    else this.#answerAtLast();
  }

  get readable(): boolean {
    return !this.#output.isEmpty || this.#exited;
  }

  get writable(): boolean {
    return true;
  }

  /** Such a program has done everything that it does: waiting brings nothing more. */
  get changes(): boolean {
    return false;
  }

  wait(): void {}

  hangUp(): void {
    this.#hungUp = true;
    this.#output.clear();
    this.endInput();
    this.#goOn();
  }

  kill(signal: NodeJS.Signals = "SIGKILL"): void {
    if (this.#exited) return;
    this.#exited = true;
    this.#listener.onExit(null, signal);
  }

  #call(): ProcessCall {
    const input = () => {
      if (!this.#inputEnded) throw new NeedsInput();
      return concat(this.#input);
    };
    return {
      ...this.#start,
      get input() {
        return decode(input());
      },
      get inputBytes() {
        return input();
      },
    };
  }

  #answerAtLast(): void {
    const answer = this.ask();
    if (answer === undefined || answer === null || answer === waitsForInput || isRealProgram(answer)) {
      throw new TypeError(`The program ${this.#start.path} has read its input, so it must answer with its output.`);
    }
    this.obey(answer);
  }

  /** Steps run as far as they can, but print no more than is read: they may be endless. */
  #goOn(): void {
    while (this.#steps !== null && !this.#exited && this.#output.isEmpty) {
      const input = this.#waitsForInput ? this.#takeInput() : null;
      if (input === undefined) return;
      const { done, value } = this.#steps.next(input);
      this.#waitsForInput = value === undefined;
      if (done) this.#finish(value ?? {});
      else this.#print(value ?? "");
    }
  }

  /** What has arrived; null for the end, which is reported once; undefined for nothing yet. */
  #takeInput(): string | null | undefined {
    if (this.#pendingInput !== "") {
      const text = this.#pendingInput;
      this.#pendingInput = "";
      return text;
    }
    if (!this.#inputEnded || this.#endTold) return undefined;
    this.#endTold = true;
    return null;
  }

  #print(output: string | Uint8Array): void {
    const bytes = typeof output === "string" ? encode(output) : output;
    if (bytes.length === 0) return;
    // Its reader is gone.
    if (this.#hungUp) {
      this.kill("SIGPIPE");
      return;
    }
    this.#listener.onOutput(bytes);
    this.#output.add(bytes);
  }

  #finish({ stdout = "", stderr = "", exitCode = 0 }: ProcessResult): void {
    this.#print(stdout);
    if (stderr !== "") this.#listener.onError(stderr);
    if (this.#exited) return;
    this.#exited = true;
    this.#listener.onExit(exitCode, null);
  }
}
