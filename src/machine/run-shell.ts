import { concat, decode, encode } from "../platform/bytes.ts";
import type { ErrorShell } from "./error-shell.ts";
import { OutputQueue } from "./output-queue.ts";
import type { RunningProcess } from "./process.ts";

/** The first line of a shell's input. */
export interface RunHeader {
  readonly secret: string;
  /** Null: standard error goes elsewhere. */
  readonly errorShell: ErrorShell | null;
  readonly hasInput: boolean;
}

/** How a program of a test reports what becomes of it. */
export interface RunListener {
  onError(text: string): void;
  /** Null: it was killed together with its shell. */
  onExit(exitCode: number | null, signal: NodeJS.Signals | null): void;
}

export interface StartedProgram {
  readonly process: RunningProcess;
  /** It is a real one, with a real shell around it. */
  readonly isReal: boolean;
}

export interface RunShellOptions {
  /** Where standard error goes. */
  readonly stderr: string;
  findErrorShell(pid: string): ErrorShell | null;
  /** Text means that the program does not exist, with a remark if there is one. */
  start(header: RunHeader, listener: RunListener): StartedProgram | string;
  /** The program's name, as the plugin gave it. */
  readonly program: string;
}

const notFound = 127;

/**
 * Simulates the shell of run() (src/runtime/command/scripts.ts): the plugin gets what a real shell would print. A test
 * answers for the program.
 */
export class RunShell implements RunningProcess {
  readonly #options: RunShellOptions;
  /** The shell's own output, after everything that the program prints. */
  readonly #output = new OutputQueue();
  #firstLine: Uint8Array | null = new Uint8Array();
  #program: StartedProgram | null = null;
  #ended = false;

  constructor(options: RunShellOptions) {
    this.#options = options;
  }

  send(bytes: Uint8Array): number {
    if (this.#firstLine === null) return this.#program?.process.send(bytes) ?? bytes.length;
    const received = concat([this.#firstLine, bytes]);
    const end = received.indexOf(0x0a);
    this.#firstLine = end === -1 ? received : null;
    if (end === -1) return bytes.length;
    this.#begin(decode(received.subarray(0, end)));
    const rest = received.subarray(end + 1);
    const taken = rest.length === 0 ? 0 : (this.#program?.process.send(rest) ?? rest.length);
    return bytes.length - rest.length + taken;
  }

  receive(maximum: number): Uint8Array | 0 {
    const bytes = this.#program?.process.receive(maximum) ?? 0;
    if (this.#program?.isReal || (bytes !== 0 && bytes.length > 0)) return bytes;
    return this.#output.isEmpty && !this.#ended ? 0 : this.#output.take(maximum);
  }

  endInput(): void {
    if (this.#firstLine !== null) this.#ended = true;
    this.#program?.process.endInput();
  }

  get readable(): boolean {
    return !this.#output.isEmpty || this.#ended || (this.#program?.process.readable ?? false);
  }

  get writable(): boolean {
    return this.#program?.process.writable ?? true;
  }

  get changes(): boolean {
    return this.#program?.process.changes ?? false;
  }

  wait(milliseconds: number): void {
    this.#program?.process.wait(milliseconds);
  }

  hangUp(): void {
    this.#program?.process.hangUp();
  }

  kill(): void {
    this.#ended = true;
    this.#program?.process.kill();
  }

  #begin(line: string): void {
    const [secret = "", errorPid = "", input] = line.split(" ");
    const errorShell = this.#options.findErrorShell(errorPid);
    const header = { secret, errorShell, hasInput: input === "input" };
    const started = this.#options.start(header, {
      onError: (text) => this.#complain(header, text),
      onExit: (exitCode) => this.#report(header, exitCode),
    });
    if (typeof started === "string") {
      this.#complain(header, `sh: 1: exec: ${this.#options.program}: not found${started}\n`);
      this.#report(header, notFound);
    } else {
      this.#program = started;
      if (!header.hasInput) started.process.endInput();
    }
  }

  #complain({ errorShell }: RunHeader, text: string): void {
    if (this.#options.stderr === "merge") this.#output.add(encode(text));
    if (this.#options.stderr === "separate") errorShell?.print(text);
  }

  #report({ secret, errorShell }: RunHeader, exitCode: number | null): void {
    this.#ended = true;
    if (exitCode === null) return;
    this.#output.add(encode(`${secret} ${exitCode}\n`));
    errorShell?.print(`${secret} \n`);
  }
}
