/** One instance of the plugin's script in its runtime: host/plugin/script.h in Node. */

import { systemInputs } from "../engine/inputs.ts";
import { type Argument, type Runtime, ScriptError, type ScriptValue, spentText, Trap } from "../engine/runtime.ts";
import { concat, encode } from "../platform/bytes.ts";
import type { LoadResult } from "../runtime/generated/dispatch.ts";
import { hooks } from "../runtime/generated/hooks.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import { defaultLimits, type Limits, lower, type Settings } from "../runtime/generated/settings.ts";
import type { AnySessionId } from "../wsl/information.ts";
import { type Failure, FailureError, failure } from "./failure.ts";
import { Dispatch } from "./generated/dispatch.ts";
import { memoryExhausted, timeOut } from "./limit-failure.ts";
import type { SessionLog } from "./log.ts";
import { noObserver, type Observer } from "./observer.ts";
import { Permissions } from "./permissions.ts";
import type { FilesSnapshot } from "./plugin-files.ts";
import type { Boundary, Entry, Limit } from "./recording/recorder.ts";
import type { HookClock, ScriptContext, ScriptStart } from "./script-context.ts";
import { ScriptSource } from "./script-source.ts";
import { startRuntime } from "./start-runtime.ts";

export class Script {
  readonly log: SessionLog;
  readonly #context: ScriptContext;
  readonly #observer: Observer;
  readonly #boundary: Boundary | undefined;
  readonly #runtime: Runtime;
  #dispatch: Dispatch | null = null;
  #limits: Limits = defaultLimits;
  #declared: LoadResult | null = null;
  #permissions: Permissions;
  #session: AnySessionId | null;
  #time: HookClock;
  #depth = 0;
  #source = new ScriptSource(new Uint8Array());

  /** Reads the settings, then the script; evaluates it and checks what it requires. Throws FailureError. */
  static load(context: ScriptContext, start: ScriptStart): Script {
    const script = new Script(context, start);
    const settings = script.#orThrow({ part: "start" }, "starting", () => {
      script.#startRuntime();
      return script.#readSettings(start);
    });
    script.#setLimits(lower(defaultLimits, settings.limits));
    script.#orThrow({ part: "load" }, "loading", () => script.#loadModule(start, settings));
    return script;
  }

  private constructor(context: ScriptContext, start: ScriptStart) {
    const { log, session, time } = start;
    this.log = log;
    this.#context = context;
    this.#observer = context.observer ?? noObserver;
    this.#session = session;
    this.#time = time;
    this.#permissions = new Permissions("", "all", context.files);
    this.#boundary = context.createBoundary?.(start);
    const own = systemInputs(context.clock);
    const onDiagnostic = (text: string) => log.write("error", "engine", text);
    this.#runtime = context.createRuntime(defaultLimits.memory, onDiagnostic, this.#boundary?.inputs(own) ?? own);
  }

  /** The only session that its calls reach from now on. */
  belongTo(session: AnySessionId): void {
    this.#session = session;
    this.#boundary?.note({ kind: "session", session: String(session) });
  }

  /** A hook needs the script. All calls until the next one share its time. */
  begin(time: HookClock): void {
    this.#time = time;
  }

  /** From now on no call reaches WSL, and calls must end by that time. */
  disconnect(longest: number): void {
    this.#session = null;
    this.#limits = { ...this.#limits, hookTime: Math.min(this.#limits.hookTime, longest) };
  }

  /** Whether calls for a session reach WSL. */
  reaches(session: AnySessionId): boolean {
    return this.#session === session;
  }

  /** Milliseconds that a hook may take in all. */
  get hookTime(): number {
    return this.#limits.hookTime;
  }

  /** What the script declares. */
  get declared(): LoadResult {
    if (this.#declared === null) throw new Error("The script has not been loaded.");
    return this.#declared;
  }

  /** What counts for each of the plugin's own settings, as `settingValues` of the dispatch has it. */
  get settingValues(): string | undefined {
    return this.#orThrow(null, "settings", () => this.#functions.settingValues());
  }

  /** What it may do: nothing until it has been evaluated. */
  get permissions(): Permissions {
    return this.#permissions;
  }

  /** True when the next hook needs a fresh instance. */
  get spent(): boolean {
    return this.#runtime.spent;
  }

  /** The longest time that a native function may wait. */
  get timeLeft(): number {
    return this.#runtime.deadline.left;
  }

  /** The script's text around a place, within its line: the part before it, a line feed, and the rest. */
  sourceAround(line: number, column: number): string {
    return this.#source.around(line, column);
  }

  /** Runs onLoad with the state of the previous instance. Throws FailureError. */
  onLoad(previous: string | undefined): void {
    const entry = { part: "onLoad", previous: previous ?? null } as const;
    this.#orThrow(entry, "onLoad", () => this.#settled(this.#functions.onLoad(previous), "onLoad"));
  }

  /** Runs onReloading: the state for the next instance, if any. Throws FailureError. */
  handOver(): string | undefined {
    return this.#orThrow({ part: "onReloading" }, "onReloading", () => {
      return this.#functions.handOver(this.#settled(this.#functions.onReloading(), "onReloading"));
    });
  }

  /** Runs a hook until its promise, if it returns one, is settled. */
  invoke(hook: number, method: string, values: readonly Argument[]): Failure | null {
    return this.#attempt({ part: "hook", hook: hooks[hook]?.name ?? method, values }, method, () => {
      const passed = values.map((value) => this.#runtime.value(value));
      this.#settled(this.#functions.invoke(hook, ...passed), method);
    });
  }

  /**
   * Every entry into the script goes through here: it sets the clock and handles all exceptions. `entry`: null for what
   * only tools ask.
   */
  #attempt(entry: Entry | null, what: string, action: () => void): Failure | null {
    const limits = this.#limitsLeft();
    const enter = () => this.#runtime.enter(limits, () => this.#run(entry, what, action));
    const details = (failed: Failure | null) => (failed === null ? {} : { error: failed.message });
    this.#depth += 1;
    try {
      return this.#observer.during("script", what, { ...limits }, enter, details);
    } finally {
      this.#depth -= 1;
    }
  }

  #run(entry: Entry | null, what: string, action: () => void): Failure | null {
    if (entry !== null) this.#boundary?.enter(entry);
    const failed = this.#caught(what, action);
    const leaving = this.#leave(what);
    if (this.#boundary?.stopsLate) this.#runtime.stopIfOver();
    // Also where only a call of the script has failed for it, and the script could go on.
    const limit = this.#describeLimit(what, this.#runtime.timedOut || this.#runtime.deadline.left <= 0);
    if (limit !== null) this.#observer.onLimit(limit.message);
    // Otherwise the script caught the error of its limits, and went on with its work half done.
    const outcome = failed ?? leaving ?? (this.#runtime.spent ? this.#describe(what, new Trap(spentText)) : null);
    if (entry !== null) this.#boundary?.leave(outcome, this.#limit);
    return outcome;
  }

  /**
   * Nothing outlives a hook: no job and no rejection from before it threw, no timer and no process. The last two may
   * belong to an outer hook, which drops them.
   */
  #leave(what: string): Failure | null {
    const failed = this.#finishJobs(what);
    if (this.#depth > 1 || this.#runtime.spent || this.#dispatch === null) return failed;
    const leaving = this.#caught(what, () => this.#functions.leaveHook());
    return failed ?? leaving;
  }

  /** Returns how the first of them failed. Those after one that throws run, too. */
  #finishJobs(what: string): Failure | null {
    let first: Failure | null = null;
    while (!this.#runtime.spent) {
      const failed = this.#caught(what, () => {
        this.#runtime.runJobs();
        this.#runtime.takeUnhandledRejection();
      });
      if (failed === null) break;
      first ??= failed;
    }
    return first;
  }

  #caught(what: string, action: () => void): Failure | null {
    try {
      action();
      return null;
    } catch (error) {
      return this.#describe(what, error);
    }
  }

  /** What has ended the script from outside. */
  get #limit(): Limit {
    if (this.#runtime.timedOut) return "time";
    if (this.#runtime.memoryExhausted) return "memory";
    return this.#runtime.spent ? "engine" : undefined;
  }

  #orThrow<T>(entry: Entry | null, what: string, action: () => T): T {
    let result: T | undefined;
    const failed = this.#attempt(entry, what, () => {
      result = action();
    });
    if (failed !== null) throw new FailureError(failed);
    return result as T;
  }

  #startRuntime(): void {
    const { files, version } = this.#context;
    const { name, scriptFile, scriptPath } = files;
    const host = { name, scriptFile, scriptPath, version };
    const own = this.#context.natives(this);
    const natives = this.#boundary?.natives(own) ?? own;
    this.#dispatch = new Dispatch(this.#runtime, startRuntime(this.#runtime, natives, host));
  }

  #readSettings({ files, isFirst, onSettings }: ScriptStart): Settings {
    const { settingsFile } = this.#context.files;
    try {
      const settings = this.#functions.parseSettings(files.settings() ?? "{}", settingsFile);
      this.log.setLevel(settings.log.level);
      onSettings(settings);
      for (const { key, name, type, data } of files.policies) this.#functions.setPolicy(key, name, type, data);
      return settings;
    } catch (error) {
      // Errors in the first settings are logged at the default level.
      if (isFirst) this.log.setLevel(this.#functions.parseSettings("{}", settingsFile).log.level);
      throw error;
    }
  }

  #loadModule({ files, isInspection = false }: ScriptStart, settings: Settings): void {
    const runtime = this.#runtime;
    this.#source = new ScriptSource(files.script());
    const namespace = this.#settled(this.#evaluateModule(files), "the script");
    this.#declared = this.#functions.load(runtime.get(namespace, "default"));
    if (!isInspection) this.#functions.completeSettings();
    this.#setPermissions(files, this.#declared.permissions, settings.permissions);
    this.#setLimits(lower(this.#declared.limits, settings.limits));
    this.#noteSettings(settings);
  }

  #noteSettings({ log: { level }, permissions: granted }: Settings): void {
    const { permissions: declared } = this.declared;
    const common = { ...this.#limits, logLevel: level, declared, granted };
    this.#boundary?.note({ kind: "settings", ...common, values: this.#functions.settingValues() ?? null });
  }

  #setPermissions(snapshot: FilesSnapshot, declared: string, granted: string): void {
    const { files } = this.#context;
    this.#permissions = new Permissions(declared, granted, files);
    if (this.#context.mayDeclare(snapshot, this.#permissions.declared)) return;
    const what = `${files.scriptFile} declares more permissions than when it was first loaded`;
    throw new FailureError(failure(hresults.E_FAIL, `${what}: ${this.#permissions.declared}`));
  }

  /** What is thrown at once, and not by a promise, is a syntax error. */
  #evaluateModule({ origin }: FilesSnapshot): ScriptValue {
    const { scriptFile } = this.#context.files;
    try {
      return this.#runtime.evaluateModule(this.#source.bytes, scriptFile, origin);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      const described = this.#describeThrown("loading", error);
      const place = described.location === "" && !this.#runtime.spent ? this.#findSyntaxError() : null;
      if (place === null) throw new FailureError(described);
      const message = place + described.message.slice(scriptFile.length);
      throw new FailureError({ ...described, message, location: place, stack: `${described.stack}\n    at ${place}` });
    }
  }

  #findSyntaxError(): string | null {
    const { clock, files } = this.#context;
    const start = clock.now();
    const isLate = () => clock.now() - start > this.#runtime.deadline.left;
    const place = this.#source.findError((beginning) => this.#hasErrorWithoutPlace(beginning), isLate);
    return place === null ? null : `${files.scriptFile}:${place}`;
  }

  #hasErrorWithoutPlace(source: Uint8Array): boolean {
    const runtime = this.#runtime;
    return runtime.scope(() => {
      try {
        // The bracket is an error of its own, so that nothing of the script is ever run.
        runtime.evaluateModule(concat([source, encode("\n)")]), this.#context.files.scriptFile);
        return false;
      } catch (error) {
        if (error instanceof ScriptError) return this.#readThrown(error.thrown).location === "";
        throw error;
      }
    });
  }

  #setLimits(limits: Limits): void {
    this.#limits = limits;
    this.#runtime.memoryLimit = limits.memory;
  }

  /** Calls that came before have used part of the time that a hook has in all. */
  #limitsLeft(): Limits {
    const { began, longest } = this.#time;
    const taken = Math.floor(this.#context.clock.limited() - began);
    return { ...this.#limits, hookTime: Math.max(0, Math.min(this.#limits.hookTime, longest) - taken) };
  }

  /** Runs what a promise waits for: reactions to other promises, processes, timers. */
  #settled(result: ScriptValue, what: string): ScriptValue {
    const runtime = this.#runtime;
    for (;;) {
      runtime.runJobs();
      const state = runtime.stateOf(result);
      // Taken in any case: a rejection belongs to the call in which it happened.
      const unhandled = runtime.takeUnhandledRejection();
      if (state === "rejected") throw new ScriptError(runtime.resultOf(result));
      if (unhandled !== null) throw new ScriptError(unhandled.reason);
      if (state !== "pending") return state === "fulfilled" ? runtime.resultOf(result) : result;
      if (!this.#turn()) {
        const { scriptFile } = this.#context.files;
        const message = `${scriptFile}: ${what} waits for a promise that nothing can settle any more`;
        throw new FailureError(failure(hresults.E_FAIL, message));
      }
    }
  }

  /** Waits until something continues that a promise may wait for. False: there is nothing to wait for. */
  #turn(): boolean {
    const more = this.#functions.turn();
    if (this.#runtime.stopIfOver()) throw new Trap(spentText);
    return more;
  }

  get #functions(): Dispatch {
    if (this.#dispatch === null) throw new Error("The runtime has not been started.");
    return this.#dispatch;
  }

  /** Rethrows errors that neither the script nor the engine caused: mistakes in a test. */
  #describe(what: string, error: unknown): Failure {
    const { scriptFile } = this.#context.files;
    if (error instanceof ScriptError) return this.#describeThrown(what, error);
    if (error instanceof Trap) {
      return this.#describeLimit(what) ?? failure(hresults.E_UNEXPECTED, `${scriptFile}: ${what}: ${error.message}`);
    }
    if (error instanceof FailureError) return error.failure;
    throw error;
  }

  #describeThrown(what: string, error: ScriptError): Failure {
    let thrown: Failure;
    try {
      thrown = this.#readThrown(error.thrown);
    } catch (another) {
      if (another instanceof Trap) return this.#describe(what, another);
      if (!(another instanceof ScriptError)) throw another;
      // Describing the error failed, which only the script's limits can cause.
      return this.#describeLimit(what) ?? failure(hresults.E_FAIL, `${this.#context.files.scriptFile}: ${what}`);
    }
    const limit = this.#describeLimit(what);
    if (limit === null) return thrown;
    // The place is known if the script was stopped between two operations.
    const { location, stack } = thrown;
    return location === "" ? limit : { ...limit, location, stack, message: `${location}: ${limit.message}` };
  }

  #readThrown(thrown: ScriptValue): Failure {
    const { hresult, message, location, stack } = this.#functions.describeError(thrown);
    return { hresult, message, location, stack };
  }

  #describeLimit(what: string, isTimeOver = this.#runtime.timedOut): Failure | null {
    if (isTimeOver) return timeOut(what, this.#runtime.deadline, this.#limits, this.#time.longest);
    return this.#runtime.memoryExhausted ? memoryExhausted(what, this.#limits) : null;
  }
}
