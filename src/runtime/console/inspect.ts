// Formats values as readable text, like Node's console. It calls no getters, and the text has a bounded size whatever
// the value does.

import {
  freeze,
  functionToText,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isArray,
  isObject,
  min,
  startsWith,
} from "../base/primordials.ts";
import { errorText } from "./error-text.ts";
import { inspectBuiltin } from "./inspect-builtin.ts";
import { className, functionName, Inspection, kMaximumItems, layOut } from "./inspection.ts";

const kObjectPrototype = Object.prototype;
const kArrayPrototype = Array.prototype;

/** The method of this name returns the value to show in an object's place, after its class name. */
export const inspectAs: unique symbol = Symbol("inspectAs");

/** Text that is shown as it is, without quotes. */
export class Verbatim {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    freeze(this);
  }
}

/** Only the names of objects nested deeper than `depth` levels are shown. */
export function inspect(value: unknown, depth = 4): string {
  return new Inspection(depth, inspectObject).value(value);
}

/** The text of an error that is not nested in another value. */
export function inspectError(error: object): string {
  return errorText(error, new Inspection(1, inspectObject));
}

function inspectObject(value: object, run: Inspection): string {
  if (value instanceof Verbatim) return value.text;
  const name = className(value);
  const method = (value as { [inspectAs]?: () => unknown })[inspectAs];
  if (typeof method === "function")
    return inspectReplacement(name, (value as { [inspectAs](): unknown })[inspectAs](), run);
  if (typeof value === "function") return inspectFunction(value, run);
  if (isArray(value)) return run.nested("Array", () => inspectArray(value, name, run));
  return inspectBuiltin(value, name, run) ?? run.nested(name, () => inspectPlain(value, name, run));
}

function inspectPlain(value: object, name: string, run: Inspection): string {
  const prototype = getPrototypeOf(value);
  const prefix = prototype === null ? "[Object: null prototype]" : prototype === kObjectPrototype ? "" : name;
  return layOut(prefix, "{", run.properties(value));
}

function inspectReplacement(name: string, value: unknown, run: Inspection): string {
  if (!isObject(value) || value instanceof Verbatim) return run.value(value);
  return run.nested(name, () => layOut(name, "{", run.properties(value)));
}

function inspectFunction(value: object, run: Inspection): string {
  const name = functionName(value);
  const isClass = startsWith(functionToText(value), "class");
  const kind = isClass ? "class" : "Function";
  const label = name === "" ? `[${kind} (anonymous)]` : isClass ? `[class ${name}]` : `[Function: ${name}]`;
  return run.nested(kind, () => {
    const entries = run.properties(value);
    return entries.length === 0 ? label : layOut(label, "{", entries);
  });
}

function inspectArray(value: readonly unknown[], name: string, run: Inspection): string {
  const entries: string[] = [];
  const length = value.length;
  let at = 0;
  while (at < length && entries.length < kMaximumItems && !run.isSpent) {
    const holes = countHoles(value, at);
    const descriptor = holes === 0 ? getOwnPropertyDescriptor(value, at) : undefined;
    entries[entries.length] = descriptor === undefined ? holesText(holes) : run.property(descriptor);
    at += descriptor === undefined ? holes : 1;
  }
  if (at < length) entries[entries.length] = `... ${countText(length - at, "more item")}`;
  return layOut(getPrototypeOf(value) === kArrayPrototype ? "" : `${name}(${length})`, "[", entries);
}

/** The missing items from an index on, counted only as far as that is quick. */
function countHoles(value: readonly unknown[], from: number): number {
  const end = min(value.length, from + 10_000);
  let at = from;
  while (at < end && !hasOwn(value, at)) at++;
  return at - from;
}

function holesText(count: number): string {
  return `<${countText(count, "empty item")}>`;
}

function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
