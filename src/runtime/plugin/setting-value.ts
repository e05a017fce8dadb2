// Checks the value of a plugin's setting by its schema.

import { unknownKey } from "../base/argument-checks.ts";
import {
  charCodeAt,
  defineProperty,
  freeze,
  hasOwn,
  isAmong,
  isArray,
  isFiniteNumber,
  isInteger,
  isObject,
  makePattern,
  matchPattern,
  ownKeys,
} from "../base/primordials.ts";
import { describeValue, listTexts } from "../base/text.ts";
import type { SettingSchema } from "./setting-schema.ts";

type MakeError = (text: string) => Error;

/** A frozen copy of the value. Throws an error that names the place, the value and what is allowed. */
export function checkedValue(schema: SettingSchema, value: unknown, path: string, makeError: MakeError): unknown {
  return new Check(makeError, schema.secret === true).value(schema, value, path);
}

/** What a setting must be, for errors. */
export function allowedText(schema: SettingSchema): string {
  if (schema.enum !== undefined) return listTexts(describeAll(schema.enum), "or");
  switch (schema.type) {
    case "string":
      return `a string${lengthText(schema)}${schema.pattern === undefined ? "" : ` that matches /${schema.pattern}/u`}`;
    case "number":
      return `a number${rangeText(schema)}`;
    case "integer":
      return `a whole number${rangeText(schema)}`;
    case "boolean":
      return "true or false";
    case "array":
      return "an array";
    case "object":
      return "an object";
  }
}

/** Adds a read-only property. Secrets are not enumerable, so `console` and the like leave them out. */
export function addSetting(settings: object, name: string, { secret }: SettingSchema, value: unknown): void {
  defineProperty(settings, name, { value, enumerable: secret !== true, writable: false, configurable: false });
}

class Check {
  readonly #makeError: MakeError;
  readonly #secret: boolean;

  constructor(makeError: MakeError, secret: boolean) {
    this.#makeError = makeError;
    this.#secret = secret;
  }

  value(schema: SettingSchema, value: unknown, path: string): unknown {
    if (schema.secret === true && !this.#secret) return checkedValue(schema, value, path, this.#makeError);
    if (!isAllowed(schema, value)) {
      const found = this.#secret ? "" : `, not ${describeValue(value)}`;
      throw this.#makeError(`${path} must be ${allowedText(schema)}${found}`);
    }
    if (schema.type === "array") return this.#items(schema.items as SettingSchema, value as readonly unknown[], path);
    return schema.type === "object" ? this.#members(schema, value as Record<string, unknown>, path) : value;
  }

  #items(schema: SettingSchema, list: readonly unknown[], path: string): unknown {
    const items: unknown[] = [];
    for (let at = 0; at < list.length; at++) items[at] = this.value(schema, list[at], `${path}[${at}]`);
    return freeze(items);
  }

  #members({ properties = {}, required = [] }: SettingSchema, object: Record<string, unknown>, path: string): unknown {
    const names = ownKeys(properties) as string[];
    const problem = unknownKey(path, object, names);
    if (problem !== undefined) throw this.#makeError(problem);
    for (let at = 0; at < required.length; at++) {
      const name = required[at] as string;
      if (!hasOwn(object, name)) {
        const allowed = allowedText(properties[name] as SettingSchema);
        throw this.#makeError(`${path}.${name} is missing; it must be ${allowed}`);
      }
    }
    const members = {};
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string;
      const schema = properties[name] as SettingSchema;
      if (hasOwn(object, name)) addSetting(members, name, schema, this.value(schema, object[name], `${path}.${name}`));
    }
    return freeze(members);
  }
}

function isAllowed(schema: SettingSchema, value: unknown): boolean {
  if (schema.enum !== undefined) return isAmong(value, schema.enum);
  switch (schema.type) {
    case "string":
      return typeof value === "string" && isText(schema, value);
    case "number":
      return isFiniteNumber(value) && isWithin(value as number, schema.minimum, schema.maximum);
    case "integer":
      return isInteger(value) && isWithin(value as number, schema.minimum, schema.maximum);
    case "boolean":
      return typeof value === "boolean";
    case "array":
      return isArray(value);
    case "object":
      return isObject(value) && !isArray(value) && typeof value !== "function";
  }
}

function isText({ minLength, maxLength, pattern }: SettingSchema, text: string): boolean {
  if ((minLength !== undefined || maxLength !== undefined) && !isWithin(countCharacters(text), minLength, maxLength)) {
    return false;
  }
  return pattern === undefined || matchPattern(new makePattern(pattern, "u"), text) !== null;
}

function isWithin(number: number, minimum = -Infinity, maximum = Infinity): boolean {
  return number >= minimum && number <= maximum;
}

/** Counted as JSON Schema does: a surrogate pair is one character. */
function countCharacters(text: string): number {
  let count = text.length;
  for (let at = 1; at < text.length; at++) {
    if (isSurrogate(text, at, 0xdc00) && isSurrogate(text, at - 1, 0xd800)) count--;
  }
  return count;
}

function isSurrogate(text: string, at: number, first: number): boolean {
  return (charCodeAt(text, at) & 0xfc00) === first;
}

function lengthText({ minLength, maxLength }: SettingSchema): string {
  if (minLength === undefined && maxLength === undefined) return "";
  const unit = (maxLength ?? minLength) === 1 ? "character" : "characters";
  if (maxLength === undefined) return ` of at least ${minLength} ${unit}`;
  return minLength === undefined ? ` of at most ${maxLength} ${unit}` : ` of ${minLength} to ${maxLength} ${unit}`;
}

function rangeText({ minimum, maximum }: SettingSchema): string {
  if (maximum === undefined) return minimum === undefined ? "" : ` of at least ${minimum}`;
  return minimum === undefined ? ` of at most ${maximum}` : ` from ${minimum} to ${maximum}`;
}

function describeAll(values: readonly unknown[]): string[] {
  const texts: string[] = [];
  for (let at = 0; at < values.length; at++) texts[at] = describeValue(values[at]);
  return texts;
}
