// The globals ExecuteBinary and ExecuteBinaryInDistribution.

import { checkArgument, checkArguments, checkLinuxPath, checkOptions, joinArguments } from "../base/argument-checks.ts";
import type { Natives } from "../generated/natives.ts";
import type { Running } from "../host.ts";
import type { EventLoop } from "../waiting/event-loop.ts";
import { failedCall } from "../wsl/errors.ts";
import { deniedError } from "../wsl/permission-denied.ts";
import { commandText } from "./command-text.ts";
import type { OpenProcesses } from "./open-processes.ts";
import { createProcess, type WSLProcess } from "./process.ts";
import { ProcessChannel } from "./process-channel.ts";
import { distributionPlace, type Place, vmPlace } from "./target.ts";

/** The two calls, on top of the host's services. */
export function createExecuteBinary(natives: Natives, open: OpenProcesses, loop: EventLoop, running: Running) {
  function ExecuteBinary(session: unknown, path: unknown, args?: unknown, options?: unknown): WSLProcess {
    return start("ExecuteBinary", vmPlace("ExecuteBinary", session), path, args, options);
  }

  function ExecuteBinaryInDistribution(
    session: unknown,
    distribution: unknown,
    path: unknown,
    args?: unknown,
    options?: unknown,
  ): WSLProcess {
    const call = "ExecuteBinaryInDistribution";
    return start(call, distributionPlace(call, call, running, session, distribution), path, args, options);
  }

  function start(call: string, place: Place, path: unknown, args: unknown = [], options?: unknown): WSLProcess {
    const program = checkLinuxPath(natives, call, "path", path);
    const rest = checkArguments(natives, call, args);
    const { arg0 } = checkOptions(call, options, ["arg0"]);
    const argv = [arg0 === undefined ? program : checkArgument(natives, call, "options.arg0", arg0)];
    for (let at = 0; at < rest.length; at++) argv[at + 1] = rest[at] as string;
    const joined = joinArguments(natives, call, argv);
    const text = `${call}(${place.prefix}${commandText(program, rest)})`;
    const stream = natives._executeBinary(place.session, place.distribution, program, joined);
    if (stream < 0) {
      throw deniedError(natives, text) ?? failedCall(text, stream, "the program does not exist or cannot be started");
    }
    return createProcess(new ProcessChannel(natives, open, stream, text), loop);
  }

  return { ExecuteBinary, ExecuteBinaryInDistribution };
}
