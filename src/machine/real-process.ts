/**
 * A real program of this machine at the other end of a plugin. A hook runs from its start to its end without a pause
 * for Node's own events, so the program's standard streams are named pipes, which can be written and read without
 * waiting.
 */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from "node:fs";
import { constants as osConstants, tmpdir } from "node:os";
import { join } from "node:path";
import { hresults } from "../runtime/generated/hresults.ts";
import type { ProcessListener, RealProgram, RunningProcess } from "./process.ts";

/**
 * Null means that the machine does not have the program. With an environment of its own, in a container session, the
 * plugin sees its standard error and its end while the hook runs.
 */
export function startReal(
  { program, args }: RealProgram,
  arg0: string,
  listener: ProcessListener,
  env?: Readonly<Record<string, string>>,
): RunningProcess | null {
  const [theirInput, input] = namedPipe(constants.O_RDONLY, constants.O_WRONLY);
  const [theirOutput, output] = namedPipe(constants.O_WRONLY, constants.O_RDONLY);
  const [theirErrors, errors] = env === undefined ? [null, null] : namedPipe(constants.O_WRONLY, constants.O_RDONLY);
  const child = spawn(program, args, {
    argv0: arg0,
    stdio: [theirInput, theirOutput, theirErrors ?? "pipe"],
    ...(env !== undefined && { env }),
  });
  for (const end of [theirInput, theirOutput, theirErrors]) if (end !== null) closeSync(end);
  const process = new RealProcess(child, { input, output, errors }, listener);
  if (child.pid !== undefined) return process;
  // The program could not be started. Killing without a process id would kill this process's own group.
  process.hangUp();
  return null;
}

/** Milliseconds between two checks of a program that is not ready. */
const pollInterval = 1;
const chunkSize = 65536;
const connectionReset = hresults.WSAECONNRESET | 0;

class RealProcess implements RunningProcess {
  readonly #child: ChildProcess;
  readonly #output: number;
  readonly #listener: ProcessListener;
  readonly #received: Uint8Array[] = [];
  readonly #errors: number | null;
  readonly #decoder = new TextDecoder();
  #errorsEnded = false;
  #exited = false;
  #input: number | null;
  #outputEnded = false;
  /** The pipe to the program was full, and it has not had time to read. */
  #full = false;
  #hungUp = false;

  constructor(child: ChildProcess, { input, output, errors }: Pipes, listener: ProcessListener) {
    this.#child = child;
    this.#input = input;
    this.#output = output;
    this.#errors = errors;
    this.#listener = listener;
    // A program that cannot be started has already been reported.
    child.on("error", () => {});
    child.on("exit", (code, signal) => this.#onExit(code, signal));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => listener.onError(text));
  }

  get readable(): boolean {
    this.#read();
    if (this.#errors !== null) this.#lookAtEnd(this.#errors);
    return this.#received.length > 0 || this.#outputEnded;
  }

  get writable(): boolean {
    return !this.#full;
  }

  send(bytes: Uint8Array): number {
    const input = this.#input;
    const taken = input === null ? connectionReset : (transferred(() => writeSync(input, bytes)) ?? 0);
    this.#full = taken === 0;
    if (taken > 0) this.#listener.onInput(bytes.slice(0, taken));
    return taken;
  }

  receive(maximum: number): Uint8Array | 0 {
    if (!this.readable) return 0;
    const [first = new Uint8Array()] = this.#received;
    if (first.length <= maximum) this.#received.shift();
    else this.#received[0] = first.subarray(maximum);
    return first.subarray(0, maximum);
  }

  endInput(): void {
    if (this.#input !== null) closeSync(this.#input);
    this.#input = null;
  }

  get changes(): boolean {
    return true;
  }

  wait(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    while (!this.readable && performance.now() < end) {
      sleep(pollInterval);
      if (this.#full) break;
    }
    this.#full = false;
  }

  hangUp(): void {
    this.endInput();
    if (!this.#hungUp) closeSync(this.#output);
    if (!this.#hungUp && this.#errors !== null) closeSync(this.#errors);
    this.#errorsEnded = true;
    this.#hungUp = true;
    this.#outputEnded = true;
  }

  kill(): void {
    this.hangUp();
    this.#child.kill("SIGKILL");
  }

  /** What it has written to its standard error, and then its end, which Node learns of only after the hook. */
  #lookAtEnd(errors: number): void {
    const buffer = new Uint8Array(chunkSize);
    for (let count: number | null = 1; !this.#errorsEnded && count !== null; ) {
      count = transferred(() => readSync(errors, buffer));
      this.#errorsEnded = count === 0;
      if (count !== null) this.#listener.onError(this.#decoder.decode(buffer.subarray(0, count), { stream: true }));
    }
    const status = this.#exited ? null : statusOf(this.#child.pid ?? 0);
    if (status !== null) this.#onExit(...status);
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#exited) return;
    this.#exited = true;
    this.#listener.onExit(code, signal);
  }

  #read(): void {
    if (this.#outputEnded || this.#received.length > 0) return;
    const buffer = new Uint8Array(chunkSize);
    const count = transferred(() => readSync(this.#output, buffer));
    if (count === null) return;
    if (count === 0) this.#outputEnded = true;
    else this.#received.push(buffer.slice(0, count));
    this.#listener.onOutput(buffer.slice(0, count));
  }
}

/** This side's ends of the pipes. Without one for standard error, the child's is used. */
interface Pipes {
  readonly input: number;
  readonly output: number;
  readonly errors: number | null;
}

/** For a child that has ended and that Node has not reaped yet: its exit code or signal. Null while it runs. */
function statusOf(pid: number): [code: number | null, signal: NodeJS.Signals | null] | null {
  const text = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (fields[0] !== "Z") return null;
  const status = Number(fields.at(-1));
  const number = status & 0x7f;
  const [signal] = Object.entries(osConstants.signals).find(([, each]) => each === number) ?? [];
  return number === 0 ? [status >> 8, null] : [null, (signal ?? null) as NodeJS.Signals | null];
}

/** The program's end, which waits, and ours, which does not. */
function namedPipe(theirs: number, ours: number): [theirs: number, ours: number] {
  const folder = mkdtempSync(join(tmpdir(), "wsl-process-"));
  try {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    // An end opens at once while the other one is open.
    const both = openSync(path, constants.O_RDWR);
    const ends: [number, number] = [openSync(path, theirs), openSync(path, ours | constants.O_NONBLOCK)];
    closeSync(both);
    return ends;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The number of bytes, null if the call would have to wait, or an HRESULT if the other end is closed. */
function transferred(transfer: () => number): number | null {
  try {
    return transfer();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EAGAIN") return null;
    if (code === "EPIPE") return connectionReset;
    throw error;
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
