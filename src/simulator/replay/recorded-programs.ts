/** The programs of a recording, and what they answered, as a scenario has them. */

import type { NativeValue } from "../../engine/runtime.ts";
import { isErrorShell, readRunRequest } from "../../machine/run-request.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { callEventOf, programStarts } from "./call-event.ts";
import { allCalls, answerOf, argumentsOf, type RecordedCall, type Recording } from "./recording.ts";

type Answers = NonNullable<Scenario["processes"]>;

/** A program, and the streams under which its parts are known. */
interface Program {
  readonly line: string;
  /** Whether `run` started it: its end is marked in its output. */
  readonly isRun: boolean;
  stdout: string;
  /** Of a command, what the shell got that carries it. */
  readonly errors: { text: string };
  exitCode: number;
  /** What `run` puts around. */
  marker: string | null;
}

/** Whether the recording leaves their answers out: a scenario has to have them then. */
export function lacksContent({ about, parts }: Recording): boolean {
  return !about.content && allCalls(parts).some(({ native }) => Object.hasOwn(programStarts, native));
}

/** By command line. Of a program that has answered in several ways, the last counts. */
export function recordedPrograms({ parts }: Recording): Answers {
  const reader = new ProgramReader();
  for (const call of allCalls(parts)) reader.read(call);
  return Object.fromEntries(reader.programs.map((program) => [program.line, scenarioAnswer(program)]));
}

class ProgramReader {
  readonly programs: Program[] = [];
  /** By their numbers, as long as they are open. */
  readonly #receivers = new Map<number, (text: string) => void>();
  readonly #senders = new Map<number, Program>();
  readonly #processes = new Map<number, Program>();
  /** What the shell received that was started last, and that carries a command's standard error. */
  #errors = { text: "" };

  read(call: RecordedCall): void {
    const { native } = call;
    const decoded = argumentsOf(call);
    const result = answerOf(call);
    if (Object.hasOwn(programStarts, native)) this.#start(native, decoded, result);
    const [stream] = decoded as [number];
    if (native === "_streamReceive" && result instanceof Uint8Array) this.#receivers.get(stream)?.(textOf(result));
    if (native === "_streamSend" && decoded[1] instanceof Uint8Array) this.#noteMarker(stream, textOf(decoded[1]));
    const process = this.#processes.get(stream);
    if (native === "_wslcExitCode" && process !== undefined && Number(result) >= 0) process.exitCode = Number(result);
  }

  #start(native: string, values: readonly NativeValue[], result: NativeValue): void {
    const event = callEventOf("", native, values, result);
    if (event === null || !("arguments" in event) || event.hresult < 0) return;
    const start = { path: event.path ?? "", args: event.arguments.slice(1) };
    if (isErrorShell(start)) {
      const errors = { text: "" };
      this.#errors = errors;
      this.#receivers.set(Number(result), (text) => {
        errors.text += text;
      });
      return;
    }
    const request = readRunRequest(start);
    const { path, args } = request?.program ?? start;
    const errors = request === null ? { text: "" } : this.#errors;
    const line = [path, ...args].join(" ");
    const program: Program = { line, isRun: request !== null, stdout: "", errors, exitCode: 0, marker: null };
    this.programs.push(program);
    if (result instanceof Uint8Array) this.#openContainerProcess(program, result);
    else this.#openStream(program, Number(result));
  }

  #openStream(program: Program, stream: number): void {
    this.#senders.set(stream, program);
    this.#receivers.set(stream, (text) => {
      program.stdout += text;
    });
  }

  #openContainerProcess(program: Program, numbers: Uint8Array): void {
    const [, , process = -1, , stdout = -1, stderr = -1] = new Int32Array(numbers.slice().buffer);
    this.#processes.set(process, program);
    this.#receivers.set(stdout, (text) => {
      program.stdout += text;
    });
    this.#receivers.set(stderr, (text) => {
      program.errors.text += text;
    });
  }

  /** The first line that `run` sends begins with it. */
  #noteMarker(stream: number, text: string): void {
    const program = this.#senders.get(stream);
    if (program?.isRun && program.marker === null) program.marker = text.split(" ")[0] ?? null;
  }
}

function scenarioAnswer({ isRun, marker, errors, ...program }: Program): Answers[string] {
  let { stdout, exitCode } = program;
  let stderr = errors.text;
  if (isRun && marker !== null) {
    const [before = "", end = ""] = stdout.split(marker);
    stdout = before;
    exitCode = Number.parseInt(end, 10) || 0;
    // The shell's own number comes first.
    stderr = (stderr.split(marker)[0] ?? "").replace(/^\d+\n/, "");
  }
  if (exitCode === 127 && isRun) return null;
  if (stderr === "" && exitCode === 0) return stdout;
  return { stdout, ...(stderr !== "" && { stderr }), ...(exitCode !== 0 && { exitCode }) };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
