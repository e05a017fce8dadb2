import { compareVersions, parseVersion, type Version } from "../../bindings/wsl/versions.ts";
import { hooks } from "../runtime/generated/hooks.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import type { WslEvent } from "./events.ts";
import type { HookCall, HookName, HookOutcome, PluginHost, PluginRegistration } from "./plugin-host.ts";
import { fatalPluginText, illegalStateText, requiresUpdateText } from "./user-text.ts";

/** Why something does not start, as the `Plugin` context of WSL's errors reports it. */
export interface PluginFailure {
  readonly hresult: number;
  /** The plugin that caused it. */
  readonly plugin: string;
  /** The text for the user, without the code. */
  readonly text: string;
}

/** WSL's rules about loading plugins and about the meaning of a hook's result, after PluginManager.cpp. */
export class PluginManager {
  readonly #host: PluginHost;
  readonly #version: Version;
  readonly #report: (event: WslEvent) => void;
  readonly #loaded: { name: string; hooks: readonly HookName[] }[] = [];
  #fatal: PluginFailure | null = null;

  /** `version` is WSL's, such as "2.4.4". */
  constructor(host: PluginHost, version: string, report: (event: WslEvent) => void) {
    this.#host = host;
    this.#version = parseVersion(version);
    this.#report = report;
  }

  /** The failure that blocks every VM, or null. When several plugins fail to load, it is the last one. */
  get fatal(): PluginFailure | null {
    return this.#fatal;
  }

  /** The loaded plugins, in the order in which their hooks run. */
  get loaded(): readonly string[] {
    return this.#loaded.map((plugin) => plugin.name);
  }

  /** Loads the plugins one after the other, each path once. */
  async load(plugins: readonly PluginRegistration[]): Promise<void> {
    const paths = new Set<string>();
    for (const plugin of plugins) {
      const path = plugin.path.toLowerCase();
      if (paths.has(path)) {
        this.#report({ kind: "plugin-skipped", plugin: plugin.name, path: plugin.path });
        continue;
      }
      paths.add(path);
      await this.#loadOne(plugin);
    }
  }

  /** Calls a hook whose failure stops the start: plugins in order, up to the first that fails. */
  async notifyUntilFailure(call: HookCall): Promise<PluginFailure | null> {
    for (const plugin of this.#listeners(call.hook)) {
      const failure = failureOf(plugin, await this.#call(plugin, call));
      if (failure !== null) {
        return failure;
      }
    }
    return null;
  }

  /** Calls a hook whose failures are only logged: all plugins. */
  async notifyAll(call: HookCall): Promise<void> {
    for (const plugin of this.#listeners(call.hook)) {
      await this.#call(plugin, call);
    }
  }

  async #loadOne({ name, path }: PluginRegistration): Promise<void> {
    const outcome = await this.#host.load({ name, path });
    if (outcome.hresult < 0) {
      this.#report({ kind: "plugin-failed", plugin: name, path, hresult: outcome.hresult });
      this.#fatal = loadFailure(name, outcome.hresult);
      return;
    }
    // A version's table has no slot beyond its own; if a host reports such a slot as set, nothing changes.
    const known = outcome.hooks.filter((hook) => this.#hasHook(hook));
    this.#loaded.push({ name, hooks: known });
    this.#report({ kind: "plugin-loaded", plugin: name, path, hooks: known });
  }

  #hasHook(name: HookName): boolean {
    return hooks.some((hook) => hook.name === name && compareVersions(hook.since, this.#version) <= 0);
  }

  #listeners(hook: HookName): string[] {
    return this.#loaded.filter((plugin) => plugin.hooks.includes(hook)).map((plugin) => plugin.name);
  }

  async #call(plugin: string, call: HookCall): Promise<HookOutcome> {
    const place = { plugin, hook: call.hook, session: call.session.id };
    this.#report({ kind: "hook-entered", ...place });
    const outcome = await this.#host.notify(plugin, call);
    this.#report({ kind: "hook-returned", ...place, ...outcome, effect: effectOf(call.hook, outcome) });
    return outcome;
  }
}

function isFatal(hook: HookName): boolean {
  return hooks.some((row) => row.name === hook && row.fatal);
}

function effectOf(hook: HookName, outcome: HookOutcome): "goes on" | "stops" | "logs" {
  if (isFatal(hook)) {
    return outcome.hresult < 0 || outcome.message !== null ? "stops" : "goes on";
  }
  return outcome.hresult < 0 ? "logs" : "goes on";
}

/** A message without a failure is itself a failure. */
function failureOf(plugin: string, { hresult, message }: HookOutcome): PluginFailure | null {
  if (hresult < 0) {
    return { hresult, plugin, text: fatalPluginText(plugin, message) };
  }
  return message === null ? null : { hresult: hresults.E_ILLEGAL_STATE_CHANGE | 0, plugin, text: illegalStateText };
}

function loadFailure(plugin: string, hresult: number): PluginFailure {
  const requiresUpdate = hresult === (hresults.WSL_E_PLUGIN_REQUIRES_UPDATE | 0);
  return { hresult, plugin, text: requiresUpdate ? requiresUpdateText(plugin) : fatalPluginText(plugin, null) };
}
