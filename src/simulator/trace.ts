/** Where a plugin's time goes, in the Trace Event format: Perfetto and chrome://tracing show it. */

import type { Clock } from "../engine/clock.ts";
import type { Activity, Details, Observer } from "../host/observer.ts";
import type { AnySessionId } from "../wsl/information.ts";
import { readableArguments } from "../wsl/script-names.ts";
import type { SimulatorEvent } from "./event-log.ts";

export interface TraceEvent {
  /** A hook, a call or a program, as WSL or the script has it; or the message of a limit. */
  readonly name: string;
  /** What it is: "load", "hook", "script", "call", "wait", "process", "limit" or "log". */
  readonly cat: string;
  /** Whether something begins (B), ends (E), or takes no time (i), or whether this is a track's name (M). */
  readonly ph: "B" | "E" | "i" | "M";
  /** Microseconds since the simulation began. */
  readonly ts: number;
  /** A number for each plugin, and for each session's Linux. */
  readonly pid: number;
  /** A number for each session of a plugin, and for each process in Linux. */
  readonly tid: number;
  /** An event without duration belongs to its track alone. */
  readonly s?: "t";
  readonly args?: Details;
}

/** A file that Perfetto and chrome://tracing open, once it is written as JSON. */
export interface TraceFile {
  readonly displayTimeUnit: "ms";
  readonly otherData: { readonly version: string; readonly clock: string };
  readonly traceEvents: readonly TraceEvent[];
}

type Track = Pick<TraceEvent, "pid" | "tid">;

export class Trace implements Observer {
  readonly #clock: Clock;
  readonly #began: number;
  readonly #version: string;
  readonly #events: TraceEvent[] = [];
  readonly #pids = new Map<string, number>();
  readonly #tids = new Map<string, number>();
  /** How each running process in Linux began. */
  readonly #processes = new Map<number, Omit<TraceEvent, "ph" | "ts">>();
  /** That of the innermost activity. */
  #track: Track = { pid: 0, tid: 0 };

  /** `version` is WSL's. */
  constructor(clock: Clock, version: string) {
    this.#clock = clock;
    this.#began = clock.now();
    this.#version = version;
  }

  /** The events so far. */
  get file(): TraceFile {
    return {
      displayTimeUnit: "ms",
      otherData: { version: `WSL ${this.#version}, simulated`, clock },
      traceEvents: [...this.#events],
    };
  }

  /** What happens within belongs to this session of the plugin; null before there is one. */
  within<T>(plugin: string, session: AnySessionId | null, run: () => T): T {
    const before = this.#track;
    const name = session === null ? "service" : sessionName(session);
    this.#track = this.#trackOf(plugin, name, name);
    try {
      return run();
    } finally {
      this.#track = before;
    }
  }

  during<T>(activity: Activity, name: string, details: Details, run: () => T, outcome?: (result: T) => Details): T {
    const event = { name, cat: activity, ...this.#track };
    this.#add({ ...event, ph: "B", args: details });
    let args: Details = {};
    try {
      const result = run();
      args = outcome?.(result) ?? args;
      return result;
    } finally {
      this.#add({ ...event, ph: "E", args });
    }
  }

  onLimit(message: string): void {
    this.#add({ name: message, cat: "limit", ph: "i", s: "t", ...this.#track });
  }

  /** Lines of logs, and Linux's processes. */
  onEvent(event: SimulatorEvent): void {
    if (event.kind === "log") {
      const { event: name, level, message } = event.line;
      this.#add({ name, cat: "log", ph: "i", s: "t", ...this.#track, args: { level, message } });
    } else if (event.kind === "process-started") {
      this.#beginProcess(event);
    } else if (event.kind === "process-exited") {
      const { pid, exitCode, signal } = event;
      const began = this.#processes.get(pid);
      this.#processes.delete(pid);
      if (began !== undefined) this.#add({ ...began, ph: "E", args: { exitCode, signal } });
    }
  }

  #beginProcess({ session, pid, path, arguments: argv, distribution }: Started): void {
    const args = readableArguments(argv);
    const commandLine = [path, ...args.slice(1)].join(" ");
    const track = this.#trackOf(`Linux of ${sessionName(session)}`, `${pid}`, commandLine);
    const event = { name: path, cat: "process", ...track } as const;
    this.#processes.set(pid, event);
    this.#add({ ...event, ph: "B", args: { pid, distribution, arguments: args } });
  }

  #trackOf(process: string, key: string, thread: string): Track {
    const pid = this.#numberOf(this.#pids, process, (pid) => ({
      name: "process_name",
      pid,
      tid: 0,
      args: { name: process },
    }));
    const tid = this.#numberOf(this.#tids, `${process}\0${key}`, (tid) => ({
      name: "thread_name",
      pid,
      tid,
      args: { name: thread },
    }));
    return { pid, tid };
  }

  /** New ones are named. */
  #numberOf(
    numbers: Map<string, number>,
    key: string,
    naming: (number: number) => Pick<TraceEvent, "name" | "pid" | "tid" | "args">,
  ): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size + 1;
    numbers.set(key, number);
    this.#add({ ...naming(number), cat: "__metadata", ph: "M" });
    return number;
  }

  #add(event: Omit<TraceEvent, "ts">): void {
    this.#events.push({ ...event, ts: Math.round((this.#clock.now() - this.#began) * 1_000) });
  }
}

type Started = Extract<SimulatorEvent, { kind: "process-started" }>;

const clock = "real time, plus the waits that the simulator skips";

function sessionName(session: AnySessionId): string {
  return typeof session === "number" ? `session ${session}` : session;
}
