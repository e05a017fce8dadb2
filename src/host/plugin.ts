/**
 * A plugin as the DLL keeps it: its script, what became of loading it, and its hooks. host/plugin/plugin.cpp, in Node.
 */

import { hooks } from "../runtime/generated/hooks.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import type { HookCall, HookName, LoadOutcome } from "../wsl/plugin-host.ts";
import { type Failure, FailureError, failure } from "./failure.ts";
import { hookArguments, hookId, reaches } from "./hook-arguments.ts";
import { firstBytes, hresultToText } from "./log.ts";
import { defaultSettings, type HostSettings, Script, type ScriptWorld } from "./script.ts";

export interface PluginWorld extends ScriptWorld {
  /** WSL's call of this name. */
  pluginError(message: string): number;
}

/** Bytes of what WSL shows to the user. */
const maximumMessage = 8 * 1024;

export class Plugin {
  readonly #world: PluginWorld;
  #script: Script | null = null;
  #loadFailure: Failure | null = null;
  #loadedFrom = -1;
  #depth = 0;
  #settings: HostSettings = defaultSettings;

  constructor(world: PluginWorld) {
    this.#world = world;
  }

  /** The entry point. */
  start(): LoadOutcome {
    this.#loadScript();
    if (this.#loadFailure?.hresult === (hresults.WSL_E_PLUGIN_REQUIRES_UPDATE | 0)) {
      return { hresult: this.#loadFailure.hresult, hooks: [] };
    }
    const mayChange = this.#loadFailure !== null || this.#settings.hotReload;
    return { hresult: 0, hooks: this.#reachable().filter((hook) => mayChange || this.#defines(hook)) };
  }

  /** A hook, perhaps from within a call that the plugin makes. Returns its HRESULT. */
  run(call: HookCall): number {
    this.#depth += 1;
    try {
      return this.#runNow(call);
    } finally {
      this.#depth -= 1;
    }
  }

  #runNow(call: HookCall): number {
    const hook = infoOf(call.hook);
    this.#refreshScript(hook.fatal);
    if (this.#loadFailure !== null) {
      const told = hook.fatal && this.#settings.loadFailure === "block";
      return told ? this.#report(call.hook, this.#loadFailure) : 0;
    }
    if (this.#script === null || !this.#defines(call.hook)) return 0;
    const { clock, log, version } = this.#world;
    const start = clock.now();
    const failed = this.#script.invoke(hookId(call.hook), hook.method, hookArguments(call, version));
    if (failed !== null) return this.#report(call.hook, failed);
    log.write("info", "hook", "done", { hook: call.hook, milliseconds: (clock.now() - start).toFixed(3) });
    return 0;
  }

  /** A script that could not be loaded, is spent or has been edited gets another chance; but never while it runs. */
  #refreshScript(fatal: boolean): void {
    if (this.#depth > 1) return;
    if (this.#loadFailure !== null ? fatal : this.#script?.spent) {
      this.#loadScript();
    } else if (this.#script !== null && this.#settings.hotReload && this.#world.files.stamp !== this.#loadedFrom) {
      this.#reloadScript();
    }
  }

  #loadScript(): void {
    // For as long as there is no script: WSL may call a hook from within onLoad.
    this.#loadFailure = failure(hresults.ERROR_BUSY, `${this.#world.files.scriptFile} is being loaded`);
    this.#script = null;
    this.#loadFailure = this.#replaceScript();
    if (this.#loadFailure !== null) this.#world.log.writeFailure("load", "", this.#loadFailure);
  }

  /** The old script goes on when the new one cannot be loaded. */
  #reloadScript(): void {
    const failed = this.#replaceScript();
    if (failed === null) return;
    this.#world.log.writeFailure("reload", "", failed);
    if (this.#script?.spent) {
      // Its onReloading has brought it down, and its text is not there any more to start it afresh.
      this.#script = null;
      this.#loadFailure = failed;
    }
  }

  #replaceScript(): Failure | null {
    const { clock, files, log } = this.#world;
    const start = clock.now();
    this.#loadedFrom = files.stamp;
    try {
      const script = Script.load(this.#world, (settings) => {
        this.#settings = settings;
      });
      script.onLoad(this.#handOver());
      this.#script = script;
    } catch (error) {
      if (error instanceof FailureError) return error.failure;
      throw error;
    }
    const milliseconds = (clock.now() - start).toFixed(3);
    log.write("info", "load", "loaded", { script: files.scriptFile, milliseconds });
    this.#logUnreachableHooks();
    return null;
  }

  /**
   * What the script that runs leaves to the one that replaces it. That it cannot does not keep the new one out, which
   * may be the remedy.
   */
  #handOver(): string | undefined {
    try {
      return this.#script?.handOver();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#world.log.writeFailure("reload", "", error.failure);
      this.#world.log.write("warn", "reload", "the new script starts without the state of the old one");
      return undefined;
    }
  }

  #report(hook: HookName, failed: Failure): number {
    const { log, pluginError } = this.#world;
    log.writeFailure("hook", hook, failed);
    // Elsewhere nobody would consume the message, and it would poison the next start on this thread.
    const told = infoOf(hook).messageConsumed && failed.message !== "";
    const result = told ? pluginError(firstBytes(failed.message, maximumMessage)) : 0;
    if (result < 0) {
      const hresult = hresultToText(result);
      log.write("warn", "hook", "WSL did not take the message for the user", { hook, hresult });
    }
    return failed.hresult;
  }

  #reachable(): HookName[] {
    return hooks.filter(({ since }) => reaches(this.#world.version, since)).map(({ name }) => name);
  }

  #defines(hook: HookName): boolean {
    return ((this.#script?.declared.hooks ?? 0) & (1 << hookId(hook))) !== 0;
  }

  #logUnreachableHooks(): void {
    for (const { name, method, since } of hooks) {
      if (this.#defines(name) && !reaches(this.#world.version, since)) {
        this.#world.log.write("warn", "load", `${method} is never called: it needs WSL ${since.join(".")}`, {
          hook: name,
        });
      }
    }
  }
}

function infoOf(name: HookName) {
  const hook = hooks[hookId(name)];
  if (hook === undefined) throw new RangeError(`There is no hook ${name}.`);
  return hook;
}
