// The settings that a script declares: the argument of defineSettings, and the values from the settings file and the
// administrator's policies.

import { unknownKey } from "../base/argument-checks.ts";
import {
  create,
  defineProperty,
  freeze,
  hasOwn,
  makeTypeError,
  ownKeys,
  parseJson,
  preventExtensions,
  splitText,
  stringifyJson,
  toLowerCase,
  toNumber,
} from "../base/primordials.ts";
import { nearestText, quote } from "../base/text.ts";
import { errorMessage } from "../console/error-text.ts";
import { PluginError } from "../wsl/errors.ts";
import { readSchemas, type SettingSchema, type SettingSchemas, schemaError } from "./setting-schema.ts";
import { addSetting, allowedText, checkedValue } from "./setting-value.ts";

/** The types of registry values, as in winnt.h. */
const kText = 1;
const kNumber = 4;
const kTexts = 7;

interface Policy {
  readonly key: string;
  readonly name: string;
  readonly type: number;
  readonly data: string;
}

export class PluginSettings {
  #file = "";
  #given: Readonly<Record<string, unknown>> | undefined;
  #policies: Policy[] = [];
  #schemas: SettingSchemas | undefined;
  /** The values that are set for each setting. */
  #values: Record<string, unknown> = {};
  #settings = {};
  #failure: unknown;
  /** The policy that is being checked: the wrong one, after a failure. */
  #checked: Policy | undefined;
  #isComplete = false;

  /** The settings file's values for the script that is evaluated next; undefined for none. */
  give(file: string, settings: Readonly<Record<string, unknown>> | undefined): void {
    this.#file = file;
    this.#given = settings;
    this.#policies = [];
    this.#schemas = undefined;
    this.#failure = undefined;
    this.#checked = undefined;
    this.#isComplete = false;
  }

  setPolicy(key: string, name: string, type: number, data: string): void {
    this.#policies[this.#policies.length] = { key, name, type, data };
  }

  /** The global of this name. */
  readonly defineSettings = (properties: unknown): object => {
    if (this.#isComplete || this.#schemas !== undefined) {
      throw schemaError("a script calls it once, at its top level");
    }
    const schemas = readSchemas(properties);
    checkNames(schemas);
    this.#schemas = schemas;
    this.#settings = {};
    this.#values = create(null);
    try {
      this.#fill(schemas);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
    preventExtensions(this.#settings);
    return this.#settings;
  };

  /** From now on all settings can be read. Throws an error for the user if the values do not match the declaration. */
  complete(scriptFile: string): void {
    this.#isComplete = true;
    try {
      this.#complete(scriptFile);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** The error that `complete` or `defineSettings` threw for values that do not match the declaration. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The registry's key of the policy that `failure` is about; empty if it is about the file. */
  get wrongPolicyKey(): string {
    return this.#checked?.key ?? "";
  }

  #complete(scriptFile: string): void {
    // The script may have caught it.
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#schemas === undefined) this.#expectNone(scriptFile);
    const schemas = this.#schemas ?? {};
    const names = ownKeys(schemas) as string[];
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string;
      const schema = schemas[name] as SettingSchema;
      if (schema.default !== undefined) continue;
      if (this.#values[name] === undefined) {
        this.#checked = undefined;
        throw new PluginError(`${this.#file}: settings.${name} is missing; it must be ${allowedText(schema)}`);
      }
      addSetting(this.#settings, name, schema, this.#values[name]);
    }
    freeze(this.#settings);
  }

  /** The JSON Schema of the member "settings"; empty if the script declares none. */
  get schema(): string {
    return this.#schemas === undefined ? "" : stringifyJson(objectSchema(this.#schemas, requiredOf(this.#schemas)));
  }

  /** For tools: three texts for each, joined by NUL; undefined for no settings. */
  get values(): string | undefined {
    const schemas = this.#schemas ?? {};
    const names = ownKeys(schemas) as string[];
    let texts: string | undefined;
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string;
      const { secret, default: fallback } = schemas[name] as SettingSchema;
      const value = this.#values[name] ?? fallback;
      const shown = secret === true || value === undefined ? "" : stringifyJson(value);
      const row = `${stringifyJson(name)}\0${shown}\0${this.#origin(name, fallback)}`;
      texts = texts === undefined ? row : `${texts}\0${row}`;
    }
    return texts;
  }

  #origin(name: string, fallback: unknown): string {
    const policy = this.#policyOf(name);
    if (policy !== undefined) return policy.key;
    if (this.#values[name] !== undefined) return this.#file;
    return fallback === undefined ? "missing" : "default";
  }

  #policyOf(name: string): Policy | undefined {
    for (let at = 0; at < this.#policies.length; at++) {
      const policy = this.#policies[at] as Policy;
      if (isSameName(policy.name, name)) return policy;
    }
    return undefined;
  }

  #expectNone(scriptFile: string): void {
    const [policy] = this.#policies;
    this.#checked = this.#given === undefined ? policy : undefined;
    const owner =
      this.#given !== undefined ? `${this.#file}: there is "settings"` : policy && `${policyPath(policy)} is set`;
    if (owner !== undefined) throw new PluginError(`${owner}, but ${scriptFile} does not call defineSettings`);
  }

  /** Checks all values that are set, and adds those that the top level of the script can read. */
  #fill(schemas: SettingSchemas): void {
    const names = ownKeys(schemas) as string[];
    const problem = this.#given && unknownKey(`${this.#file}: settings`, this.#given, names);
    if (problem !== undefined) throw new PluginError(problem);
    for (let at = 0; at < this.#policies.length; at++) {
      this.#checked = this.#policies[at] as Policy;
      checkPolicyName(this.#checked, names);
    }
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string;
      const schema = schemas[name] as SettingSchema;
      const value = this.#valueOf(name, schema);
      this.#values[name] = value;
      if (schema.default === undefined) addUnreadable(this.#settings, name, schema);
      else addSetting(this.#settings, name, schema, value === undefined ? schema.default : value);
    }
  }

  /** The policy's value or the file's, checked; undefined if neither is set. */
  #valueOf(name: string, schema: SettingSchema): unknown {
    const policy = this.#policyOf(name);
    this.#checked = policy;
    if (policy !== undefined) return checkedValue(schema, policyValue(policy, schema), policyPath(policy), userError);
    const given = this.#given;
    if (given === undefined || !hasOwn(given, name)) return undefined;
    return checkedValue(schema, given[name], `${this.#file}: settings.${name}`, userError);
  }
}

function userError(text: string): PluginError {
  return new PluginError(text);
}

/** The names of registry values are case-insensitive. */
function checkNames(schemas: SettingSchemas): void {
  const names = ownKeys(schemas) as string[];
  for (let at = 0; at < names.length; at++) {
    for (let before = 0; before < at; before++) {
      if (isSameName(names[before] as string, names[at] as string)) {
        throw schemaError(`${quote(names[before] as string)} and ${quote(names[at] as string)} differ in case only`);
      }
    }
  }
}

function isSameName(one: string, other: string): boolean {
  return toLowerCase(one) === toLowerCase(other);
}

function policyPath({ key, name }: Policy): string {
  return `the policy ${key}\\${name}`;
}

function checkPolicyName(policy: Policy, names: readonly string[]): void {
  for (let at = 0; at < names.length; at++) if (isSameName(names[at] as string, policy.name)) return;
  const meant = nearestText(policy.name, names);
  const hint = meant === undefined ? "" : `; did you mean ${quote(meant)}?`;
  throw new PluginError(`${policyPath(policy)} is not a setting of the script${hint}`);
}

/** A registry value by its setting's schema: text, a number, a list of texts, and JSON text for all other types. */
function policyValue(policy: Policy, { type, secret }: SettingSchema): unknown {
  if (policy.type === kTexts) return policy.data === "" ? [] : splitText(policy.data, "\0");
  if (policy.type === kNumber) {
    const number = toNumber(policy.data);
    return type === "boolean" && number <= 1 ? number === 1 : number;
  }
  if (policy.type !== kText || type === "string") return policy.data;
  try {
    return parseJson(policy.data);
  } catch (error) {
    // The engine's message quotes part of the text.
    const mistake = secret === true ? "" : `: ${errorMessage(error as object)}`;
    throw new PluginError(`${policyPath(policy)} must be JSON${mistake}`);
  }
}

function addUnreadable(settings: object, name: string, { secret }: SettingSchema): void {
  defineProperty(settings, name, {
    configurable: true,
    enumerable: secret !== true,
    get() {
      throw new makeTypeError(
        `the setting ${quote(name)} has no default, so it cannot be read at the top level of the script, only from onLoad on`,
      );
    },
  });
}

function requiredOf(schemas: SettingSchemas): string[] {
  const names = ownKeys(schemas) as string[];
  const required: string[] = [];
  for (let at = 0; at < names.length; at++) {
    if (schemas[names[at] as string]?.default === undefined) required[required.length] = names[at] as string;
  }
  return required;
}

/** For editors: members that are not described are errors. */
function objectSchema(schemas: SettingSchemas, required: readonly string[]): object {
  const properties = {};
  const names = ownKeys(schemas) as string[];
  for (let at = 0; at < names.length; at++) {
    const value = valueSchema(schemas[names[at] as string] as SettingSchema);
    defineProperty(properties, names[at] as string, { value, enumerable: true });
  }
  return { type: "object", properties, required, additionalProperties: false };
}

function valueSchema(schema: SettingSchema): object {
  const { properties, required = [], items, ...rest } = schema;
  if (items !== undefined) return { ...rest, items: valueSchema(items) };
  return properties === undefined ? rest : { ...rest, ...objectSchema(properties, required) };
}
