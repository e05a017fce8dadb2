/** What the host needs of a JavaScript engine: host/engine/runtime.h, in Node. */

import type { Limits } from "../runtime/generated/settings.ts";
import type { Deadline } from "./deadline.ts";
import type { EngineInputs } from "./inputs.ts";
import type { UncheckedNumber } from "./unchecked-number.ts";

/** A value of a script. Only the runtime that it comes from can read it. */
export type ScriptValue = unknown;

/** JavaScript threw something that nothing caught. The value lives as long as the scope in which it was thrown. */
export class ScriptError extends Error {
  readonly thrown: ScriptValue;

  constructor(thrown: ScriptValue) {
    super("a JavaScript exception");
    this.thrown = thrown;
  }
}

/** The engine has broken off in the middle of something; its instance is of no use any more. */
export class Trap extends Error {
  override readonly name = "Trap";
}

export const spentText = "the script's sandbox was discarded after an earlier trap";

/** What a native function takes and returns. */
export type NativeValue = undefined | number | boolean | string | Uint8Array;
export type NativeFunction = (...values: NativeValue[]) => NativeValue;

/** The arguments that can be passed to a script. */
export type Argument = undefined | null | number | bigint | string;

export type PromiseState = "pending" | "fulfilled" | "rejected" | "no promise";

/** What a debugger has to know of a script. */
export interface ScriptOrigin {
  /** Where the script is, or would be. */
  readonly url: string;
  /** Its source map. */
  readonly map: Uint8Array;
}

/**
 * One instance of an engine: values, calls, native functions, jobs and time. What runs JavaScript throws a ScriptError for what the
 * script throws, and a Trap for the end of the instance.
 */
export interface Runtime {
  readonly deadline: Deadline;
  /** True when the runtime can no longer be trusted or used: trapped, out of memory, or stopped half-way. */
  readonly spent: boolean;
  /** True when a script has been stopped because its time is over. */
  readonly timedOut: boolean;
  readonly memoryExhausted: boolean;
  /** In bytes. */
  memoryLimit: number;
  /**
   * Everything that runs JavaScript runs inside: it starts the clock and releases the values that were made. A nested
   * entry (a hook that WSL calls while the script waits for another call) shares the limits of the outermost one.
   */
  enter<T>(limits: Limits, run: () => T): T;
  /** Gives the references back that were made within. */
  scope<T>(run: () => T): T;
  /** A value that outlives its scope. */
  keep(value: ScriptValue): ScriptValue;
  /** Evaluates src/runtime. Returns its function `start`. */
  evaluateRuntime(): ScriptValue;
  /** A promise of the module's namespace object. Throws a ScriptError for a syntax error. */
  evaluateModule(source: Uint8Array, file: string, origin?: ScriptOrigin): ScriptValue;
  call(callee: ScriptValue, values: readonly ScriptValue[]): ScriptValue;
  /** Runs promise reactions until none is left. */
  runJobs(): void;
  /** Between two calls: whether the time is over, before any interrupt has stopped the script. It is spent then. */
  stopIfOver(): boolean;
  stateOf(value: ScriptValue): PromiseState;
  resultOf(promise: ScriptValue): ScriptValue;
  /**
   * The reason of the first rejected promise in the innermost entry that was not handled, or null. Drops all others.
   */
  takeUnhandledRejection(): { readonly reason: ScriptValue } | null;
  object(): ScriptValue;
  nativeFunction(name: string, native: NativeFunction): ScriptValue;
  value(value: Argument | NativeValue): ScriptValue;
  isUndefined(value: ScriptValue): boolean;
  toNumber(value: ScriptValue): UncheckedNumber;
  toBoolean(value: ScriptValue): boolean;
  toText(value: ScriptValue): string;
  get(object: ScriptValue, property: string): ScriptValue;
  set(object: ScriptValue, property: string, value: ScriptValue): void;
}

/** Makes an instance. `onDiagnostic` gets what the engine itself prints; `inputs` are this machine's by default. */
export type RuntimeFactory = (
  memoryLimit: number,
  onDiagnostic: (text: string) => void,
  inputs?: EngineInputs,
) => Runtime;
