// Checks the argument of defineSettings: the part of JSON Schema that describes settings.

import { unknownKey } from "../base/argument-checks.ts";
import {
  defineProperty,
  freeze,
  isAmong,
  isArray,
  isFiniteNumber,
  isInteger,
  isObject,
  makePattern,
  makeTypeError,
  ownKeys,
  toText,
} from "../base/primordials.ts";
import { describeValue, listTexts, quoteAll } from "../base/text.ts";
import { checkedValue } from "./setting-value.ts";

/** A schema with only the keywords of its type. `pattern` is the compiled regular expression. */
export interface SettingSchema {
  readonly type: SettingType;
  readonly description?: string;
  readonly secret?: boolean;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly items?: SettingSchema;
  readonly properties?: SettingSchemas;
  readonly required?: readonly string[];
  /** At the top level only. A setting without a default is required. */
  readonly default?: unknown;
}

export type SettingSchemas = Readonly<Record<string, SettingSchema>>;

type SettingType = keyof typeof keywords;
type Keyword = Exclude<keyof SettingSchema, "type" | "properties">;

/** The keywords of each type, in addition to the common ones. */
const keywords = {
  string: ["enum", "minLength", "maxLength", "pattern"],
  number: ["enum", "minimum", "maximum"],
  integer: ["enum", "minimum", "maximum"],
  boolean: [],
  array: ["items"],
  object: ["properties", "required"],
} as const;
const kTypes = ownKeys(keywords) as SettingType[];

/** Reads the argument of defineSettings. Throws a TypeError that names what is wrong. */
export function readSchemas(value: unknown): SettingSchemas {
  return schemasOf("the argument", value, "", ["default"]);
}

export function schemaError(text: string): TypeError {
  return new makeTypeError(`defineSettings: ${text}`);
}

function schemasOf(name: string, value: unknown, prefix: string, more: readonly string[]): SettingSchemas {
  const object = checkObject(name, value);
  const names = ownKeys(object);
  const schemas: Record<string, SettingSchema> = {};
  for (let at = 0; at < names.length; at++) {
    const key = names[at] as string;
    if (typeof key !== "string") throw schemaError(`${name} cannot have ${toText(key)}: names must be strings`);
    setProperty(schemas, key, readSchema(`${prefix}${key}`, object[key], more));
  }
  return freeze(schemas);
}

function readSchema(path: string, value: unknown, more: readonly string[]): SettingSchema {
  const object = checkObject(path, value);
  const { type } = object;
  if (!isAmong(type, kTypes)) {
    throw schemaError(`${path}.type must be ${listTexts(quoteAll(kTypes), "or")}, not ${describeValue(type)}`);
  }
  const own: readonly string[] = keywords[type as SettingType];
  const problem = unknownKey(path, object, ["type", "description", "secret", ...more, ...own]);
  if (problem !== undefined) throw schemaError(problem);
  const schema: Record<string, unknown> = { type };
  const keys = ownKeys(object) as (keyof SettingSchema)[];
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as keyof SettingSchema;
    if (key === "type" || key === "default" || object[key] === undefined) continue;
    schema[key] = readKeyword(`${path}.${key}`, key, object[key], object);
  }
  if (type === "array" && schema.items === undefined) throw schemaError(`${path} must have "items"`);
  if (type === "object" && schema.properties === undefined) throw schemaError(`${path} must have "properties"`);
  const read = schema as unknown as SettingSchema;
  if (object.default !== undefined) schema.default = checkedValue(read, object.default, `${path}.default`, schemaError);
  return freeze(read);
}

function readKeyword(
  path: string,
  key: Keyword | "properties",
  value: unknown,
  owner: Record<string, unknown>,
): unknown {
  switch (key) {
    case "description":
      return checkString(path, value);
    case "secret":
      if (typeof value !== "boolean") throw schemaError(`${path} must be true or false, not ${describeValue(value)}`);
      return value;
    case "enum":
      return readEnum(path, value, owner.type as SettingType);
    case "minimum":
    case "maximum":
      if (!isFiniteNumber(value)) throw schemaError(`${path} must be a number, not ${describeValue(value)}`);
      return value;
    case "minLength":
    case "maxLength":
      if (isInteger(value) && (value as number) >= 0) return value;
      throw schemaError(`${path} must be a whole number from 0 on, not ${describeValue(value)}`);
    case "pattern":
      return checkPattern(path, value);
    case "items":
      return readSchema(path, value, []);
    case "properties":
      return schemasOf(path, value, `${path}.`, []);
    default:
      return readRequired(path, value, owner.properties);
  }
}

function readEnum(path: string, value: unknown, type: SettingType): readonly unknown[] {
  if (!isArray(value) || value.length === 0) throw schemaError(`${path} must be an array with at least one value`);
  const items: unknown[] = [];
  for (let at = 0; at < value.length; at++)
    items[at] = checkedValue({ type }, value[at], `${path}[${at}]`, schemaError);
  return freeze(items);
}

function readRequired(path: string, value: unknown, properties: unknown): readonly string[] {
  if (!isArray(value)) throw schemaError(`${path} must be an array of names, not ${describeValue(value)}`);
  const names = isObject(properties) ? (ownKeys(properties) as string[]) : [];
  const required: string[] = [];
  for (let at = 0; at < value.length; at++) {
    if (!isAmong(value[at], names)) {
      throw schemaError(`${path}[${at}] must be a name in "properties", not ${describeValue(value[at])}`);
    }
    required[at] = value[at];
  }
  return freeze(required);
}

function checkString(path: string, value: unknown): string {
  if (typeof value !== "string") throw schemaError(`${path} must be a string, not ${describeValue(value)}`);
  return value;
}

function checkPattern(path: string, value: unknown): string {
  const text = checkString(path, value);
  try {
    new makePattern(text, "u");
    return text;
  } catch (error) {
    throw schemaError(`${path} is not a regular expression: ${(error as Error).message}`);
  }
}

function checkObject(name: string, value: unknown): Record<string, unknown> {
  if (isObject(value) && typeof value !== "function" && !isArray(value)) return value as Record<string, unknown>;
  throw schemaError(`${name} must be an object, not ${describeValue(value)}`);
}

/** Works for a property named `__proto__`, too. */
function setProperty(object: object, key: string, value: unknown): void {
  defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
