/** The commands that the host runs in its own shell script: host/plugin/linux_command.h in Node. */

import {
  kErrorScript,
  kRunScript,
  kShell,
  kWaitForSystemdScript,
  kWriteFileScript,
} from "../../bindings/border/shell-scripts.ts";
import { containerEnvironment, freeVariables } from "../../bindings/files/permissions.ts";
import { commandProgram, commandRead, commandSystemd, commandWrite } from "../runtime/generated/numbers.ts";
import { isListed, type Permission } from "./permissions.ts";

export interface LinuxCommand {
  /** Of the shell. */
  readonly argv: readonly string[];
  readonly needed: readonly Permission[];
}

/** What a command is, after the words that all kinds share. */
interface Made {
  readonly command: readonly string[];
  readonly needs: readonly (readonly [what: string, value: string])[];
}

/** The mode, the folder, the user. */
const fixedWords = 3;
const modes = ["separate", "merge", "ignore"];
/** One permission covers both places that Linux.osRelease reads. */
const osRelease = "/etc/os-release";
const otherOsRelease = "/usr/lib/os-release";

/** `place`: "vm" or "distribution"; the rest as `_startCommand` takes it. Null if the words are not a command. */
export function makeLinuxCommand(
  kind: number,
  place: string,
  words: string,
  carriesErrors: boolean,
): LinuxCommand | null {
  const all = words.split("\0");
  const end = all.indexOf("--");
  const variables = all.slice(fixedWords, end);
  if (end < fixedWords || !modes.includes(all[0] ?? "") || !variables.every(isVariable)) return null;
  const made = makeCommand(kind, variables, all.slice(end + 1));
  if (made === null) return null;
  const needed = made.needs.map(([what, value]) => ({ kind: `${place}.${what}`, value }));
  const argv = carriesErrors
    ? [kShell, "-c", kErrorScript, "sh"]
    : [kShell, "-c", kRunScript, "sh", ...all.slice(0, end + 1), ...made.command];
  return { argv, needed };
}

/** The environment of a program in the VM of a container session. */
export interface ContainerEnvironment {
  /** NAME=value */
  readonly variables: readonly string[];
  readonly needed: readonly Permission[];
}

/** `variables` as `_wslcCreateProcess` takes it. Null if the words are not variables. */
export function makeContainerEnvironment(variables: string): ContainerEnvironment | null {
  const own = variables === "" ? [] : variables.split("\0");
  if (!own.every(isVariable)) return null;
  const names = own.map(nameOf);
  const needed = names
    .filter((name) => !isListed(freeVariables, name))
    .map((value) => ({ kind: "container.env", value }));
  const others = containerEnvironment.filter((each) => !names.includes(nameOf(each)));
  return { variables: [...own, ...others], needed };
}

function makeCommand(kind: number, variables: readonly string[], words: readonly string[]): Made | null {
  if (kind === commandProgram) return makeProgram(variables.map(nameOf), words);
  if (variables.length > 0) return null;
  switch (kind) {
    case commandRead:
      return makeRead(words);
    case commandWrite:
      return makeWrite(words);
    case commandSystemd:
      if (words.length > 0) return null;
      return { command: ["sh", "-c", kWaitForSystemdScript], needs: [["run", "systemctl"]] };
    default:
      return null;
  }
}

function makeProgram(variables: readonly string[], words: readonly string[]): Made | null {
  const [program = ""] = words;
  const isName = !program.includes("/");
  const isRight = isName ? program !== "" && !program.startsWith("-") : program.startsWith("/");
  if (!isRight || (isName && variables.includes("PATH"))) return null;
  const listed = variables.filter((name) => !isListed(freeVariables, name)).map((name) => ["env", name] as const);
  return { command: words, needs: [["run", program], ...listed] };
}

function makeRead([path = "", ...more]: readonly string[]): Made | null {
  if (!path.startsWith("/") || more.length > 0) return null;
  return { command: ["cat", path], needs: [["read", path === otherOsRelease ? osRelease : path]] };
}

function makeWrite([path = "", end = "", size = "", mode, ...more]: readonly string[]): Made | null {
  const areRight = /^[0-9a-f]+$/.test(end) && /^[0-9]+$/.test(size) && /^[0-7]*$/.test(mode ?? "-");
  if (!path.startsWith("/") || !areRight || mode === undefined || more.length > 0) return null;
  return {
    command: ["sh", "-c", kWriteFileScript, "sh", path, `${path}.${end}`, size, mode],
    needs: [["write", path]],
  };
}

function isVariable(word: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);
}

function nameOf(variable: string): string {
  return variable.slice(0, variable.indexOf("="));
}
