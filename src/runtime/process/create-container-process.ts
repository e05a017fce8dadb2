// The global WSLCCreateProcess.

import {
  checkArgument,
  checkArguments,
  checkEnvironment,
  checkLinuxPath,
  checkOptions,
  joinArguments,
} from "../base/argument-checks.ts";
import { bytesOf } from "../base/bytes.ts";
import { copyBytes, Integers } from "../base/primordials.ts";
import type { Natives } from "../generated/natives.ts";
import type { Running } from "../host.ts";
import type { EventLoop } from "../waiting/event-loop.ts";
import { requireContainers } from "../wsl/container-mounts.ts";
import { failedCall, setErrno, type WSLApiError } from "../wsl/errors.ts";
import { checkContainerSession } from "../wsl/identifiers.ts";
import { deniedError } from "../wsl/permission-denied.ts";
import { commandText } from "./command-text.ts";
import { createContainerProcess, type WSLCProcess } from "./container-process.ts";
import { ContainerStreams, type ProcessNumbers } from "./container-streams.ts";
import type { OpenProcesses } from "./open-processes.ts";

/** The result of `_wslcCreateProcess`. */
const kResult = 0;
const kErrno = 1;
const kProcess = 2;
const kStdin = 3;
const kStdout = 4;
const kStderr = 5;
const kCount = 6;

/** The call, on top of the host's services. */
export function createContainerCalls(natives: Natives, open: OpenProcesses, loop: EventLoop, running: Running) {
  function WSLCCreateProcess(session: unknown, path: unknown, args: unknown = [], options?: unknown): WSLCProcess {
    const call = "WSLCCreateProcess";
    requireContainers(call, running);
    const number = checkContainerSession(call, session);
    const program = checkLinuxPath(natives, call, "path", path);
    const rest = checkArguments(natives, call, args);
    const { arg0, env } = checkOptions(call, options, ["arg0", "env"]);
    const argv = [arg0 === undefined ? program : checkArgument(natives, call, "options.arg0", arg0)];
    for (let at = 0; at < rest.length; at++) argv[at + 1] = rest[at] as string;
    const variables = checkEnvironment(natives, call, env);
    const text = `${call}(${commandText(program, rest)})`;
    const started = startInContainers(natives, call, number, { path: program, argv, env: variables });
    if (started.result < 0) throw deniedError(natives, text) ?? notStarted(text, started);
    return createContainerProcess(new ContainerStreams(natives, open, started, text), loop);
  }

  return { WSLCCreateProcess };
}

/** A program, checked. */
export interface ContainerProgram {
  readonly path: string;
  readonly argv: readonly string[];
  /** NAME=value */
  readonly env: readonly string[];
}

/** What starting a program has led to. The numbers count if `result` is a success. */
export interface StartedProgram extends ProcessNumbers {
  readonly result: number;
  /** Linux's reason; 0 or below if WSL has none. */
  readonly errno: number;
}

/** Starts a program in the VM of the container session with this number. */
export function startInContainers(
  natives: Natives,
  call: string,
  session: number,
  { path, argv, env }: ContainerProgram,
): StartedProgram {
  const words = joinArguments(natives, call, argv);
  const variables = joinArguments(natives, call, env);
  const answer = integersOf(natives._wslcCreateProcess(session, path, words, variables));
  return {
    result: answer[kResult] as number,
    errno: answer[kErrno] as number,
    process: answer[kProcess] as number,
    stdin: answer[kStdin] as number,
    stdout: answer[kStdout] as number,
    stderr: answer[kStderr] as number,
  };
}

/** The error of a program that WSL has not started. */
export function notStarted(text: string, { result, errno }: StartedProgram): WSLApiError {
  const reason = errno > 0 ? `, errno ${errno}` : "";
  const error = failedCall(text, result, `the program does not exist or cannot be started${reason}`);
  if (errno > 0) setErrno(error, errno);
  return error;
}

function integersOf(bytes: Uint8Array): Int32Array {
  const integers = new Integers(kCount);
  copyBytes(bytesOf(integers) as Uint8Array, bytes, 0);
  return integers;
}
