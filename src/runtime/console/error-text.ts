// Errors as text: name, message and stack, with what caused them. Works for every error object, however it behaves.

import {
  Collection,
  collectionAdd,
  collectionHas,
  collectionSize,
  endsWith,
  indexOf,
  isArray,
  isError,
  isObject,
  joinTexts,
  lastIndexOf,
  min,
  slice,
  splitText,
  stackOf,
  startsWith,
  symbolToText,
  toText,
  trim,
  WeakDictionary,
  weakDictionaryGet,
  weakDictionarySet,
} from "../base/primordials.ts";
import { cutText, indentText } from "../base/text.ts";

/** The name under which the runtime itself is evaluated. */
const kRuntimeFile = "wsl-script-host:runtime";

/** How many errors one text tells of: causes and the members of an AggregateError lead to any number of them. */
const kMaximumErrors = 30;
const kMaximumMembers = 10;
const kMaximumMessage = 8 * 1024;
const kMaximumText = 32 * 1024;

/** Errors, and what has a message like them: DOMException, or an object literal that a script throws. */
export function isErrorLike(value: unknown): value is object {
  return isObject(value) && (isError(value) || typeof readProperty(value, "message") === "string");
}

/** Name, message, frames and causes of an error, over several lines. */
export function errorText(error: object): string {
  return cutText(textWithCauses(error, new Collection()), kMaximumText);
}

export function errorName(error: object): string {
  return cutText(textProperty(error, "name") ?? "Error", 200);
}

export function errorMessage(error: object): string {
  return cutText(textProperty(error, "message") ?? "", kMaximumMessage);
}

/** `file:line:column` of the innermost frame in the script, "" if there is none. */
export function errorLocation(error: object, scriptFile: string): string {
  const frames = framesOf(error);
  for (let at = 0; at < frames.length; at++) {
    const place = placeOf(frames[at] as string);
    if (startsWith(place, `${scriptFile}:`)) return place;
  }
  return "";
}

/** Where what has failed was begun, for errors that arise while nothing of the script runs. */
const origins: WeakMap<object, unknown> = new WeakDictionary();

/** An error's frames, if it has none of the script's, are those of another one. */
export function setOrigin(error: unknown, origin: object): void {
  if (isObject(error)) weakDictionarySet(origins, error, origin);
}

/**
 * The frames of an error, innermost first. Those of the runtime, and of the built-in functions that it calls, say nothing
 * to a plugin's author.
 */
export function framesOf(error: object): string[] {
  const frames = ownFramesOf(error);
  const origin = frames.length === 0 ? weakDictionaryGet(origins, error) : undefined;
  return origin === undefined ? frames : ownFramesOf(origin as object);
}

function ownFramesOf(error: object): string[] {
  const lines = splitText(cutText(stackOf(error), kMaximumText), "\n");
  const frames: string[] = [];
  let isBelowRuntime = false;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = trim(lines[at] as string);
    if (!startsWith(line, "at ")) continue;
    const isRuntime = indexOf(line, kRuntimeFile) !== -1;
    if (!isRuntime && !(isBelowRuntime && endsWith(line, "(native)"))) frames[frames.length] = line;
    isBelowRuntime = isRuntime || (isBelowRuntime && endsWith(line, "(native)"));
  }
  return reverse(frames);
}

function textWithCauses(error: object, seen: Set<unknown>): string {
  collectionAdd(seen, error);
  const lines = [headOf(error)];
  const frames = framesOf(error);
  for (let at = 0; at < frames.length; at++) lines[lines.length] = `    ${frames[at]}`;
  addMembers(lines, readProperty(error, "errors"), seen);
  const cause = readProperty(error, "cause");
  if (cause !== undefined) lines[lines.length] = `Caused by: ${relatedText(cause, seen)}`;
  return joinTexts(lines, "\n");
}

function addMembers(lines: string[], members: unknown, seen: Set<unknown>): void {
  try {
    if (!isArray(members)) return;
    const shown = min(members.length, kMaximumMembers);
    for (let at = 0; at < shown; at++) {
      lines[lines.length] = `  [${at}] ${indentText(relatedText(members[at], seen), "  ")}`;
    }
    if (members.length > shown) lines[lines.length] = `  ... ${members.length - shown} more`;
  } catch {
    lines[lines.length] = "  [errors that cannot be read]";
  }
}

function relatedText(value: unknown, seen: Set<unknown>): string {
  if (!isObject(value)) return cutText(primitiveText(value), kMaximumMessage);
  if (collectionHas(seen, value)) return "[Circular]";
  if (!isErrorLike(value)) return "[an object that is not an error]";
  return collectionSize(seen) < kMaximumErrors ? textWithCauses(value, seen) : "...";
}

function headOf(error: object): string {
  const name = errorName(error);
  const message = errorMessage(error);
  return message === "" ? name : name === "" ? message : `${name}: ${message}`;
}

/** The `file:line:column` of "at name (file:1:2)" or "at file:1:2". */
function placeOf(frame: string): string {
  const open = endsWith(frame, ")") ? lastIndexOf(frame, "(") : -1;
  return open === -1 ? slice(frame, 3) : slice(frame, open + 1, -1);
}

function textProperty(error: object, key: string): string | undefined {
  const value = readProperty(error, key);
  return value === undefined || isObject(value) ? undefined : primitiveText(value);
}

function primitiveText(value: unknown): string {
  return typeof value === "symbol" ? symbolToText(value) : toText(value);
}

/** A property, which may be a getter that throws. */
function readProperty(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function reverse(texts: readonly string[]): string[] {
  const reversed: string[] = [];
  for (let at = texts.length - 1; at >= 0; at--) reversed[reversed.length] = texts[at] as string;
  return reversed;
}
