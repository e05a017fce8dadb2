// Checks the settings file `<name>.json` against the description, and sets defaults.

import { unknownKey } from "../base/argument-checks.ts";
import {
  indexOf,
  isAmong,
  isArray,
  isInteger,
  isObject,
  matchPattern,
  ownKeys,
  parseJson,
  slice,
  splitText,
  stackOf,
  startsWith,
} from "../base/primordials.ts";
import { describeValue, listTexts, quoteAll } from "../base/text.ts";
import { errorMessage } from "../console/error-text.ts";
import { defaultSettings, type Settings, settingsRule } from "../generated/settings.ts";
import { PluginError } from "../wsl/errors.ts";
import { parsePermissions } from "./permissions.ts";
import type { SettingRule } from "./setting-rule.ts";

/** The file's settings, with the plugin's own ones unchanged. */
export interface FileSettings extends Settings {
  readonly settings: Readonly<Record<string, unknown>> | undefined;
}

/** Throws an error for the user that names the file, the place in it and what is allowed there. */
export function parseSettings(text: string, file: string): FileSettings {
  return objectValue(settingsRule, readJson(text, file), file, "") as unknown as FileSettings;
}

type ObjectRule = Extract<SettingRule, { kind: "object" }>;

/** A path written as outside of JSON: the most likely mistake in this file. */
const kSingleBackslash = /[:\w]\\[^\\]/;
const kByteOrderMark = "\ufeff";
/** The engine's top frame for a mistake in a JSON text. */
const kJsonFrame = "at <input>:";

function readJson(text: string, file: string): unknown {
  try {
    return parseJson(startsWith(text, kByteOrderMark) ? slice(text, 1) : text);
  } catch (error) {
    const hint = matchPattern(kSingleBackslash, text) === null ? "" : "; JSON needs each backslash of a path twice";
    throw new PluginError(`${file}${jsonPlace(error as object)}: ${jsonMistake(error as object)}${hint}`);
  }
}

/** The engine's message without the place that some messages contain, too. */
function jsonMistake(error: object): string {
  return splitText(errorMessage(error), " in JSON at position")[0] as string;
}

/** `:line:column` if the engine reports it. */
function jsonPlace(error: object): string {
  const stack = stackOf(error);
  const at = indexOf(stack, kJsonFrame);
  if (at === -1) return "";
  return `:${splitText(slice(stack, at + kJsonFrame.length), "\n")[0]}`;
}

function checkValue(rule: SettingRule, value: unknown, file: string, path: string): unknown {
  switch (rule.kind) {
    case "object":
      return withSwitch(rule, value, objectValue(rule, value === undefined ? {} : value, file, path));
    case "pluginSettings":
      if (value !== undefined && !isJsonObject(value)) throw wrongValue(file, path, "an object", value);
      return value;
    case "permissions":
      if (value === undefined) return defaultSettings.permissions;
      return parsePermissions(value, path, (text) => new PluginError(`${file}: ${text}`));
    case "ignoredText":
      if (value !== undefined && typeof value !== "string") throw wrongValue(file, path, "a string", value);
      return undefined;
    default:
      if (value === undefined) return rule.default;
      if (!isAllowed(rule, value)) throw wrongValue(file, path, allowedText(rule), value);
      return value;
  }
}

function withSwitch(rule: ObjectRule, value: unknown, checked: Record<string, unknown>): Record<string, unknown> {
  if (rule.isSwitch === true) checked.isOn = value !== undefined;
  return checked;
}

function objectValue(rule: ObjectRule, value: unknown, file: string, path: string): Record<string, unknown> {
  if (!isJsonObject(value)) throw wrongValue(file, path, "an object", value);
  const names = ownKeys(rule.members) as string[];
  const problem = unknownKey(path === "" ? file : `${file}: ${path}`, value, names);
  if (problem !== undefined) throw new PluginError(problem);
  const checked: Record<string, unknown> = {};
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    const member = rule.members[name] as SettingRule;
    const memberPath = path === "" ? name : `${path}.${name}`;
    const result = checkValue(member, value[name], file, memberPath);
    if (member.kind !== "ignoredText") checked[name] = result;
  }
  return checked;
}

function isJsonObject(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !isArray(value);
}

type ValueRule = Exclude<SettingRule, { kind: "object" | "permissions" | "pluginSettings" | "ignoredText" }>;

function isAllowed(rule: ValueRule, value: unknown): boolean {
  switch (rule.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return isInteger(value) && (value as number) >= rule.minimum && (value as number) <= rule.maximum;
    case "choice":
      return isAmong(value, rule.choices);
    case "windowsPath":
      return typeof value === "string" && matchPattern(rule.pattern, value) !== null && indexOf(value, "\0") === -1;
  }
}

function allowedText(rule: ValueRule): string {
  switch (rule.kind) {
    case "boolean":
      return "true or false";
    case "integer":
      return `a whole number of ${rule.unit} from ${rule.minimum} to ${rule.maximum}`;
    case "choice":
      return listTexts(quoteAll(rule.choices), "or");
    case "windowsPath":
      return 'an absolute Windows path such as "C:\\\\Logs\\\\hello.log"';
  }
}

function wrongValue(file: string, path: string, allowed: string, value: unknown): PluginError {
  const what = path === "" ? `${file} must be` : `${file}: ${path} must be`;
  return new PluginError(`${what} ${allowed}, not ${describeValue(value)}`);
}
