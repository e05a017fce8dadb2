/** A plugin's instance for one session: host/plugin/instance.cpp in Node. */

import { compareVersions } from "../../bindings/wsl/versions.ts";
import { hex } from "../platform/bytes.ts";
import { platform } from "../platform/platform.ts";
import { hooks } from "../runtime/generated/hooks.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import { timeToLeave } from "../runtime/generated/numbers.ts";
import type { AnySessionId } from "../wsl/information.ts";
import type { HookCall, HookName } from "../wsl/plugin-host.ts";
import { type Failure, FailureError, failure } from "./failure.ts";
import { hookArguments, hookId } from "./hook-arguments.ts";
import { SessionLog } from "./log.ts";
import type { PluginContext } from "./plugin-context.ts";
import type { FilesSnapshot } from "./plugin-files.ts";
import { Script } from "./script.ts";
import type { HookClock } from "./script-context.ts";

export class Instance {
  readonly #plugin: PluginContext;
  readonly #log: SessionLog;
  #session: AnySessionId | null = null;
  #time: HookClock = { began: 0, longest: Number.POSITIVE_INFINITY };
  #depth = 0;
  #script: Script | null = null;
  #loadFailure: Failure | null = null;
  /** The newest files that were tried. */
  #tried: FilesSnapshot | null = null;
  #state: string | undefined;

  constructor(plugin: PluginContext) {
    this.#plugin = plugin;
    this.#log = new SessionLog(plugin.log);
  }

  /** Runs once, before the first hook. `state`: the state that an earlier instance of the session left. */
  belongTo(session: AnySessionId, state: string | undefined): void {
    this.#session = session;
    this.#state = state;
    this.#log.session = String(session);
    this.#script?.belongTo(session);
  }

  /** Loads the script before there is a session. Returns why loading failed. */
  load(): Failure | null {
    return this.#within(() => {
      this.#time = this.#beginning();
      this.#loadScript(true);
      return this.#loadFailure;
    });
  }

  defines(hook: HookName): boolean {
    return this.#script !== null && (this.#script.declared.hooks & (1 << hookId(hook))) !== 0;
  }

  /** Runs a hook, perhaps from within a call that the script makes. Returns the failure to report to WSL, if any. */
  run(call: HookCall): Failure | null {
    return this.#within(() => {
      const { fatal, longest } = infoOf(call.hook);
      if (this.#depth === 1) {
        // A script that could not be loaded, is spent or was edited is loaded again, but never while it runs.
        this.#time = this.#beginning(longest);
        this.#refresh(fatal);
      }
      if (this.#loadFailure !== null) {
        return fatal && this.#plugin.sources.settings.loadFailure === "block" ? this.#loadFailure : null;
      }
      return this.defines(call.hook) ? this.#invoke(call) : null;
    });
  }

  /** Runs the hook that ends the session, outside of any call of WSL's, and frees the engine. */
  runLast(call: HookCall): void {
    this.#within(() => {
      if (this.#script === null) return;
      this.#script.begin(this.#beginning());
      this.#script.disconnect(this.#script.hookTime);
      const failed = this.defines(call.hook) ? this.#invoke(call) : null;
      if (failed !== null) this.#log.writeFailure("hook", call.hook, failed);
      this.#script = null;
    });
  }

  /** Frees the engine, outside of any call of WSL's. Keeps the state that the script leaves for the next instance. */
  freeEngine(): void {
    this.#within(() => {
      if (this.#script === null) return;
      this.#script.begin(this.#beginning());
      this.#script.disconnect(timeToLeave);
      this.#state = this.#handOver(this.#script);
      this.#script = null;
      this.#log.write("info", "load", "freed to make room for another session");
    });
  }

  /** The state that freeEngine kept. */
  takeState(): string | undefined {
    return this.#state;
  }

  /** The time limit of what starts now. */
  #beginning(longest: number | null = null): HookClock {
    return { began: this.#plugin.clock.limited(), longest: longest ?? Number.POSITIVE_INFINITY };
  }

  #within<T>(run: () => T): T {
    this.#depth += 1;
    try {
      return run();
    } finally {
      this.#depth -= 1;
      // The next hook may be far off, and the memory is not needed until then.
      if (this.#depth === 0 && this.#script?.spent) this.#script = null;
    }
  }

  #invoke(call: HookCall): Failure | null {
    const { clock, version } = this.#plugin;
    const start = clock.now();
    const { method } = infoOf(call.hook);
    const failed = this.#script?.invoke(hookId(call.hook), method, hookArguments(call, version)) ?? null;
    if (failed === null) {
      const milliseconds = (clock.now() - start).toFixed(3);
      this.#log.write("info", "hook", "done", { hook: call.hook, milliseconds });
    }
    return failed;
  }

  /** Changed files are detected only in hooks that can veto, or with hotReload in all hooks. */
  #refresh(fatal: boolean): void {
    const { sources } = this.#plugin;
    const looks = fatal || sources.settings.hotReload;
    this.#script?.begin(this.#time);
    if (this.#script !== null && looks) this.#reloadIfChanged(this.#script);
    const mayLoad = fatal || (this.#loadFailure === null && sources.proven !== null);
    if (this.#script === null && mayLoad) this.#loadScript(looks);
  }

  /** The old script stays if the new one cannot be loaded. */
  #reloadIfChanged(running: Script): void {
    const newest = this.#plugin.sources.newest();
    if (newest === this.#tried) return;
    this.#tried = newest;
    const failed = this.#replaceScript(newest);
    if (failed !== null) this.#log.writeFailure("reload", "", failed);
    // onReloading made the old script unusable; it is started again.
    if (this.#script === running && running.spent) this.#script = null;
  }

  #loadScript(looks: boolean): void {
    // While there is no script: WSL may call a hook from within onLoad.
    this.#loadFailure = failure(hresults.ERROR_BUSY, `${this.#plugin.files.scriptFile} is being loaded`);
    this.#script = null;
    for (const snapshot of this.#snapshotsToTry(looks)) {
      this.#loadFailure = this.#replaceScript(snapshot);
      if (this.#loadFailure === null) return;
      this.#log.writeFailure("load", "", this.#loadFailure);
    }
  }

  /**
   * A script that was loaded once is loaded again from memory. Each change is tried once; if it cannot be loaded, the
   * last version that could still counts.
   */
  #snapshotsToTry(looks: boolean): FilesSnapshot[] {
    const { sources } = this.#plugin;
    const { proven } = sources;
    const newest = looks || proven === null ? sources.newest() : proven;
    const isOther = newest !== this.#tried;
    this.#tried = newest;
    if (proven === null) return [newest];
    return newest !== proven && isOther ? [newest, proven] : [proven];
  }

  #replaceScript(snapshot: FilesSnapshot): Failure | null {
    const { clock, files, sources } = this.#plugin;
    const start = clock.now();
    let script: Script;
    try {
      if (sources.proven !== null) readAll(snapshot);
      script = Script.load(this.#plugin, {
        files: snapshot,
        isFirst: sources.proven === null,
        log: this.#log,
        session: this.#session,
        time: this.#time,
        onSettings: (settings) => {
          sources.settings = settings;
        },
      });
      script.onLoad(this.#script === null ? this.#state : this.#handOver(this.#script));
      this.#script = script;
    } catch (error) {
      if (error instanceof FailureError) return error.failure;
      throw error;
    }
    this.#state = undefined;
    sources.proven = snapshot;
    const milliseconds = (clock.now() - start).toFixed(3);
    this.#log.write("info", "load", "loaded", {
      script: files.scriptFile,
      version: script.declared.version,
      sha256: hex(platform.sha256(snapshot.script())),
      milliseconds,
    });
    this.#logUnreachableHooks();
    return null;
  }

  /** The running script's state, for its successor. A failure here does not block the successor: it may be the fix. */
  #handOver(script: Script): string | undefined {
    try {
      return script.handOver();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#log.writeFailure("reload", "", error.failure);
      this.#log.write("warn", "reload", "the new script starts without the state of the old one");
      return undefined;
    }
  }

  #logUnreachableHooks(): void {
    for (const { name, method, since } of hooks) {
      if (this.defines(name) && compareVersions(this.#plugin.version, since) < 0) {
        this.#log.write("warn", "load", `${method} is never called: it needs WSL ${since.join(".")}`, { hook: name });
      }
    }
  }
}

/** Throws FailureError if one of them cannot be used. */
function readAll(snapshot: FilesSnapshot): void {
  snapshot.settings();
  snapshot.script();
}

export function infoOf(name: HookName) {
  const hook = hooks[hookId(name)];
  if (hook === undefined) throw new RangeError(`There is no hook ${name}.`);
  return hook;
}
