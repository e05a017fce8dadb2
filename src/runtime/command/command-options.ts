// A command as a script gives it, checked, and encoded for the shell that runs it. In a container session there is none.

import {
  argumentError,
  checkArgument,
  checkArguments,
  checkEnvironment,
  checkLinuxPath,
  joinArguments,
} from "../base/argument-checks.ts";
import { indexOf, startsWith } from "../base/primordials.ts";
import { describeValue, quote } from "../base/text.ts";
import type { Natives } from "../generated/natives.ts";
import { commandProgram } from "../generated/numbers.ts";
import { commandText } from "../process/command-text.ts";
import type { ContainerProgram } from "../process/create-container-process.ts";

const kOnlyWithShell = "is for sessions with distributions; WSL starts programs in container sessions without a shell";

type ErrorMode = "separate" | "merge" | "ignore";

/** The parts of a command that do not depend on where it runs. */
export const kCommandOptions = ["args", "env", "cwd", "user", "stderr"] as const;

export interface Command {
  /** As messages show it. */
  readonly text: string;
  /** The command's kind, as the host knows it, and its words. */
  readonly kind: number;
  readonly words: string;
  /** What runs where there is no shell; null for what only a shell can do. */
  readonly program: ContainerProgram | null;
  readonly stderr: ErrorMode;
  /** The name for messages. */
  readonly cwd: string;
  readonly user: string;
}

/** Throws a TypeError if anything is wrong. */
export function encodeCommand(
  natives: Natives,
  call: string,
  command: unknown,
  options: Readonly<Record<string, unknown>>,
): Command {
  const program = checkProgram(natives, call, command);
  const args = options.args === undefined ? [] : checkArguments(natives, call, options.args);
  const env = checkEnvironment(natives, call, options.env);
  if (indexOf(program, "/") === -1) checkPath(call, program, env);
  const place = encodePlace(natives, call, options, env);
  const words = joinArguments(natives, call, joinLists(place.words, [program], args));
  const alone = { path: program, argv: joinLists([program], args), env };
  return { ...place, text: commandText(program, args), kind: commandProgram, words, program: alone };
}

/** A command of a kind that the host knows. `text` is for messages. */
export function encodeHostCommand(
  natives: Natives,
  call: string,
  options: Readonly<Record<string, unknown>>,
  { kind, text, words }: { readonly kind: number; readonly text: string; readonly words: readonly string[] },
): Command {
  const place = encodePlace(natives, call, options, []);
  return { ...place, text, kind, words: joinArguments(natives, call, joinLists(place.words, words)), program: null };
}

/** Throws a TypeError if the command needs a shell: there is none in a container session. */
export function checkWithoutShell(call: string, path: string, { cwd, user, stderr }: Command): void {
  if (!startsWith(path, "/")) {
    const example = 'an absolute path such as "/sbin/sysctl"';
    throw argumentError(call, `command must be ${example} in a container session, not ${quote(path)}`);
  }
  if (cwd !== "") throw argumentError(call, `options.cwd ${kOnlyWithShell}`);
  if (user !== "") throw argumentError(call, `options.user ${kOnlyWithShell}`);
  if (stderr === "merge") throw argumentError(call, `options.stderr: "merge" ${kOnlyWithShell}`);
}

/** The words before the command's own. */
function encodePlace(natives: Natives, call: string, options: Readonly<Record<string, unknown>>, env: string[]) {
  const stderr = checkErrorMode(call, options.stderr);
  const cwd = options.cwd === undefined ? "" : checkLinuxPath(natives, call, "options.cwd", options.cwd);
  const user = options.user === undefined ? "" : checkUser(natives, call, options.user);
  return { words: joinLists([stderr, cwd, user], env, ["--"]), stderr, cwd, user };
}

/** A name is looked up in the host's folders: with another PATH, the program needs its absolute path. */
function checkPath(call: string, program: string, env: readonly string[]): void {
  for (let at = 0; at < env.length; at++) {
    if (!startsWith(env[at] as string, "PATH=")) continue;
    throw argumentError(
      call,
      `options.env.PATH is not used to find ${quote(program)}; pass the program's absolute path`,
    );
  }
}

/** An absolute path, or a name to look up in PATH, by the shell's rule. */
function checkProgram(natives: Natives, call: string, value: unknown): string {
  const program = checkArgument(natives, call, "command", value);
  if (startsWith(program, "/")) return checkLinuxPath(natives, call, "command", program);
  if (indexOf(program, " ") !== -1) {
    throw argumentError(
      call,
      `command names one program; put its arguments in options.args, as in run(session, "uname", { args: ["-r"] }); not ${quote(program)}`,
    );
  }
  if (program === "" || indexOf(program, "/") !== -1 || startsWith(program, "-")) {
    throw argumentError(
      call,
      `command must be an absolute path such as "/usr/bin/id", or a name to look for in PATH such as "id", not ${quote(program)}`,
    );
  }
  return program;
}

function checkErrorMode(call: string, value: unknown): ErrorMode {
  if (value === undefined) return "separate";
  if (value === "separate" || value === "merge" || value === "ignore") return value;
  throw argumentError(call, `options.stderr must be "separate", "merge" or "ignore", not ${describeValue(value)}`);
}

function checkUser(natives: Natives, call: string, value: unknown): string {
  const user = checkArgument(natives, call, "options.user", value);
  if (user === "" || startsWith(user, "-")) {
    throw argumentError(call, `options.user must be a user's name such as "nobody", not ${quote(user)}`);
  }
  return user;
}

function joinLists(...lists: readonly (readonly string[])[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < lists.length; at++) {
    const list = lists[at] as readonly string[];
    for (let item = 0; item < list.length; item++) joined[joined.length] = list[item] as string;
  }
  return joined;
}
