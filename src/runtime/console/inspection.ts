// Formats one value: tracks the depth, the objects around, and how much may still be shown. Does not call the value's
// getters.

import {
  Collection,
  collectionAdd,
  collectionDelete,
  collectionHas,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  indexOf,
  isObject,
  joinTexts,
  matchPattern,
  ownKeys,
  slice,
  splitText,
  stringifyJson,
  symbolToText,
  toText,
} from "../base/primordials.ts";
import { cutText, indentText } from "../base/text.ts";

/** How many items or properties of one object are shown. */
export const kMaximumItems = 100;
/** How many values are shown in all. */
const kMaximumValues = 5000;
const kMaximumText = 16 * 1024;
const kLineWidth = 76;
const kPlainKey = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

export class Inspection {
  readonly #maximumDepth: number;
  readonly #showObject: (value: object, run: Inspection) => string;
  readonly #open: Set<unknown> = new Collection();
  #remaining = kMaximumValues;
  #depth = 0;

  constructor(maximumDepth: number, showObject: (value: object, run: Inspection) => string) {
    this.#maximumDepth = maximumDepth;
    this.#showObject = showObject;
  }

  get isSpent(): boolean {
    return this.#remaining <= 0;
  }

  value(value: unknown): string {
    if (this.#remaining-- <= 0) return "...";
    if (!isObject(value)) return primitiveText(value);
    if (collectionHas(this.#open, value)) return "[Circular]";
    collectionAdd(this.#open, value);
    try {
      return this.#showObject(value, this);
    } catch {
      return "[an object that cannot be inspected]";
    } finally {
      collectionDelete(this.#open, value);
    }
  }

  /** Runs `show` one level deeper, or returns only the name at the maximum depth. */
  nested(name: string, show: () => string): string {
    if (this.#depth > this.#maximumDepth) return `[${name === "" ? "Object" : name}]`;
    this.#depth++;
    try {
      return show();
    } finally {
      this.#depth--;
    }
  }

  /** The enumerable properties of an object as `key: value`, except those in `skip`. */
  properties(value: object, skip?: (key: PropertyKey) => boolean): string[] {
    const entries: string[] = [];
    const keys = ownKeys(value);
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] as PropertyKey;
      const descriptor = skip?.(key) ? undefined : getOwnPropertyDescriptor(value, key);
      if (descriptor?.enumerable !== true) continue;
      if (entries.length === kMaximumItems || this.isSpent) {
        entries[entries.length] = `... ${keys.length - at} more`;
        break;
      }
      entries[entries.length] = `${keyText(key)}: ${this.property(descriptor)}`;
    }
    return entries;
  }

  property(descriptor: PropertyDescriptor): string {
    if (descriptor.get !== undefined) return descriptor.set === undefined ? "[Getter]" : "[Getter/Setter]";
    return descriptor.set === undefined ? this.value(descriptor.value) : "[Setter]";
  }
}

/** `prefix { a, b }` on one line if that fits, else one entry per line; short list items share lines. */
export function layOut(prefix: string, open: "{" | "[", entries: string[]): string {
  const start = prefix === "" ? open : `${prefix} ${open}`;
  const close = open === "{" ? "}" : "]";
  if (entries.length === 0) return `${start}${close}`;
  const line = joinTexts(entries, ", ");
  if (start.length + line.length <= kLineWidth && indexOf(line, "\n") === -1) return `${start} ${line} ${close}`;
  const lines = open === "[" && entries.length > 6 ? fillLines(entries) : entries;
  return `${start}\n  ${indentText(joinTexts(lines, ",\n"))}\n${close}`;
}

/** The name of the class that made an object, "" if unknown. */
export function className(value: object): string {
  let prototype = getPrototypeOf(value);
  for (let level = 0; prototype !== null && level < 20; level++) {
    const maker: unknown = getOwnPropertyDescriptor(prototype, "constructor")?.value;
    if (typeof maker === "function") return functionName(maker);
    prototype = getPrototypeOf(prototype);
  }
  return "";
}

export function functionName(value: object): string {
  const name: unknown = getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" ? cutText(name, 200) : "";
}

function primitiveText(value: unknown): string {
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "symbol") return cutText(symbolToText(value), kMaximumText);
  if (typeof value === "bigint") return `${cutText(toText(value), kMaximumText)}n`;
  return value === 0 && 1 / (value as number) < 0 ? "-0" : toText(value);
}

/** A text in single quotes, or in double ones where that saves escaping. */
function quoteText(text: string): string {
  const quoted = stringifyJson(cutText(text, kMaximumText));
  if (indexOf(text, "'") !== -1) return quoted;
  return `'${joinTexts(splitText(slice(quoted, 1, -1), '\\"'), '"')}'`;
}

function keyText(key: PropertyKey): string {
  if (typeof key === "symbol") return `[${primitiveText(key)}]`;
  const text = toText(key);
  return matchPattern(kPlainKey, text) === null ? quoteText(text) : text;
}

/** Joins short entries to lines of the usual width. */
function fillLines(entries: string[]): string[] {
  const lines: string[] = [];
  let line = "";
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] as string;
    const alone = entry.length > 20 || indexOf(entry, "\n") !== -1;
    if (line !== "" && (alone || line.length + 2 + entry.length > kLineWidth)) {
      lines[lines.length] = line;
      line = "";
    }
    if (alone) lines[lines.length] = entry;
    else line = line === "" ? entry : `${line}, ${entry}`;
  }
  if (line !== "") lines[lines.length] = line;
  return lines;
}
