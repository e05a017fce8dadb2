import type { ProcessEvent, UnansweredEvent } from "../wsl/events.ts";
import type { AnySessionId } from "../wsl/information.ts";
import { readableArguments } from "../wsl/script-names.ts";
import { AnsweredProcess, type ProcessStart, waitsForInput } from "./answered-process.ts";
import { ContainerProcess } from "./container-process.ts";
import { ErrorShell } from "./error-shell.ts";
import {
  isRealProgram,
  type ProcessFunction,
  type ProcessListener,
  type RealProgram,
  type RealPrograms,
  type RunningProcess,
} from "./process.ts";
import { isErrorShell, type RunRequest, readRunRequest, replaceProgram } from "./run-request.ts";
import { type RunListener, RunShell, type StartedProgram } from "./run-shell.ts";
import { WrittenFiles } from "./written-files.ts";

/** A program that a plugin has started. */
export interface ProcessRecord {
  readonly pid: number;
  readonly session: AnySessionId;
  /** The distribution's name, or null for the VM's root namespace. */
  readonly distribution: string | null;
  readonly path: string;
  /** From argv[1] on. */
  readonly args: readonly string[];
  /** What the plugin has written to it, as text. */
  readonly input: string;
  /** What it has printed, as text. */
  readonly output: string;
  /** What `run` has set: variables, folder and user. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly user?: string;
  /** Null while it runs, or if a signal ended it. */
  readonly exitCode: number | null;
  /** The signal that ended it: SIGKILL when the VM stopped, SIGPIPE when it wrote after the other end was closed. */
  readonly signal: string | null;
}

/** Where a program runs: the distribution by its id. */
export interface ProcessPlace {
  readonly session: AnySessionId;
  readonly distribution: string | null;
}

/** Of a machine that has none. */
const noRealPrograms: RealPrograms = {
  start: () => null,
  startRun: () => null,
};

/** The processes of a machine. */
export class ProcessTable {
  readonly records: ProcessRecord[] = [];
  readonly #answer: ProcessFunction;
  /** For programs of run(). */
  readonly #answerRun: ProcessFunction;
  readonly #files = new WrittenFiles();
  readonly #onEvent: (event: ProcessEvent | UnansweredEvent) => void;
  readonly #realPrograms: RealPrograms;
  readonly #running = new Map<RunningProcess, ProcessPlace>();
  readonly #errorShells = new Map<string, ErrorShell>();
  #nextPid = 1000;

  constructor(
    answer: ProcessFunction,
    onEvent: (event: ProcessEvent | UnansweredEvent) => void,
    realPrograms: RealPrograms = noRealPrograms,
  ) {
    this.#realPrograms = realPrograms;
    this.#answer = answer;
    this.#answerRun = (call) => {
      const answered = answer(call);
      return answered === undefined ? this.#files.answer(call) : answered;
    };
    this.#onEvent = onEvent;
  }

  /** Null means that the program does not exist. */
  start(place: ProcessPlace, start: ProcessStart): RunningProcess | null {
    if (isErrorShell(start)) return this.#startErrorShell(place);
    const request = readRunRequest(start);
    if (request !== null) return this.#startRun(place, start, request);
    const startRealProgram = (answer: RealProgram, listener: ProcessListener) =>
      this.#realPrograms.start(answer, start.arg0, listener);
    const started = this.#startProgram(place, start, startRealProgram);
    return typeof started === "string" ? null : started.process;
  }

  /** The same in the VM of a container session, where shells are not recognized by their arguments. */
  startForContainers(place: ProcessPlace, start: ProcessStart): ContainerProcess | null {
    const process = new ContainerProcess();
    const startRealProgram = (answer: RealProgram, listener: ProcessListener) =>
      this.#realPrograms.start(answer, start.arg0, listener, start.env);
    const started = this.#startProgram(place, start, startRealProgram, process);
    if (typeof started === "string") return null;
    process.main = started.process;
    return process;
  }

  /** Text means that the program does not exist, with a remark if there is one. */
  #startProgram(
    place: ProcessPlace,
    start: ProcessStart,
    startRealProgram: (answer: RealProgram, listener: ProcessListener) => RunningProcess | null,
    runListener?: RunListener,
  ): StartedProgram | string {
    const record = recordOf(start, this.#nextPid);
    const eventPlace = { ...place, pid: record.pid };
    const listener = this.#listener(record, eventPlace, runListener);
    const ask = runListener === undefined ? this.#answer : this.#answerRun;
    const answered = new AnsweredProcess(start, ask, listener);
    const answer = answered.ask();
    if (answer === undefined) return this.#gap(place, start);
    if (answer === null) return "";
    const isReal = answer !== waitsForInput && isRealProgram(answer);
    const process = isReal ? startRealProgram(answer, listener) : answered;
    if (process === null) return "";
    this.#nextPid += 1;
    this.records.push(record);
    this.#running.set(process, place);
    const { path, arg0, args } = start;
    this.#onEvent({ kind: "process-started", ...eventPlace, path, arguments: [arg0, ...args] });
    if (!isReal) answered.obey(answer);
    return { process, isReal };
  }

  /** A program that the test has no answer for: the event names it. */
  #gap(place: ProcessPlace, { path, arg0, args }: ProcessStart): string {
    const [name = "", ...rest] = readableArguments([arg0, ...args]);
    const line = `${JSON.stringify([name, ...rest].join(" "))}: "..."`;
    this.#onEvent({ kind: "process-unanswered", ...place, path, line });
    return ` (the simulator's "processes" lack ${line})`;
  }

  #startErrorShell(place: ProcessPlace): ErrorShell {
    const pid = this.#nextPid;
    this.#nextPid += 1;
    const shell = new ErrorShell(pid);
    this.#errorShells.set(`${pid}`, shell);
    this.#running.set(shell, place);
    return shell;
  }

  /** The record is of run()'s program, not of the shell around it. */
  #startRun(place: ProcessPlace, start: ProcessStart, { stderr, program }: RunRequest): RunShell {
    const shell = new RunShell({
      stderr,
      program: program.path,
      findErrorShell: (pid) => this.#errorShells.get(pid) ?? null,
      start: (header, listener) =>
        this.#startProgram(
          place,
          { ...start, ...program },
          (answer, output) => this.#realPrograms.startRun(replaceProgram(start.args, answer), header, output),
          listener,
        ),
    });
    this.#running.set(shell, place);
    return shell;
  }

  /** Ends the processes of a place, or of a whole session, or all. */
  kill({ session, distribution }: { session?: AnySessionId; distribution?: string | null } = {}): void {
    if (typeof session === "number" && distribution === undefined) this.#files.forgetVm(session);
    for (const [running, place] of this.#running) {
      const there = distribution === undefined || place.distribution === distribution;
      if ((session === undefined || place.session === session) && there) {
        running.kill();
        this.#running.delete(running);
      }
    }
  }

  #listener(
    record: Writable<ProcessRecord>,
    place: ProcessPlace & { readonly pid: number },
    run?: RunListener,
  ): ProcessListener {
    const [input, output] = [new TextDecoder(), new TextDecoder()];
    return {
      onInput: (bytes) => {
        record.input += input.decode(bytes, { stream: true });
      },
      onOutput: (bytes) => {
        record.output += output.decode(bytes, { stream: true });
      },
      onError: (text) => {
        run?.onError(text);
        const lines = run === undefined ? text.split("\n").filter((line) => line !== "") : [];
        for (const line of lines) this.#onEvent({ kind: "dmesg", ...place, text: line });
      },
      onExit: (exitCode, signal) => {
        record.exitCode = exitCode;
        record.signal = signal;
        this.#onEvent({ kind: "process-exited", ...place, exitCode, signal });
        run?.onExit(exitCode, signal);
      },
    };
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function recordOf({ arg0: _, hostPath: __, ...start }: ProcessStart, pid: number): ProcessRecord {
  return { pid, ...start, input: "", output: "", exitCode: null, signal: null };
}
