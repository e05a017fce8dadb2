// The globals ExecuteBinary and ExecuteBinaryInDistribution.

import { checkArgument, checkArguments, checkLinuxPath, checkOptions, joinArguments } from "./argument-checks.ts";
import { RequiresUpdateError, WSLApiError } from "./errors.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Natives } from "./generated/natives.ts";
import { checkDistribution, checkSession } from "./identifiers.ts";
import { fieldOf } from "./information.ts";
import type { OpenProcesses } from "./open-processes.ts";
import { joinTexts, matchPattern, stringifyJson } from "./primordials.ts";
import { createProcess, type WSLProcess } from "./process.ts";
import { ProcessChannel } from "./process-channel.ts";
import { cutText } from "./text.ts";
import { requiredVersion, type WSLVersion } from "./versions.ts";

/** The two calls, over what they need of the host. */
export function createExecuteBinary(natives: Natives, open: OpenProcesses, loop: EventLoop, running: WSLVersion) {
  function ExecuteBinary(session: unknown, path: unknown, args?: unknown, options?: unknown): WSLProcess {
    const id = checkSession("ExecuteBinary", session);
    return start({ call: "ExecuteBinary", place: "", id, distribution: "" }, path, args, options);
  }

  function ExecuteBinaryInDistribution(
    session: unknown,
    distribution: unknown,
    path: unknown,
    args?: unknown,
    options?: unknown,
  ): WSLProcess {
    const call = "ExecuteBinaryInDistribution";
    const required = requiredVersion(call);
    if (running.compare(required) < 0) throw new RequiresUpdateError(call, required, running);
    const id = checkSession(call, session);
    const guid = checkDistribution(call, distribution);
    const name = fieldOf(distribution, "name");
    const place = `${typeof name === "string" ? shellText(name) : guid}: `;
    return start({ call, place, id, distribution: guid }, path, args, options);
  }

  function start(target: Target, path: unknown, args: unknown = [], options?: unknown): WSLProcess {
    const { call } = target;
    const program = checkLinuxPath(natives, call, "path", path);
    const rest = checkArguments(natives, call, args);
    const { arg0 } = checkOptions(call, options, ["arg0"]);
    const argv = [arg0 === undefined ? program : checkArgument(natives, call, "options.arg0", arg0)];
    for (let at = 0; at < rest.length; at++) argv[at + 1] = rest[at] as string;
    const joined = joinArguments(natives, call, argv);
    const text = `${call}(${target.place}${commandText(program, rest)})`;
    const socket = natives._executeBinary(target.id, target.distribution, program, joined);
    if (socket < 0) throw new WSLApiError(text, socket);
    return createProcess(new ProcessChannel(natives, open, socket, text), loop);
  }

  return { ExecuteBinary, ExecuteBinaryInDistribution };
}

interface Target {
  readonly call: string;
  /** The distribution as a message names it. */
  readonly place: string;
  readonly id: number;
  readonly distribution: string;
}

const kPlainText = /^[\w@%+=:,./-]+$/;

/** The command line, for messages: quoted where that is needed to read it, and not too long. */
function commandText(program: string, args: readonly string[]): string {
  const words = [shellText(program)];
  for (let at = 0; at < args.length && at < 20; at++) words[at + 1] = shellText(cutText(args[at] as string, 100));
  if (args.length > 20) words[words.length] = `... (${args.length - 20} more arguments)`;
  return cutText(joinTexts(words, " "), 500);
}

function shellText(text: string): string {
  return matchPattern(kPlainText, text) === null ? stringifyJson(text) : text;
}
