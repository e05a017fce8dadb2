// The functions that C++ calls: every call from the host into a script, and every result, goes through them.

import { apply, freeze, isObject, makeTypeError } from "./base/primordials.ts";
import { describeValue } from "./base/text.ts";
import type { Dispatch, LoadResult } from "./generated/dispatch.ts";
import { type Hook, type HookMethod, type HookParameter, hooks } from "./generated/hooks.ts";
import type { Natives } from "./generated/natives.ts";
import { defaultLimits, LogLevel } from "./generated/settings.ts";
import { structs } from "./generated/structs.ts";
import type { Host } from "./host.ts";
import { describeError } from "./plugin/describe-error.ts";
import { packState, unpackState } from "./plugin/hand-over.ts";
import { definitionOf, type PluginDefinition, type PluginFunction, type PluginMethod } from "./plugin/plugin.ts";
import type { PluginSettings } from "./plugin/plugin-settings.ts";
import { parseSettings } from "./plugin/settings.ts";
import type { OpenProcesses } from "./process/open-processes.ts";
import type { EventLoop } from "./waiting/event-loop.ts";
import type { Timers } from "./waiting/timers.ts";
import { PluginError, RequiresUpdateError } from "./wsl/errors.ts";
import { createInformation, type InformationClasses } from "./wsl/information.ts";
import { hookValue } from "./wsl/inspection.ts";

/** The parts of the runtime that these functions use. */
export interface RuntimeParts {
  readonly natives: Natives;
  readonly host: Host;
  readonly openProcesses: OpenProcesses;
  readonly loop: EventLoop;
  readonly timers: Timers;
  readonly pluginSettings: PluginSettings;
}

export function createDispatch({ natives, host, openProcesses, loop, timers, pluginSettings }: RuntimeParts): Dispatch {
  const callers = hookCallers(host, natives);
  let plugin: PluginDefinition | undefined;
  return {
    parseSettings(text, file) {
      const { settings, ...read } = parseSettings(text, file);
      pluginSettings.give(file, settings);
      return read;
    },

    setPolicy: (key, name, type, data) => pluginSettings.setPolicy(key, name, type, data),

    load(defaultExport) {
      plugin = undefined;
      const definition = checkPlugin(defaultExport, host.scriptFile);
      checkVersion(definition, host);
      plugin = definition;
      return describePlugin(definition, pluginSettings);
    },

    completeSettings: () => pluginSettings.complete(host.scriptFile),

    settingValues: () => pluginSettings.values,

    onLoad(packed) {
      const previous = packed === undefined ? undefined : unpackState(packed);
      const { name, scriptPath, version, api } = host;
      const context = freeze({ name, scriptPath, version, api, previous });
      return checked("onLoad", call(plugin?.methods.onLoad, [context]));
    },

    onReloading: () => awaited(call(plugin?.methods.onReloading, [])),

    handOver: (state) => (state === undefined ? undefined : packState(state)),

    invoke(hook, ...values) {
      const caller = callers[hook] as HookCaller;
      const hooked = plugin?.methods[caller.method];
      if (hooked === undefined) return undefined;
      return checked(caller.method, call(hooked, makeArguments(caller.parameters, values)));
    },

    describeError: (value) => {
      const isOfSettings = value !== undefined && value === pluginSettings.failure;
      const policyKey = isOfSettings ? pluginSettings.wrongPolicyKey : "";
      return { ...describeError(value, host.scriptFile), isOfSettings, policyKey };
    },

    turn: () => loop.turn(),

    leaveHook() {
      // Nearly always, and after every hook.
      if (timers.isEmpty && openProcesses.isEmpty && loop.isEmpty) return;
      const left = timers.clearAll();
      if (left > 0) natives._log(LogLevel.warn, leftTimers(left));
      // First, because dropping the operations on them would close some of them silently.
      openProcesses.closeAll((remark) => natives._log(LogLevel.warn, remark));
      loop.clear();
    },
  };
}

function leftTimers(count: number): string {
  const what = count === 1 ? "1 timer was" : `${count} timers were`;
  return `${what} still set when the hook ended, and will not fire; a hook that waits for a timer returns a promise`;
}

function call(target: PluginFunction | undefined, args: readonly unknown[]): unknown {
  return target === undefined ? undefined : apply(target.method, target.owner, args);
}

/** A hook must not return a boolean, or a promise of one, which looks like a veto. */
function checked(method: PluginMethod, result: unknown): unknown {
  if (isThenable(result)) return checkedLater(method, result);
  if (typeof result !== "boolean") return result;
  throw new makeTypeError(
    `${method} returned ${result}, which neither allows nor refuses anything; to refuse, throw a PluginError`,
  );
}

async function checkedLater(method: PluginMethod, result: object): Promise<unknown> {
  return checked(method, await result);
}

/** A library's own promise has only `then`. */
function isThenable(value: unknown): value is object {
  return isObject(value) && typeof (value as { readonly then?: unknown }).then === "function";
}

/** Converts a thenable into a promise; returns all other values unchanged. */
function awaited(value: unknown): unknown {
  return isThenable(value) ? (async () => await value)() : value;
}

/** How values from C++ become a hook's parameters. */
interface HookCaller {
  readonly method: HookMethod;
  readonly parameters: readonly ParameterMaker[];
}

type ParameterMaker = (values: readonly unknown[]) => unknown;

/** For each hook, by its id. */
function hookCallers(host: Host, natives: Natives): HookCaller[] {
  const classes = createInformation(host, natives);
  const callers: HookCaller[] = [];
  for (let id = 0; id < hooks.length; id++) {
    const hook: Hook = hooks[id] as Hook;
    const parameters: ParameterMaker[] = [];
    let first = 0;
    for (let at = 0; at < hook.parameters.length; at++) {
      const parameter = hook.parameters[at] as HookParameter;
      parameters[at] = parameterMaker(parameter, first, classes);
      first += "struct" in parameter ? structs[parameter.struct].fields.length : 1;
    }
    callers[id] = { method: hook.method as HookMethod, parameters };
  }
  return callers;
}

/** `first`: the index of the struct's first field among the values, or of the value. */
function parameterMaker(parameter: HookParameter, first: number, classes: InformationClasses): ParameterMaker {
  if ("value" in parameter) return (values) => hookValue(parameter.value, values[first]);
  const Class = classes[parameter.struct];
  return (values) => new Class(values, first);
}

function makeArguments(parameters: readonly ParameterMaker[], values: readonly unknown[]): unknown[] {
  const made: unknown[] = [];
  for (let at = 0; at < parameters.length; at++) made[at] = (parameters[at] as ParameterMaker)(values);
  return made;
}

function checkPlugin(value: unknown, file: string): PluginDefinition {
  const definition = definitionOf(value);
  if (definition !== undefined) return definition;
  const what = value === undefined ? "has no default export" : `exports ${describeValue(value)} by default`;
  throw new PluginError(`${file} ${what}; it needs "export default definePlugin({ ... })"`);
}

function checkVersion({ requirement }: PluginDefinition, host: Host): void {
  if (host.version.compare(requirement.version) >= 0) return;
  const reason = requirement.reason === "" ? "" : ` (for ${requirement.reason})`;
  throw new RequiresUpdateError(`${host.name}${reason}`, requirement.version, host.version);
}

function describePlugin(
  { methods, limits, permissions, requirement, version }: PluginDefinition,
  settings: PluginSettings,
): LoadResult {
  const { major, minor, revision } = requirement.version;
  let mask = 0;
  for (let id = 0; id < hooks.length; id++) {
    if (methods[(hooks[id] as Hook).method as HookMethod] !== undefined) mask |= 1 << id;
  }
  return {
    hooks: mask,
    limits: { ...defaultLimits, ...limits },
    permissions,
    version,
    declaredLimits: limits,
    requiredVersion: [major, minor, revision],
    // Only tools read it.
    get settings() {
      return settings.schema;
    },
    hasOnLoad: methods.onLoad !== undefined,
    hasOnReloading: methods.onReloading !== undefined,
  };
}
