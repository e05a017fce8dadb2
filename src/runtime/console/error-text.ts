// Formats errors: name, message, stack and causes. Works for every error object, whatever its getters do.

import {
  Collection,
  collectionAdd,
  collectionHas,
  collectionSize,
  endsWith,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  indexOf,
  isArray,
  isError,
  isObject,
  isSuppressedError,
  joinTexts,
  lastIndexOf,
  matchPattern,
  min,
  restOf,
  slice,
  splitText,
  stackOf,
  startsWith,
  symbolToText,
  toNumber,
  toText,
  trim,
  WeakDictionary,
  weakDictionaryGet,
  weakDictionarySet,
} from "../base/primordials.ts";
import { cutText, indentText } from "../base/text.ts";
import { maximumMessage } from "../generated/numbers.ts";
import { functionName, layOut } from "./inspection.ts";

/** The name under which the runtime itself is evaluated. */
const kRuntimeFile = "wsl-script-host:runtime";

/** The engine's description of a callee. */
const kNotFunction = "not a function";
const kNotConstructor = "not a constructor";

/** The called expression, if it is a chain of names and indices; and the names before the last one of a chain. */
const kCallee =
  /^([#\w$\u0080-\uffff]+(?:\??\.[#\w$\u0080-\uffff]+|(?:\?\.)?\[[^\][]*\])*)\s*(?:\?\.)?(?:[(`;,)\]}]|$)/;
const kOwner = /(?:[\w$\u0080-\uffff]+\??\.)+$/;

/** How many errors one text contains: causes and the members of an AggregateError can lead to any number of them. */
const kMaximumErrors = 30;
const kMaximumMembers = 10;
const kMaximumText = 32 * 1024;

/** How the values in an error become text: an Inspection. */
export interface ValueTexts {
  value(value: unknown): string;
  properties(value: object, skip: (key: PropertyKey) => boolean): string[];
}

/** Errors, and other values with a message, such as an object literal that a script throws. */
export function isErrorLike(value: unknown): value is object {
  return isObject(value) && (isError(value) || typeof readProperty(value, "message") === "string");
}

/** Name, message, frames and own properties of an error and of all its causes, over several lines. */
export function errorText(error: object, texts: ValueTexts): string {
  return cutText(textWithCauses(error, new Collection(), texts), kMaximumText);
}

/** The error that was thrown first if disposals failed after it; otherwise the value itself. */
export function firstThrown(value: unknown): unknown {
  let first = value;
  for (let level = 0; level < kMaximumErrors && isSuppressedError(first); level++) {
    first = readProperty(first, "suppressed");
  }
  return first;
}

export function errorName(error: object): string {
  return cutText(textProperty(error, "name") ?? "Error", 200);
}

export function errorMessage(error: object): string {
  const message = textProperty(error, "message") ?? "";
  return cutText((isError(error) && withCallee(error, message)) || message, maximumMessage);
}

/** The script's file, and a function that reads it. */
let script = { file: "", around: (_line: number, _column: number) => "\n" };

/** Sets where the script's text can be read: the text before and after a place, with a line feed between. */
export function setScript(file: string, around: (line: number, column: number) => string): void {
  script = { file, around };
}

/** The engine does not name what is not a function; the script's text at the innermost frame's place does. */
function withCallee(error: object, message: string): string | undefined {
  if (message !== kNotFunction && message !== kNotConstructor) return undefined;
  const place = placeOf(framesOf(error)[0] ?? "");
  const numbers = startsWith(place, `${script.file}:`) ? splitText(slice(place, script.file.length + 1), ":") : [];
  if (numbers.length !== 2) return undefined;
  const [before = "", behind = ""] = splitText(script.around(toNumber(numbers[0]), toNumber(numbers[1])), "\n");
  const callee = matchPattern(kCallee, behind)?.[1];
  if (callee === undefined) return undefined;
  return `${matchPattern(kOwner, before)?.[0] ?? ""}${callee} is ${message}`;
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

/** The place where the failed operation was started, for errors that arise while no code of the script runs. */
const origins: WeakMap<object, unknown> = new WeakDictionary();

/** The error's frames, or those of another error if none of its own are in the script. */
export function setOrigin(error: unknown, origin: object): void {
  if (isObject(error)) weakDictionarySet(origins, error, origin);
}

/**
 * The frames of an error, innermost first, without those of the runtime, of built-in functions that it calls, and of
 * the error's own constructors, which do not help a plugin's author.
 */
export function framesOf(error: object): readonly string[] {
  const frames = ownFramesOf(error);
  const origin = frames.length === 0 ? weakDictionaryGet(origins, error) : undefined;
  return origin === undefined ? withoutConstructors(error, frames) : ownFramesOf(origin as object);
}

/** The engine keeps the frames of derived classes' constructors; other engines drop them. */
function withoutConstructors(error: object, frames: readonly string[]): readonly string[] {
  const names = constructorNames(error);
  let first = 0;
  for (let at = names.length - 1; at >= 0 && first < frames.length - 1; at--) {
    if (startsWith(frames[first] as string, `at ${names[at]} (`)) first++;
  }
  return first === 0 ? frames : restOf(frames, first);
}

/** The names of an error's classes as they appear in frames, the most derived first. */
function constructorNames(error: object): string[] {
  const names: string[] = [];
  try {
    let prototype = getPrototypeOf(error);
    for (let level = 0; prototype !== null && level < 20; level++) {
      const maker: unknown = getOwnPropertyDescriptor(prototype, "constructor")?.value;
      if (typeof maker === "function") names[names.length] = functionName(maker) || "<anonymous>";
      prototype = getPrototypeOf(prototype);
    }
  } catch {
    // A proxy among the prototypes; what is known so far has to do.
  }
  return names;
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

function textWithCauses(error: object, seen: Set<unknown>, texts: ValueTexts): string {
  collectionAdd(seen, error);
  const head = [headOf(error)];
  const frames = framesOf(error);
  for (let at = 0; at < frames.length; at++) head[at + 1] = `    ${frames[at]}`;
  const related = isSuppressedError(error) ? ["suppressed", "error"] : [];
  const properties = ownProperties(error, related, texts);
  const text = joinTexts(head, "\n");
  const lines = [properties.length === 0 ? text : layOut(text, "{", properties)];
  for (let at = 0; at < related.length; at++) {
    const key = related[at] as string;
    addMember(lines, key, readProperty(error, key), seen, texts);
  }
  addMembers(lines, readProperty(error, "errors"), seen, texts);
  const cause = readProperty(error, "cause");
  if (cause !== undefined) lines[lines.length] = `Caused by: ${relatedText(cause, seen, texts)}`;
  return joinTexts(lines, "\n");
}

/** An error's enumerable properties, except those that its text already shows. */
function ownProperties(error: object, related: readonly string[], texts: ValueTexts): string[] {
  const isTold = (key: PropertyKey) =>
    key === "name" ||
    key === "message" ||
    key === "stack" ||
    key === "cause" ||
    key === related[0] ||
    key === related[1];
  try {
    return texts.properties(error, isTold);
  } catch {
    return [];
  }
}

function addMembers(lines: string[], members: unknown, seen: Set<unknown>, texts: ValueTexts): void {
  try {
    if (!isArray(members)) return;
    const shown = min(members.length, kMaximumMembers);
    for (let at = 0; at < shown; at++) addMember(lines, toText(at), members[at], seen, texts);
    if (members.length > shown) lines[lines.length] = `  ... ${members.length - shown} more`;
  } catch {
    lines[lines.length] = "  [errors that cannot be read]";
  }
}

function addMember(lines: string[], key: string, member: unknown, seen: Set<unknown>, texts: ValueTexts): void {
  lines[lines.length] = `  [${key}] ${indentText(relatedText(member, seen, texts))}`;
}

function relatedText(value: unknown, seen: Set<unknown>, texts: ValueTexts): string {
  if (!isObject(value)) return cutText(primitiveText(value), maximumMessage);
  if (collectionHas(seen, value)) return "[Circular]";
  if (!isErrorLike(value)) return texts.value(value);
  return collectionSize(seen) < kMaximumErrors ? textWithCauses(value, seen, texts) : "...";
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
