// The global definePlugin: checks a plugin's definition, so that a mistake fails the load and not a hook.

import { unknownKey } from "../base/argument-checks.ts";
import { create, getPrototypeOf, isArray, isInteger, isObject, makeTypeError, ownKeys } from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { className } from "../console/inspection.ts";
import { type HookMethod, hooks } from "../generated/hooks.ts";
import { type LimitName, type Limits, limits } from "../generated/settings.ts";
import { parsePermissions } from "./permissions.ts";
import { Plugin, type PluginFunction, type PluginMethod } from "./plugin.ts";
import { parseRequires } from "./requirements.ts";

const kMethods = methodNames();
const kKeys: readonly string[] = [...kMethods, "optional", "limits", "permissions", "requires", "version"];
/** The hooks that some versions of WSL lack. */
const kOptional: readonly PluginMethod[] = hooks.filter((hook) => hook.capability !== null).map((hook) => hook.method);
/** Characters. */
const kMaximumVersion = 100;
const kLimitNames = ownKeys(limits) as LimitName[];

export function definePlugin(definition: unknown): Plugin {
  const object = checkObject("a plugin", definition);
  const problem = unknownKey("a plugin", object, kKeys);
  if (problem !== undefined) throw pluginError(problem);
  const methods = create(null) as Record<PluginMethod, PluginFunction>;
  readMethods(object, "", kMethods, methods);
  readOptional(object.optional, methods);
  return new Plugin({
    methods,
    limits: readLimits(object.limits),
    permissions: parsePermissions(object.permissions, "permissions", pluginError),
    requirement: parseRequires(object.requires),
    version: readVersion(object.version),
  });
}

/**
 * The version that `wsl-script-host build` puts before the script applies if the plugin sets none. Only this function
 * reads it.
 */
function readVersion(own: unknown): string {
  const built = definePlugin as { version?: unknown };
  const value = own ?? built.version;
  delete built.version;
  if (value === undefined) return "";
  if (typeof value !== "string") throw pluginError(`version must be text, not ${describeValue(value)}`);
  if (value === "" || value.length > kMaximumVersion) {
    throw pluginError(`version must have 1 to ${kMaximumVersion} characters, not ${describeValue(value)}`);
  }
  return value;
}

/** Adds the methods of an object to those found; they keep the object as `this`. */
function readMethods(
  owner: Record<string, unknown>,
  path: string,
  names: readonly PluginMethod[],
  methods: Record<PluginMethod, PluginFunction>,
): void {
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as PluginMethod;
    const method = owner[name];
    if (method === undefined) continue;
    if (typeof method !== "function")
      throw pluginError(`${path}${name} must be a function, not ${describeValue(method)}`);
    if (methods[name] !== undefined) throw pluginError(`${name} is defined twice, by itself and in optional`);
    methods[name] = { owner, method: method as (...args: never[]) => unknown };
  }
}

function readOptional(value: unknown, methods: Record<PluginMethod, PluginFunction>): void {
  if (value === undefined) return;
  const object = checkObject("optional", value);
  const problem = unknownKey("optional", object, kOptional);
  if (problem !== undefined) throw pluginError(problem);
  readMethods(object, "optional.", kOptional, methods);
}

function readLimits(value: unknown): Partial<Limits> {
  const read: { -readonly [Name in LimitName]?: number } = {};
  if (value === undefined) return read;
  const object = checkObject("limits", value);
  const problem = unknownKey("limits", object, kLimitNames);
  if (problem !== undefined) throw pluginError(problem);
  for (let at = 0; at < kLimitNames.length; at++) {
    const name = kLimitNames[at] as LimitName;
    if (object[name] !== undefined) read[name] = checkLimit(name, object[name]);
  }
  return read;
}

function checkLimit(name: LimitName, value: unknown): number {
  const { unit, minimum, maximum } = limits[name];
  if (isInteger(value) && (value as number) >= minimum && (value as number) <= maximum) return value as number;
  throw pluginError(
    `limits.${name} must be a whole number of ${unit} from ${minimum} to ${maximum}, not ${describeValue(value)}`,
  );
}

/** Must be an object literal: members that a class's instance inherits would be missed. */
function checkObject(name: string, value: unknown): Record<string, unknown> {
  if (!isObject(value) || typeof value === "function" || isArray(value)) {
    throw pluginError(`${name} must be an object, not ${describeValue(value)}`);
  }
  const prototype = getPrototypeOf(value);
  if (prototype !== null && getPrototypeOf(prototype) !== null) {
    throw pluginError(`${name} must be an object literal, not an instance of ${className(value)}`);
  }
  return value as Record<string, unknown>;
}

function pluginError(text: string): TypeError {
  return new makeTypeError(`definePlugin: ${text}`);
}

function methodNames(): PluginMethod[] {
  const names: PluginMethod[] = ["onLoad", "onReloading"];
  for (let at = 0; at < hooks.length; at++) names[names.length] = hooks[at]?.method as HookMethod;
  return names;
}
