/** Programs that a plugin runs, simulated: how they answer, as a test describes it. */

import type { AnySessionId } from "../wsl/information.ts";
import type { RunHeader } from "./run-shell.ts";

/** The start of a program. */
export interface ProcessCall {
  /** The session's number, or the id of a container session. */
  readonly session: AnySessionId;
  /** The name of the distribution that it runs in; null for the VM's root namespace. */
  readonly distribution: string | null;
  /** The program: `/bin/cat`. It can be a bare name if `run` started it. */
  readonly path: string;
  /** What follows the program's name on the command line: argv[1] and on. */
  readonly args: readonly string[];
  /** argv[0], which is the path unless the plugin says otherwise. */
  readonly arg0: string;
  /**
   * What `run` adds to the program's environment, or the whole environment in the VM of a container session; absent for
   * other programs, as are the next two.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that `run` starts it in, if given. */
  readonly cwd?: string;
  /** The user that `run` starts it as, if given. */
  readonly user?: string;
  /**
   * All that the plugin writes to the program, as text. A program that reads it waits for the end of its input, as
   * `cat` does: the function runs again after the plugin has closed the input, and a plugin that never closes it waits
   * in vain.
   */
  readonly input: string;
  /** The same, as bytes. */
  readonly inputBytes: Uint8Array;
  /** Maps a Linux path to the machine's path, if it lies in a mounted folder that a real folder stands for. */
  hostPath(path: string): string | null;
}

/** A program's result; text and bytes alone mean `{ stdout }`. */
export interface ProcessResult {
  readonly stdout?: string | Uint8Array;
  /** `run` returns it to the plugin. Otherwise WSL sends it to the kernel's log: one event `dmesg` per line. */
  readonly stderr?: string;
  /** 0 by default. Plugins that use `run` see it; for other programs only the event contains it. */
  readonly exitCode?: number;
}

// A generator that does not return anything has the result type void.
// biome-ignore lint/suspicious/noConfusingVoidType: it is that type, and not a missing value
type StepsResult = ProcessResult | void;

/**
 * A program that goes on while the plugin writes and reads, as a generator: `yield "text"` prints, `const input =
 * yield` waits for input (null at its end), `return` ends it.
 *
 * @example
 * ```ts
 * *"/usr/bin/rev"() {
 *   for (let line = yield; line !== null; line = yield) yield [...line].reverse().join("");
 * }
 * ```
 */
export type ProcessSteps = Generator<string | Uint8Array | undefined, StepsResult, string | null>;

/** A real program of this machine takes over; see `useRealProgram`. */
export interface RealProgram {
  readonly program: string;
  readonly args: readonly string[];
}

export type ProcessAnswer = string | Uint8Array | ProcessResult | ProcessSteps | RealProgram;

/**
 * Answers for a program. Null means that the program does not exist; undefined means that the test has no answer for
 * it.
 */
export type ProcessFunction = (call: ProcessCall) => ProcessAnswer | null | undefined;

/** What a program does; null stands for one that is not there. */
type ProgramAnswer = ProcessAnswer | ProcessFunction | null;

/**
 * The programs that there are: a function for all of them, or answers by path (`/bin/cat`), or by the whole command
 * line (`/bin/cat /etc/hostname`), which counts before the path. What `run` starts by its name is also found by its path
 * in one of the usual folders. Null stands for a program that is not there. A list has one answer after the other, in
 * the order in which the processes give them; the last stays.
 */
export type Processes = ProcessFunction | Readonly<Record<string, ProgramAnswer | readonly ProgramAnswer[]>>;

/** Runs the program of the same path on this machine, with the plugin at the other end. Linux only. */
export const useRealProgram: ProcessFunction = ({ path, args }) => ({ program: path, args });

/** The function that answers for all programs. */
export function processFunction(processes: Processes): ProcessFunction {
  if (typeof processes === "function") return processes;
  const answers = new Map(Object.entries(processes).map(([name, answer]) => [name, oneAfterTheOther([answer].flat())]));
  return (call) => {
    const paths = pathsOf(call.path).flatMap((path) => {
      const arg0 = call.arg0 === call.path ? path : call.arg0;
      return [[arg0, ...call.args].join(" "), path];
    });
    return answers.get(paths.find((path) => answers.has(path)) ?? "")?.(call);
  };
}

/** A function that waits for its program's input throws, and is called again: only an answer counts. */
function oneAfterTheOther(answers: readonly ProgramAnswer[]): ProcessFunction {
  const left = [...answers];
  return (call) => {
    const [next] = left;
    const answer = typeof next === "function" ? next(call) : next;
    if (left.length > 1) left.shift();
    return answer;
  };
}

/** Where a shell looks for a program. */
function pathsOf(program: string): string[] {
  return program.includes("/") ? [program] : [program, ...searchPath.map((folder) => `${folder}/${program}`)];
}

const searchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

export function isSteps(answer: ProcessAnswer): answer is ProcessSteps {
  return typeof answer === "object" && "next" in answer;
}

/** What starts real programs. Null means that a program cannot be started. */
export interface RealPrograms {
  start(
    answer: RealProgram,
    arg0: string,
    listener: ProcessListener,
    env?: Readonly<Record<string, string>>,
  ): RunningProcess | null;
  /** A program of run(), with a real shell around it. */
  startRun(shellArgs: readonly string[], header: RunHeader, listener: ProcessListener): RunningProcess | null;
}

export function isRealProgram(answer: ProcessAnswer): answer is RealProgram {
  return typeof answer === "object" && "program" in answer;
}

/** One process as the machine keeps it: its standard input and output, which never block. */
export interface RunningProcess {
  /** The number of bytes that were accepted, or an HRESULT. */
  send(bytes: Uint8Array): number;
  /** Bytes, empty when the output has ended, or 0 if there is nothing yet. */
  receive(maximum: number): Uint8Array | 0;
  endInput(): void;
  /** Whether there is output to read, or its end. */
  readonly readable: boolean;
  readonly writable: boolean;
  /** Whether time alone can change it. */
  readonly changes: boolean;
  /** Waits for such a change. */
  wait(milliseconds: number): void;
  /** The other end is closed. The program may continue. */
  hangUp(): void;
  /** The VM or the distribution has stopped. */
  kill(): void;
}

/** How a process reports what happens to it. */
export interface ProcessListener {
  onInput(bytes: Uint8Array): void;
  onOutput(bytes: Uint8Array): void;
  /** Text that it has written to its standard error. */
  onError(text: string): void;
  onExit(exitCode: number | null, signal: NodeJS.Signals | null): void;
}
