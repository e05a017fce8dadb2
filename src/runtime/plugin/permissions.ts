// Checks the permissions that a plugin declares or an administrator grants, and writes them as the text that the host
// reads. Each permission is its path, `+` and a name for each flag, a space, and its value: `vm.mount+write C:\Tools`.

import { isAbsoluteWindowsPath, unknownKey } from "../base/argument-checks.ts";
import {
  endsWith,
  indexOf,
  isArray,
  isObject,
  isWellFormed,
  joinTexts,
  matchPattern,
  ownKeys,
  slice,
  splitText,
  startsWith,
} from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { type PermissionRule, permissionPlaces } from "../generated/permissions.ts";

/** Makes the error for a wrong value: `text` is a sentence that starts with its path. */
export type MakeError = (text: string) => Error;

const kEverything = "all";
const kVariable = /^[A-Za-z_][A-Za-z0-9_]*$/;
const kRegistryKey = /^HK(?:LM|CU)(?:\\[^\\]+)+$/;
const kStore = /^[A-Za-z0-9 ._-]+$/;
const kFolderKeys = ["folder", "write", "userWritable"];

/** `path` is the value's place, for messages. */
export function parsePermissions(value: unknown, path: string, fail: MakeError): string {
  if (value === undefined) return "";
  if (value === kEverything) return kEverything;
  if (!isObject(value)) throw fail(`${path} must be an object or "all", not ${describeValue(value)}`);
  const list: string[] = [];
  const places = ownKeys(permissionPlaces) as string[];
  const object = checkObject(value, path, places, fail);
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as string;
    if (object[place] !== undefined) readPlace(object[place], path, place, fail, list);
  }
  return joinTexts(list, "\0");
}

function readPlace(value: unknown, path: string, place: string, fail: MakeError, list: string[]): void {
  const rules = permissionPlaces[place] as Readonly<Record<string, PermissionRule>>;
  const names = ownKeys(rules) as string[];
  const object = checkObject(value, `${path}.${place}`, names, fail);
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    const read = new KindReader(`${place}.${name}`, rules[name] as PermissionRule, `${path}.${place}.${name}`, fail);
    if (object[name] !== undefined) read.readInto(object[name], list);
  }
}

class KindReader {
  readonly #kind: string;
  readonly #rule: PermissionRule;
  readonly #path: string;
  readonly #fail: MakeError;

  constructor(kind: string, rule: PermissionRule, path: string, fail: MakeError) {
    this.#kind = kind;
    this.#rule = rule;
    this.#path = path;
    this.#fail = fail;
  }

  readInto(value: unknown, list: string[]): void {
    if (this.#rule === "flag") {
      if (this.#flag(value, this.#path)) list[list.length] = this.#kind;
      return;
    }
    if (!isArray(value)) throw this.#fail(`${this.#path} must be an array, not ${describeValue(value)}`);
    for (let at = 0; at < value.length; at++) list[list.length] = this.#item(value[at], `${this.#path}[${at}]`);
  }

  #item(value: unknown, path: string): string {
    switch (this.#rule) {
      case "programs":
        return this.#text(
          value,
          path,
          isProgram,
          'a program such as "/bin/uname" or "systemctl", or a folder such as "/opt/agent/"',
        );
      case "programPaths":
        return this.#text(
          value,
          path,
          isLinuxPath,
          'the absolute path of a program such as "/sbin/sysctl", or a folder such as "/opt/agent/"',
        );
      case "files":
        return this.#text(value, path, isLinuxPath, 'a file such as "/etc/wsl.conf", or a folder such as "/etc/"');
      case "variables":
        return this.#text(value, path, isVariable, 'the name of a variable such as "CONTOSO_SITE"');
      case "keys":
        return this.#text(value, path, isRegistryKey, 'a key of the registry such as "HKLM\\\\SOFTWARE\\\\Contoso"');
      case "stores":
        return this.#text(value, path, isStore, 'the name of a certificate store such as "Root"');
      default:
        return this.#folder(value, path);
    }
  }

  #text(value: unknown, path: string, isRight: (text: string) => boolean, what: string): string {
    if (typeof value === "string" && isPlain(value) && isRight(value)) return `${this.#kind} ${value}`;
    const hint = typeof value === "string" && hasOddParts(value) ? ', without ".", ".." and empty parts' : "";
    throw this.#fail(`${path} must be ${what}${hint}, not ${describeValue(value)}`);
  }

  #folder(value: unknown, path: string): string {
    const object = checkObject(value, path, kFolderKeys, this.#fail);
    const { folder } = object;
    if (typeof folder !== "string" || !isPlain(folder) || !isWindowsFolder(folder)) {
      throw this.#fail(`${path}.folder must be a folder such as "C:\\\\Tools", not ${describeValue(folder)}`);
    }
    const write = this.#flag(object.write, `${path}.write`) ? "+write" : "";
    const userWritable = this.#flag(object.userWritable, `${path}.userWritable`) ? "+userWritable" : "";
    return `${this.#kind}${write}${userWritable} ${withoutEnd(joinTexts(splitText(folder, "/"), "\\"))}`;
  }

  #flag(value: unknown, path: string): boolean {
    if (value === undefined || typeof value === "boolean") return value === true;
    throw this.#fail(`${path} must be true or false, not ${describeValue(value)}`);
  }
}

function checkObject(
  value: unknown,
  path: string,
  allowed: readonly string[],
  fail: MakeError,
): Record<string, unknown> {
  if (!isObject(value) || isArray(value)) throw fail(`${path} must be an object, not ${describeValue(value)}`);
  const problem = unknownKey(path, value, allowed);
  if (problem !== undefined) throw fail(problem);
  return value as Record<string, unknown>;
}

function isPlain(text: string): boolean {
  return text !== "" && indexOf(text, "\0") === -1 && isWellFormed(text);
}

function isProgram(text: string): boolean {
  return indexOf(text, "/") === -1 ? !startsWith(text, "-") && text !== "." && text !== ".." : isLinuxPath(text);
}

/** Absolute, and spelt in the one form that is compared. */
function isLinuxPath(text: string): boolean {
  return startsWith(text, "/") && !hasOddParts(text);
}

/** The first part, and the part after a final slash, may be empty. */
function hasOddParts(text: string): boolean {
  const parts = splitText(text, "/");
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part === "." || part === ".." || (part === "" && at > 0 && at < parts.length - 1)) return true;
  }
  return false;
}

function isVariable(text: string): boolean {
  return matchPattern(kVariable, text) !== null;
}

/** Below a hive, without empty parts. */
export function isRegistryKey(text: string): boolean {
  return matchPattern(kRegistryKey, text) !== null;
}

export function isStore(text: string): boolean {
  return matchPattern(kStore, text) !== null;
}

function isWindowsFolder(text: string): boolean {
  if (!isAbsoluteWindowsPath(text) || indexOf(text, ":", 2) !== -1) return false;
  const parts = splitText(joinTexts(splitText(text, "/"), "\\"), "\\");
  for (let at = 0; at < parts.length; at++)
    if (parts[at] === "." || parts[at] === ".." || parts[at] === "?") return false;
  return true;
}

/** A drive keeps its backslash. */
function withoutEnd(folder: string): string {
  return endsWith(folder, "\\") && folder.length > 3 ? slice(folder, 0, folder.length - 1) : folder;
}
