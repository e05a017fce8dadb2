// Parses what run() passes to a shell: the arguments that src/runtime/command/command-options.ts makes.

import { kErrorScript, kRunScript, kShell } from "../../bindings/border/shell-scripts.ts";
import type { ProcessStart } from "./answered-process.ts";
import type { RealProgram } from "./process.ts";

/** After -c: the script, its name, and three of its arguments. */
const firstVariable = 6;

export interface RunRequest {
  readonly stderr: string;
  /** What a program started by run() gets. */
  readonly program: Pick<ProcessStart, "path" | "args" | "arg0" | "env" | "cwd" | "user">;
}

type CommandLine = Pick<ProcessStart, "path" | "args">;

/** The shell that carries the standard error of a program. */
export function isErrorShell({ path, args }: CommandLine): boolean {
  return path === kShell && args[0] === "-c" && args[1] === kErrorScript;
}

/** Null for a program that run() did not start. */
export function readRunRequest({ path, args }: CommandLine): RunRequest | null {
  if (path !== kShell || args[0] !== "-c" || args[1] !== kRunScript) return null;
  const [stderr = "", cwd = "", user = "", ...rest] = args.slice(3);
  const end = rest.indexOf("--");
  const [program = "", ...programArgs] = rest.slice(end + 1);
  const variables = rest.slice(0, end).map((text): [string, string] => {
    const equals = text.indexOf("=");
    return [text.slice(0, equals), text.slice(equals + 1)];
  });
  return {
    stderr,
    program: {
      path: program,
      args: programArgs,
      arg0: program,
      env: Object.fromEntries(variables),
      ...(cwd === "" ? {} : { cwd }),
      ...(user === "" ? {} : { user }),
    },
  };
}

/** The same arguments around another program. */
export function replaceProgram(shellArgs: readonly string[], { program, args }: RealProgram): string[] {
  return [...shellArgs.slice(0, shellArgs.indexOf("--", firstVariable) + 1), program, ...args];
}
