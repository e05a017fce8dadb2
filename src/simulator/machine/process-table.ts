import type { ProcessEvent } from "../events.ts";
import { AnsweredProcess, type ProcessStart, waitsForInput } from "./answered-process.ts";
import { isRealProgram, type ProcessFunction, type ProcessListener, type RunningProcess } from "./process.ts";
import { startReal } from "./real-process.ts";

/** A program that a plugin has started. */
export interface ProcessRecord {
  readonly pid: number;
  readonly session: number;
  /** The distribution's name, or null for the VM's root namespace. */
  readonly distribution: string | null;
  readonly path: string;
  /** From argv[1] on. */
  readonly args: readonly string[];
  /** What the plugin has written to it, as text. */
  readonly input: string;
  /** What it has printed, as text. */
  readonly output: string;
  /** Null as long as it runs, and when it was ended. */
  readonly exitCode: number | null;
  /** What ended it before its time: SIGKILL when the VM stopped, or nobody was left to talk to. */
  readonly signal: string | null;
}

/** Where a program runs: the distribution by its id. */
export interface ProcessPlace {
  readonly session: number;
  readonly distribution: string | null;
}

/** The processes of a machine. */
export class ProcessTable {
  readonly records: ProcessRecord[] = [];
  readonly #answer: ProcessFunction;
  readonly #onEvent: (event: ProcessEvent) => void;
  readonly #running = new Map<RunningProcess, ProcessPlace>();
  #nextPid = 1000;

  constructor(answer: ProcessFunction, onEvent: (event: ProcessEvent) => void) {
    this.#answer = answer;
    this.#onEvent = onEvent;
  }

  /** Null says that there is no such program. */
  start(place: ProcessPlace, start: ProcessStart): RunningProcess | null {
    const record = recordOf(start, this.#nextPid);
    const eventPlace = { ...place, pid: record.pid };
    const listener = this.#listener(record, eventPlace);
    const answered = new AnsweredProcess(start, this.#answer, listener);
    const answer = answered.ask();
    if (answer === undefined) return null;
    const real = answer !== waitsForInput && isRealProgram(answer);
    const running = real ? startReal(answer, start.arg0, listener) : answered;
    if (running === null) return null;
    this.#nextPid += 1;
    this.records.push(record);
    this.#running.set(running, place);
    const { path, arg0, args } = start;
    this.#onEvent({ kind: "process-started", ...eventPlace, path, arguments: [arg0, ...args] });
    if (!real) answered.obey(answer);
    return running;
  }

  /** Ends the processes of a place, or of a whole session, or all. */
  kill({ session, distribution }: Partial<ProcessPlace> = {}): void {
    for (const [running, place] of this.#running) {
      const there = distribution === undefined || place.distribution === distribution;
      if ((session === undefined || place.session === session) && there) {
        running.kill();
        this.#running.delete(running);
      }
    }
  }

  #listener(record: Writable<ProcessRecord>, place: ProcessPlace & { readonly pid: number }): ProcessListener {
    const [input, output] = [new TextDecoder(), new TextDecoder()];
    return {
      onInput: (bytes) => {
        record.input += input.decode(bytes, { stream: true });
      },
      onOutput: (bytes) => {
        record.output += output.decode(bytes, { stream: true });
      },
      onError: (text) => this.#onEvent({ kind: "dmesg", ...place, text }),
      onExit: (exitCode, signal) => {
        record.exitCode = exitCode;
        record.signal = signal;
        this.#onEvent({ kind: "process-exited", ...place, exitCode, signal });
      },
    };
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function recordOf({ session, distribution, path, args }: ProcessStart, pid: number): ProcessRecord {
  return { pid, session, distribution, path, args, input: "", output: "", exitCode: null, signal: null };
}
