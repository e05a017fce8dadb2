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
import type { EventLoop } from "../waiting/event-loop.ts";
import { requireContainers } from "../wsl/container-mounts.ts";
import { failedCall, setErrno, type WSLApiError } from "../wsl/errors.ts";
import { checkContainerSession } from "../wsl/identifiers.ts";
import { deniedError } from "../wsl/permission-denied.ts";
import type { WSLVersion } from "../wsl/versions.ts";
import { commandText } from "./command-text.ts";
import { createContainerProcess, type WSLCProcess } from "./container-process.ts";
import { ContainerStreams } from "./container-streams.ts";
import type { OpenProcesses } from "./open-processes.ts";

/** What `_wslcCreateProcess` returns. */
const kResult = 0;
const kErrno = 1;
const kProcess = 2;
const kStdin = 3;
const kStdout = 4;
const kStderr = 5;
const kCount = 6;

/** The call, over what it needs of the host. */
export function createContainerCalls(natives: Natives, open: OpenProcesses, loop: EventLoop, running: WSLVersion) {
  function WSLCCreateProcess(session: unknown, path: unknown, args: unknown = [], options?: unknown): WSLCProcess {
    const call = "WSLCCreateProcess";
    requireContainers(call, running);
    const number = checkContainerSession(call, session);
    const program = checkLinuxPath(natives, call, "path", path);
    const rest = checkArguments(natives, call, args);
    const { arg0, env } = checkOptions(call, options, ["arg0", "env"]);
    const argv = [arg0 === undefined ? program : checkArgument(natives, call, "options.arg0", arg0)];
    for (let at = 0; at < rest.length; at++) argv[at + 1] = rest[at] as string;
    const variables = joinArguments(natives, call, checkEnvironment(natives, call, env));
    const joined = joinArguments(natives, call, argv);
    const text = `${call}(${commandText(program, rest)})`;
    const started = integersOf(natives._wslcCreateProcess(number, program, joined, variables));
    const result = started[kResult] as number;
    if (result < 0) throw deniedError(natives, text) ?? notStarted(text, result, started[kErrno] as number);
    const numbers = {
      process: started[kProcess] as number,
      stdin: started[kStdin] as number,
      stdout: started[kStdout] as number,
      stderr: started[kStderr] as number,
    };
    return createContainerProcess(new ContainerStreams(natives, open, numbers, text), loop);
  }

  return { WSLCCreateProcess };
}

/** WSL gives 0 or -1 if the program has not been reached. */
function notStarted(text: string, result: number, errno: number): WSLApiError {
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
