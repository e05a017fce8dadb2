/** Node's own engine in the place of the DLL's, for debuggers and coverage: one context of node:vm for each instance. */

import { readFileSync } from "node:fs";
import { types } from "node:util";
import { type Context, createContext, type RunningScriptOptions, Script } from "node:vm";
import { engineGlobals } from "../../bindings/script/missing-globals.ts";
import type { Limits } from "../runtime/generated/settings.ts";
import type { Clock } from "./clock.ts";
import { Deadline } from "./deadline.ts";
import { type EngineInputs, systemInputs } from "./inputs.ts";
import { ModuleSyntaxError } from "./node-module.ts";
import type { Realm, RealmHost } from "./node-realm.ts";
import { RejectionTracker } from "./node-rejections.ts";
import { type LoweredScript, NodeScript } from "./node-script.ts";
import {
  type Argument,
  type NativeFunction,
  type NativeValue,
  type PromiseState,
  type Runtime,
  type RuntimeFactory,
  ScriptError,
  type ScriptOrigin,
  type ScriptValue,
  spentText,
  Trap,
} from "./runtime.ts";
import { UncheckedNumber } from "./unchecked-number.ts";

/** How frames of the runtime are named, as in the DLL's engine. */
const runtimeFile = "wsl-script-host:runtime";
/** The global that a call enters the context through, for a moment. */
const door = "wsl-script-host:enter";
/** Milliseconds that the outermost call has beyond its time, so that one within it ends first. */
const margin = 1000;

interface Settled {
  state: PromiseState;
  value: unknown;
}

export interface NodeRuntimeOptions {
  readonly clock: Clock;
  /** Whether calls of the host may really take time, as those that wait for real programs do. */
  readonly hostBlocks: boolean;
  /** Whether a debugger stops before the first statement of a script. */
  readonly breaksAtStart: boolean;
  /** Rewrites syntax that this Node lacks. */
  readonly lower: (source: string, file: string) => LoweredScript;
}

export class NodeRuntime implements Runtime {
  readonly deadline: Deadline;
  readonly memoryExhausted = false;
  /** Not enforced: the memory is the process's. */
  memoryLimit: number;
  readonly #options: NodeRuntimeOptions;
  readonly #context: Context;
  readonly #realm: Realm;
  readonly #rejections = new RejectionTracker();
  readonly #watched = new WeakMap<Promise<unknown>, Settled>();
  /** By their names for the debugger. */
  readonly #scripts = new Map<string, NodeScript>();
  #interrupted = false;
  /** What the host's own code threw while a script called it. */
  #hostError: { readonly error: unknown } | null = null;
  /** Whether the context runs its jobs: V8 does not begin with them again from within. */
  #runsJobs = false;

  static factory(options: NodeRuntimeOptions): RuntimeFactory {
    return (memoryLimit, _onDiagnostic, inputs) => new NodeRuntime(options, memoryLimit, inputs);
  }

  private constructor(options: NodeRuntimeOptions, memoryLimit: number, inputs = systemInputs(options.clock)) {
    this.memoryLimit = memoryLimit;
    this.#options = options;
    this.deadline = new Deadline(options.clock);
    this.#context = createContext({}, { name: "plugin", microtaskMode: "afterEvaluate" });
    const start = realmScript().runInContext(this.#context) as (host: RealmHost) => Realm;
    this.#realm = start(this.#realmHost(inputs));
  }

  get spent(): boolean {
    return this.#interrupted || this.#hostError !== null;
  }

  get timedOut(): boolean {
    return this.#interrupted;
  }

  enter<T>(limits: Limits, run: () => T): T {
    const { deadline } = this;
    return deadline.enter(limits, () => {
      if (deadline.depth > 1) return run();
      this.#rejections.start(() => deadline.depth);
      try {
        return run();
      } finally {
        // Else Node would report them to the whole process.
        for (const promise of this.#rejections.take(0)) this.#watch(promise);
        this.#rejections.stop();
      }
    });
  }

  scope<T>(run: () => T): T {
    return run();
  }

  keep(value: ScriptValue): ScriptValue {
    return value;
  }

  evaluateRuntime(): ScriptValue {
    return this.#run(() => runtimeScript().runInContext(this.#context));
  }

  evaluateModule(source: Uint8Array, file: string, origin?: ScriptOrigin): ScriptValue {
    const script = new NodeScript(Buffer.from(source).toString(), file, origin, this.#options.lower);
    this.#scripts.set(script.url, script);
    const body = this.#compile(script);
    return this.#run(() => this.#realm.evaluate(body.runInContext(this.#context)));
  }

  #compile(script: NodeScript): Script {
    try {
      return new Script(script.code(this.#options.breaksAtStart), { filename: script.url });
    } catch (error) {
      if (!(error instanceof ModuleSyntaxError || error instanceof SyntaxError)) throw error;
      const place = error instanceof ModuleSyntaxError ? error.place : null;
      const frame = place === null ? "" : `    at ${script.placeOf(place.line, place.column)}`;
      throw new ScriptError(this.#realm.makeSyntaxError(error.message, frame));
    }
  }

  call(callee: ScriptValue, values: readonly ScriptValue[]): ScriptValue {
    return this.#run(() => (callee as (...values: unknown[]) => unknown)(...values));
  }

  runJobs(): void {
    this.stopIfOver();
    this.#run(() => {});
  }

  stopIfOver(): boolean {
    this.#interrupted ||= this.deadline.over;
    return this.#interrupted;
  }

  stateOf(value: ScriptValue): PromiseState {
    if (!types.isPromise(value)) return "no promise";
    const watched = this.#watch(value);
    if (watched.state !== "pending") return watched.state;
    if (this.#runsJobs) {
      const message =
        "in engine \"node\", a hook that WSL calls within another hook's call cannot wait after that hook's first await";
      throw new ScriptError(this.#realm.makeError(message));
    }
    this.#run(() => {});
    return watched.state;
  }

  resultOf(promise: ScriptValue): ScriptValue {
    return this.#watched.get(promise as Promise<unknown>)?.value;
  }

  takeUnhandledRejection(): { readonly reason: ScriptValue } | null {
    // They are found out by jobs.
    if (this.#runsJobs) return null;
    const candidates = this.#rejections.take(this.deadline.depth).filter((promise) => this.#realm.isPromise(promise));
    if (candidates.length === 0) return null;
    const watched = candidates.map((promise) => this.#watch(promise));
    this.#run(() => {});
    const rejected = watched.find(({ state }) => state === "rejected");
    return rejected === undefined ? null : { reason: rejected.value };
  }

  object(): ScriptValue {
    return this.#realm.makeObject();
  }

  nativeFunction(_name: string, native: NativeFunction): ScriptValue {
    return this.#realm.makeFunction((...values) =>
      this.#hostCall(() => this.value(native(...values.map((value) => this.#nativeValue(value))))),
    );
  }

  value(value: Argument | NativeValue): ScriptValue {
    return value instanceof Uint8Array ? this.#realm.makeBytes(value) : value;
  }

  isUndefined(value: ScriptValue): boolean {
    return value === undefined;
  }

  toNumber(value: ScriptValue): UncheckedNumber {
    return new UncheckedNumber(this.#attempt(() => this.#realm.toNumber(value)));
  }

  toBoolean(value: ScriptValue): boolean {
    return Boolean(value);
  }

  toText(value: ScriptValue): string {
    return this.#attempt(() => this.#realm.toText(value));
  }

  get(object: ScriptValue, property: string): ScriptValue {
    return this.#attempt(() => (object as Record<string, unknown>)[property]);
  }

  set(object: ScriptValue, property: string, value: ScriptValue): void {
    this.#attempt(() => {
      (object as Record<string, unknown>)[property] = value;
    });
  }

  #nativeValue(value: unknown): NativeValue {
    return ArrayBuffer.isView(value) ? new Uint8Array(value as Uint8Array) : (value as NativeValue);
  }

  /** Runs the host's code for a script. If the script catches what this throws, its hook fails at the end nevertheless. */
  #hostCall<T>(run: () => T): T {
    if (this.stopIfOver() || this.spent) throw new Trap(spentText);
    try {
      return this.deadline.within("host", run);
    } catch (error) {
      if (error instanceof ScriptError) throw error.thrown;
      this.#hostError ??= { error };
      throw error;
    }
  }

  /** Runs code of the context, then its jobs. */
  #run<T>(action: () => T): T {
    const before = this.#runsJobs;
    let result: T | undefined;
    return this.#attempt(() => {
      this.#context[door] = () => {
        try {
          result = action();
        } finally {
          this.#runsJobs = true;
        }
      };
      try {
        enterScript.runInContext(this.#context, this.#bounds());
      } finally {
        this.#runsJobs = before;
      }
      return result as T;
    });
  }

  /** Node's time-out ends endless loops; other scripts end at their next call of the host. It must not end the host's own code. */
  #bounds(): RunningScriptOptions {
    const { deadline } = this;
    const { clock, hostBlocks } = this.#options;
    if (deadline.depth === 0 || clock.isDebugged) return { displayErrors: false };
    const left = hostBlocks ? deadline.left : deadline.scriptLeft;
    return { displayErrors: false, timeout: Math.max(1, Math.ceil(left + margin / deadline.depth)) };
  }

  #attempt<T>(action: () => T): T {
    if (this.spent) throw new Trap(spentText);
    let result: T;
    try {
      result = action();
    } catch (error) {
      if (this.#hostError !== null) throw this.#hostError.error;
      if (isOfHost(error)) throw error;
      if (!isTimeOut(error)) throw new ScriptError(error);
      this.#interrupted = true;
      throw new Trap("the script did not stop at its deadline");
    }
    if (this.#hostError !== null) throw (this.#hostError as { readonly error: unknown }).error;
    return result;
  }

  #watch(promise: Promise<unknown>): Settled {
    const known = this.#watched.get(promise);
    if (known !== undefined) return known;
    const settled: Settled = { state: "pending", value: undefined };
    this.#watched.set(promise, settled);
    this.#rejections.follow(() =>
      this.#realm.watch(promise, (isRejected, value) => {
        settled.state = isRejected ? "rejected" : "fulfilled";
        settled.value = value;
      }),
    );
    return settled;
  }

  #realmHost(inputs: EngineInputs): RealmHost {
    return {
      globals: engineGlobals,
      atob,
      btoa,
      now: () => millisecondsOf(inputs.steadyClock()),
      date: () => millisecondsOf(inputs.wallClock()),
      random: inputs.random,
      isError: (value) => types.isNativeError(value),
      encode: (bytes, encoding) => Buffer.from(bytes).toString(encoding),
      decodeBase64: (text) => new Uint8Array(Buffer.from(text, "base64")),
      frameText: (name, file, line, column) => this.#frameText(name, file, line, column),
    };
  }

  #frameText(name: string, file: string | null, line: number, column: number): string {
    const script = this.#scripts.get(file ?? "");
    const place = script === undefined ? file : script.placeOfCall(line, column);
    if (script !== undefined) return place === null ? "" : `    at ${name} (${place})\n`;
    if (file === runtimeFile) return `    at ${name} (${file}:${line}:${column})\n`;
    return file === null ? `    at ${name} (native)\n` : "";
  }
}

/** Numbers are exact in microseconds, and not in nanoseconds. */
function millisecondsOf(nanoseconds: bigint): number {
  return Number(nanoseconds / 1000n) / 1e3;
}

/** Looks at nothing that runs code of the script, which can throw any object. */
function isOfHost(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const prototype = Object.getPrototypeOf(error);
  return prototype === ScriptError.prototype || prototype === Trap.prototype;
}

function isTimeOut(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  return Object.getOwnPropertyDescriptor(error, "code")?.value === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

const enterScript = new Script(`{ const run = globalThis["${door}"]; delete globalThis["${door}"]; run(); }`, {
  filename: door,
});

/** The build puts them into dist, which lies two levels above this file, and above the bundle that this file becomes a part of. */
function realmScript(): Script {
  realm ??= scriptOf(new URL("../../dist/node-realm.js", import.meta.url), "wsl-script-host:realm");
  return realm;
}

function runtimeScript(): Script {
  runtime ??= scriptOf(new URL("../../dist/node-runtime.js", import.meta.url), runtimeFile);
  return runtime;
}

function scriptOf(file: URL, filename: string): Script {
  return new Script(readFileSync(file, "utf8"), { filename });
}

let realm: Script | undefined;
let runtime: Script | undefined;
