// Checks the arguments that scripts pass to calls. Every failure is a TypeError that names the call, the argument and
// what is allowed, thrown before anything reaches WSL.

import type { Natives } from "../generated/natives.ts";
import {
  charCodeAt,
  indexOf,
  isAmong,
  isArray,
  isObject,
  isWellFormed,
  joinTexts,
  makeTypeError,
  matchPattern,
  ownKeys,
  startsWith,
  toText,
  typedArrayLength,
} from "./primordials.ts";
import { describeValue, listTexts, nearestText, quote } from "./text.ts";
import { encodeUtf8 } from "./utf8.ts";

/** Linux limits a path (PATH_MAX), one argument (MAX_ARG_STRLEN) and the whole argv; the first two count the final NUL. */
const kVariable = /^[A-Za-z_][A-Za-z0-9_]*$/;
const kMaximumPath = 4095;
const kMaximumArgument = 128 * 1024 - 1;
const kMaximumArguments = 2 * 1024 * 1024 - 1;
const kMaximumWindowsPath = 32_766;

/** What is wrong, as the TypeError of a call: `MountFolder: windowsPath must be ...`. */
export function argumentError(call: string, text: string): TypeError {
  return new makeTypeError(`${call}: ${text}`);
}

/** Text that Windows and Linux accept: no NUL, no half of a surrogate pair. */
export function checkText(call: string, name: string, value: unknown): string {
  if (typeof value !== "string") throw argumentError(call, `${name} must be a string, not ${describeValue(value)}`);
  const end = indexOf(value, "\0");
  if (end !== -1) throw argumentError(call, `${name} must not contain NUL, as it does at index ${end}`);
  if (!isWellFormed(value))
    throw argumentError(call, `${name} contains half of a surrogate pair, which cannot be encoded`);
  return value;
}

export function checkBoolean(call: string, name: string, value: unknown): boolean {
  if (typeof value !== "boolean")
    throw argumentError(call, `${name} must be true or false, not ${describeValue(value)}`);
  return value;
}

export function checkLinuxPath(natives: Natives, call: string, name: string, value: unknown): string {
  const path = checkText(call, name, value);
  if (!startsWith(path, "/")) {
    throw argumentError(call, `${name} must be an absolute Linux path such as "/bin/sh", not ${quote(path)}`);
  }
  checkSize(natives, call, name, path, kMaximumPath, "a path");
  return path;
}

export function checkWindowsPath(call: string, name: string, value: unknown): string {
  const path = checkText(call, name, value);
  if (!isAbsoluteWindowsPath(path)) {
    const hint = isDrive(path) && path.length > 2 ? "; a string has each backslash twice" : "";
    throw argumentError(
      call,
      `${name} must be an absolute Windows path such as "C:\\\\Tools" or "\\\\\\\\server\\\\share", not ${quote(path)}${hint}`,
    );
  }
  if (path.length > kMaximumWindowsPath) {
    throw argumentError(call, `${name} has ${path.length} characters; Windows allows ${kMaximumWindowsPath} in a path`);
  }
  return path;
}

/** argv[1..] as an array of its own. */
export function checkArguments(natives: Natives, call: string, value: unknown): string[] {
  if (!isArray(value)) throw argumentError(call, `args must be an array of strings, not ${describeValue(value)}`);
  const texts: string[] = [];
  const count = value.length;
  if (count > kMaximumArguments) throw argumentError(call, `args has ${count} items, more than Linux allows`);
  for (let at = 0; at < count; at++) texts[at] = checkArgument(natives, call, `args[${at}]`, value[at]);
  return texts;
}

/** The argument vector in the form in which it goes to C++. */
export function joinArguments(natives: Natives, call: string, argv: readonly string[]): string {
  const joined = joinTexts(argv, "\0");
  checkSize(natives, call, "args", joined, kMaximumArguments, "all arguments together");
  return joined;
}

/** One member of an argument vector. */
export function checkArgument(natives: Natives, call: string, name: string, value: unknown): string {
  const text = checkText(call, name, value);
  checkSize(natives, call, name, text, kMaximumArgument, "one argument");
  return text;
}

/** NAME=value of each variable. */
export function checkEnvironment(natives: Natives, call: string, env: unknown): string[] {
  if (env === undefined) return [];
  if (!isObject(env) || isArray(env)) {
    throw argumentError(call, `options.env must be an object of strings, not ${describeValue(env)}`);
  }
  const pairs: string[] = [];
  const keys = ownKeys(env);
  for (let at = 0; at < keys.length; at++) {
    const name = toText(keys[at]);
    if (matchPattern(kVariable, name) === null) {
      throw argumentError(
        call,
        `options.env has the variable ${quote(name)}; names consist of letters, digits and _, and do not start with a digit`,
      );
    }
    const value = checkText(call, `options.env.${name}`, (env as Record<string, unknown>)[name]);
    pairs[at] = checkArgument(natives, call, `options.env.${name}`, `${name}=${value}`);
  }
  return pairs;
}

/** An options object with only the allowed keys. A missing object counts as an empty one. */
export function checkOptions(call: string, value: unknown, allowed: readonly string[]): Record<string, unknown> {
  if (value === undefined) return {};
  if (!isObject(value) || isArray(value))
    throw argumentError(call, `options must be an object, not ${describeValue(value)}`);
  const problem = unknownKey("options", value, allowed);
  if (problem !== undefined) throw argumentError(call, problem);
  return value as Record<string, unknown>;
}

/** Milliseconds; with Infinity, the default, only the hook's deadline applies. */
export function checkTimeout(call: string, value: unknown): number {
  if (value === undefined) return Infinity;
  if (typeof value !== "number" || !(value >= 0)) {
    throw argumentError(call, `options.timeout must be a number of milliseconds, not ${describeValue(value)}`);
  }
  return value;
}

/** Names a key that is not allowed, and the one that was probably meant, or all allowed keys. */
export function unknownKey(owner: string, value: object, allowed: readonly string[]): string | undefined {
  const keys = ownKeys(value);
  for (let at = 0; at < keys.length; at++) {
    const key = toText(keys[at]);
    if (isAmong(key, allowed)) continue;
    const meant = nearestText(key, allowed);
    const hint = meant === undefined ? `allowed: ${listTexts(allowed, "and")}` : `did you mean ${quote(meant)}?`;
    return `${owner} cannot have ${quote(key)}; ${hint}`;
  }
  return undefined;
}

/** The size of a text in UTF-8, counted exactly only near the limit. */
function checkSize(natives: Natives, call: string, name: string, text: string, limit: number, what: string): void {
  if (text.length * 3 <= limit) return;
  const size = text.length > limit ? text.length : typedArrayLength(encodeUtf8(natives, text));
  if (size > limit) throw argumentError(call, `${name} has ${size} bytes; Linux allows at most ${limit} in ${what}`);
}

/** `C:\x`, `\\server\share` and `\\?\...`, with either slash. */
export function isAbsoluteWindowsPath(path: string): boolean {
  if (isSlash(path, 0)) return isSlash(path, 1) && path.length > 2 && !isSlash(path, 2);
  return isDrive(path) && isSlash(path, 2);
}

/** `C:` and a rest without separators: where single backslashes were lost, the rest is a folder's name. */
function isDrive(path: string): boolean {
  const letter = charCodeAt(path, 0) | 0x20;
  return letter >= 0x61 && letter <= 0x7a && charCodeAt(path, 1) === 0x3a;
}

function isSlash(path: string, at: number): boolean {
  const code = charCodeAt(path, at);
  return code === 0x5c || code === 0x2f;
}
