/** The programs of a recording, and what they answered, as a scenario has them. */

import { isUtf8 } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import type { NativeValue } from "../../engine/runtime.ts";
import { isErrorShell, readRunRequest } from "../../machine/run-request.ts";
import type { Scenario, ScenarioAnswer } from "../scenario/scenario.ts";
import { callEventOf, errnoOf, isMissingProgram, programStarts } from "./call-event.ts";
import { allCalls, answerOf, argumentsOf, type RecordedCall, type Recording } from "./recording.ts";

/** A program, and the streams under which its parts are known. */
interface Program {
  /** The row that starts it. */
  readonly number: number;
  readonly line: string;
  /** Whether `run` started it: its end is marked in its output. */
  readonly isRun: boolean;
  isMissing: boolean;
  readonly stdout: Buffer[];
  /** Of a command, what the shell got that carries it. */
  readonly errors: Buffer[];
  exitCode: number;
  /** What `run` puts around. */
  marker: string | null;
  /** Whether the plugin has waited for it since it last printed, and whether it has ended. */
  isAwaited: boolean;
  hasEnded: boolean;
}

/** Whether the recording leaves their answers out: a scenario has to have them then. */
export function lacksContent({ about, parts }: Recording): boolean {
  return !about.content && allCalls(parts).some(({ native }) => Object.hasOwn(programStarts, native));
}

export interface RecordedPrograms {
  /** By command line. A program that has answered in several ways has a list. */
  readonly answers: NonNullable<Scenario["processes"]>;
  /** What no scenario can have, each with its line. */
  readonly leftOut: readonly string[];
}

export function recordedPrograms({ parts }: Recording): RecordedPrograms {
  const reader = new ProgramReader();
  for (const call of allCalls(parts)) reader.read(call);
  const answers = new Map<string, ScenarioAnswer[]>();
  for (const program of reader.programs) {
    answers.set(program.line, [...(answers.get(program.line) ?? []), scenarioAnswer(program)]);
  }
  const short = [...answers].map(([line, all]) => [line, shortened(all)]);
  return { answers: Object.fromEntries(short), leftOut: [...reader.leftOut, ...reader.programs.flatMap(bytesLeftOut)] };
}

/** The last answer stays, so that the same ones need not follow it. */
function shortened(answers: readonly ScenarioAnswer[]): ScenarioAnswer | readonly ScenarioAnswer[] {
  const last = answers.at(-1) ?? null;
  const different = answers.findLastIndex((answer) => !isDeepStrictEqual(answer, last));
  return different < 0 ? last : answers.slice(0, different + 2);
}

class ProgramReader {
  readonly programs: Program[] = [];
  readonly leftOut: string[] = [];
  /** By their numbers, as long as they are open. */
  readonly #receivers = new Map<number, Buffer[]>();
  /** By the numbers of their streams, and that of a container's process. */
  readonly #owners = new Map<number, Program>();
  /** What the shell received that was started last, and that carries a command's standard error. */
  #errors: Buffer[] = [];

  read(call: RecordedCall): void {
    const { native } = call;
    const decoded = argumentsOf(call);
    const result = answerOf(call);
    if (Object.hasOwn(programStarts, native)) this.#start(call, decoded, result);
    const [number, bytes] = decoded as [NativeValue, NativeValue];
    const program = this.#owners.get(Number(number));
    if (native === "_streamsWait" && number instanceof Uint8Array) this.#noteWait(number);
    else if (native === "_streamReceive" && result instanceof Uint8Array) this.#noteOutput(Number(number), result);
    else if (program === undefined) return;
    else if (native === "_streamSend" && bytes instanceof Uint8Array) noteMarker(program, bytes);
    else if (native === "_wslcExitCode" && Number(result) >= 0) {
      program.exitCode = Number(result);
      program.hasEnded = true;
    }
  }

  #start({ native, number }: RecordedCall, values: readonly NativeValue[], result: NativeValue): void {
    const isMissing = isMissingProgram(result);
    const errno = errnoOf(result);
    if (errno !== 0 && !isMissing) this.leftOut.push(`line ${number}: the errno ${errno}`);
    const event = callEventOf("", native, values, result);
    if (event === null || !("arguments" in event) || (event.hresult < 0 && !isMissing)) return;
    const start = { path: event.path ?? "", args: event.arguments.slice(1) };
    if (isErrorShell(start)) {
      this.#errors = [];
      this.#receivers.set(Number(result), this.#errors);
      return;
    }
    const request = readRunRequest(start);
    const line = request === null ? event.arguments : [request.program.path, ...request.program.args];
    const program: Program = {
      number,
      line: line.join(" "),
      isRun: request !== null,
      isMissing,
      stdout: [],
      errors: request === null ? [] : this.#errors,
      exitCode: 0,
      marker: null,
      isAwaited: false,
      hasEnded: false,
    };
    this.programs.push(program);
    if (isMissing) return;
    if (result instanceof Uint8Array) this.#openContainerProcess(program, integersOf(result));
    else this.#open(program, Number(result), program.stdout);
  }

  #open(program: Program, stream: number, receiver: Buffer[]): void {
    this.#owners.set(stream, program);
    this.#receivers.set(stream, receiver);
  }

  #openContainerProcess(program: Program, numbers: readonly number[]): void {
    const [, , process = 0, stdin = 0, stdout = 0, stderr = 0] = numbers;
    for (const number of [process, stdin]) this.#owners.set(number, program);
    this.#open(program, stdout, program.stdout);
    this.#open(program, stderr, program.errors);
  }

  #noteOutput(stream: number, bytes: Uint8Array): void {
    this.#receivers.get(stream)?.push(Buffer.from(bytes));
    const program = this.#owners.get(stream);
    if (program === undefined) return;
    program.isAwaited = false;
    // A container's process may end later than one of its outputs.
    if (bytes.length === 0) program.hasEnded = true;
  }

  /** Two numbers for each stream. */
  #noteWait(interests: Uint8Array): void {
    for (const [at, stream] of integersOf(interests).entries()) {
      const program = this.#owners.get(stream);
      if (at % 2 === 0 && program !== undefined) program.isAwaited = true;
    }
  }
}

/** The first line that `run` sends begins with it. */
function noteMarker(program: Program, bytes: Uint8Array): void {
  if (program.isRun) program.marker ??= Buffer.from(bytes).toString().split(" ")[0] ?? null;
}

function scenarioAnswer({ isRun, isMissing, marker, isAwaited, hasEnded, ...program }: Program): ScenarioAnswer {
  let stdout = Buffer.concat(program.stdout).toString();
  let stderr = Buffer.concat(program.errors).toString();
  let { exitCode } = program;
  let hangs = isAwaited && !hasEnded;
  if (isRun && marker !== null) {
    const [before = "", end] = stdout.split(marker);
    stdout = before;
    exitCode = Number.parseInt(end ?? "", 10) || 0;
    hangs &&= end === undefined;
    // The shell's own number comes first.
    stderr = (stderr.split(marker)[0] ?? "").replace(/^\d+\n/, "");
  }
  if (isMissing || (exitCode === 127 && isRun)) return null;
  if (hangs) return stdout === "" ? { hangs } : { stdout, hangs };
  if (stderr === "" && exitCode === 0) return stdout;
  return { stdout, ...(stderr !== "" && { stderr }), ...(exitCode !== 0 && { exitCode }) };
}

function bytesLeftOut({ number, line, stdout, errors }: Program): string[] {
  const isText = [stdout, errors].map((parts) => Buffer.concat(parts)).every((bytes) => isUtf8(bytes));
  return isText ? [] : [`line ${number}: what "${line}" prints is not UTF-8`];
}

function integersOf(bytes: Uint8Array): number[] {
  return [...new Int32Array(bytes.slice().buffer)];
}
