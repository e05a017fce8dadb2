/** The DLL's engine: host/engine/runtime.cpp, in Node. The same calls into the same engine, so that a script finds the same world. */

import { decodeUtf16, encode, encodeUtf16 } from "../platform/bytes.ts";
import { maximumStack } from "../runtime/generated/numbers.ts";
import type { Limits } from "../runtime/generated/settings.ts";
import type { Clock } from "./clock.ts";
import { Deadline } from "./deadline.ts";
import { type EngineInputs, systemInputs } from "./inputs.ts";
import {
  type Argument,
  type NativeFunction,
  type NativeValue,
  type PromiseState,
  type Runtime,
  type RuntimeFactory,
  ScriptError,
  Trap,
} from "./runtime.ts";
import { runtimeBytecode } from "./runtime-bytecode.ts";
import { type EngineExports, type RawValue, Sandbox, type SandboxHost } from "./sandbox.ts";
import { UncheckedNumber } from "./unchecked-number.ts";

const undefinedValue = makeRaw(3);

const evalGlobal = 0;
const evalModule = 1;

/** The tags of values, as far as they matter here. */
const tags = { first: -9, string: -7, stringRope: -6, int32: 0, boolean: 1, null: 2, exception: 6, shortBigInt: 7 };

const promiseStates: readonly PromiseState[] = ["pending", "fulfilled", "rejected"];

/** An unhandled one, and in which of the entries it happened. */
interface Rejection {
  readonly reason: RawValue;
  readonly depth: number;
}

export class QuickJsRuntime implements Runtime, SandboxHost {
  readonly #sandbox: Sandbox;
  readonly #deadline: Deadline;
  readonly #onDiagnostic: (text: string) => void;
  readonly #natives = new Map<string, NativeFunction>();
  readonly #unhandled = new Map<RawValue, Rejection>();
  readonly #context: number;
  readonly #runtime: number;
  /** The references that the current scope gives back. */
  #owned: RawValue[] = [];
  #interrupted = false;

  static factory(clock: Clock): RuntimeFactory {
    return (memoryLimit, onDiagnostic, inputs) => new QuickJsRuntime(clock, memoryLimit, onDiagnostic, inputs);
  }

  constructor(
    clock: Clock,
    memoryLimit: number,
    onDiagnostic: (text: string) => void,
    inputs: EngineInputs = systemInputs(clock),
  ) {
    this.#deadline = new Deadline(clock);
    this.#onDiagnostic = onDiagnostic;
    this.#sandbox = new Sandbox(this, inputs, memoryLimit);
    if (this.#call((engine) => engine.qjs_init()) !== 0) throw new Error("The engine does not start.");
    this.#context = this.#call((engine) => engine.qjs_get_context_ptr());
    this.#runtime = this.#call((engine) => engine.qjs_get_runtime_ptr());
    this.#call((engine) => {
      engine.qjs_set_interrupt_handler(1);
      engine.qjs_set_promise_rejection_handler(1);
      engine.JS_UpdateStackTop(this.#runtime);
      engine.JS_SetMaxStackSize(this.#runtime, maximumStack);
    });
  }

  get deadline(): Deadline {
    return this.#deadline;
  }

  get spent(): boolean {
    return this.#sandbox.spent || this.#sandbox.memoryExhausted || this.#interrupted;
  }

  get timedOut(): boolean {
    return this.#interrupted;
  }

  get memoryExhausted(): boolean {
    return this.#sandbox.memoryExhausted;
  }

  set memoryLimit(bytes: number) {
    this.#sandbox.memoryLimit = bytes;
  }

  enter<T>(limits: Limits, run: () => T): T {
    return this.#deadline.enter(limits, () => this.scope(run));
  }

  scope<T>(run: () => T): T {
    const outer = this.#owned;
    this.#owned = [];
    try {
      return run();
    } finally {
      const owned = this.#owned;
      this.#owned = outer;
      if (!this.#sandbox.spent) for (const value of owned) this.#free(value);
    }
  }

  keep(value: RawValue): RawValue {
    return this.#call((engine) => engine.JS_DupValue(this.#context, value));
  }

  evaluateRuntime(): RawValue {
    return this.evaluateBytecode(runtimeBytecode());
  }

  evaluateModule(source: Uint8Array, file: string): RawValue {
    return this.evaluate(source, file, "module");
  }

  /** The completion value of a script that this very engine has compiled. */
  evaluateBytecode(bytecode: Uint8Array): RawValue {
    return this.#withBytes(bytecode, (address) =>
      this.#unboxed(this.#call((engine) => engine.qjs_eval_bytecode(address, bytecode.length))),
    );
  }

  /** The completion value of a classic script, or a promise of a module's namespace object. */
  evaluate(source: Uint8Array, file: string, kind: "script" | "module"): RawValue {
    const flags = kind === "module" ? evalModule : evalGlobal;
    return this.#withBytes(source, (address) =>
      this.#withText(file, (name) =>
        this.#unboxed(this.#call((engine) => engine.qjs_eval(address, source.length, name, flags))),
      ),
    );
  }

  call(callee: RawValue, values: readonly RawValue[]): RawValue {
    const bytes = new Uint8Array(BigUint64Array.from(values.map((value) => BigInt.asUintN(64, value))).buffer);
    return this.#withBytes(bytes, (address) =>
      this.#checked(
        this.#call((engine) => engine.JS_Call(this.#context, callee, undefinedValue, values.length, address)),
      ),
    );
  }

  runJobs(): void {
    while (this.#call((engine) => engine.JS_IsJobPending(this.#runtime)) !== 0) {
      // A chain of jobs may be endless without a single one being long enough to be interrupted.
      this.stopIfOver();
      const result = this.#withBytes(new Uint8Array(4), (address) =>
        this.#call((engine) => engine.JS_ExecutePendingJob(this.#runtime, address)),
      );
      if (result < 0 || this.#interrupted) throw this.#exception();
    }
  }

  stopIfOver(): boolean {
    this.#interrupted ||= this.#deadline.over;
    return this.#interrupted;
  }

  stateOf(value: RawValue): PromiseState {
    return promiseStates[this.#call((engine) => engine.JS_PromiseState(this.#context, value))] ?? "no promise";
  }

  resultOf(promise: RawValue): RawValue {
    return this.#own(this.#call((engine) => engine.JS_PromiseResult(this.#context, promise)));
  }

  takeUnhandledRejection(): { readonly reason: RawValue } | null {
    const taken = [...this.#unhandled].filter(([, { depth }]) => depth >= this.#deadline.depth);
    for (const [promise, { reason }] of taken) {
      this.#own(promise);
      this.#own(reason);
      this.#unhandled.delete(promise);
    }
    return taken[0]?.[1] ?? null;
  }

  object(): RawValue {
    return this.#checked(this.#call((engine) => engine.JS_NewObject(this.#context)));
  }

  nativeFunction(name: string, native: NativeFunction): RawValue {
    this.#natives.set(name, native);
    const { length } = encode(name);
    return this.#withText(name, (address) =>
      this.#unboxed(this.#call((engine) => engine.qjs_new_host_function(address, length, 0))),
    );
  }

  value(value: Argument | NativeValue): RawValue {
    if (value === undefined) return undefinedValue;
    if (value === null) return makeRaw(tags.null);
    if (typeof value === "boolean") return makeRaw(tags.boolean, Number(value));
    if (typeof value === "number") return this.#call((engine) => engine.JS_NewNumber(this.#context, value));
    if (typeof value === "bigint") {
      return this.#checked(this.#call((engine) => engine.JS_NewBigUint64(this.#context, value)));
    }
    if (typeof value === "string") {
      return this.#withBytes(encodeUtf16(value), (address) =>
        this.#checked(this.#call((engine) => engine.JS_NewStringUTF16(this.#context, address, value.length))),
      );
    }
    return this.#withBytes(value, (address) =>
      this.#checked(this.#call((engine) => engine.JS_NewUint8ArrayCopy(this.#context, address, value.length))),
    );
  }

  isUndefined(value: RawValue): boolean {
    return value === undefinedValue;
  }

  toNumber(value: RawValue): UncheckedNumber {
    return this.#withBytes(new Uint8Array(8), (address) => {
      if (this.#call((engine) => engine.JS_ToFloat64(this.#context, address, value)) !== 0) throw this.#exception();
      return new UncheckedNumber(this.#sandbox.view().getFloat64(address, true));
    });
  }

  toBoolean(value: RawValue): boolean {
    return this.#call((engine) => engine.JS_ToBool(this.#context, value)) === 1;
  }

  toText(value: RawValue): string {
    return this.#withBytes(new Uint8Array(4), (length) => {
      const address = this.#call((engine) => engine.JS_ToCStringLenUTF16(this.#context, length, value));
      if (address === 0) throw this.#exception();
      const bytes = this.#sandbox.read(address, this.#sandbox.view().getUint32(length, true) * 2);
      this.#call((engine) => engine.JS_FreeCStringUTF16(this.#context, address));
      return decodeUtf16(bytes);
    });
  }

  toBytes(value: RawValue): Uint8Array {
    return this.#withBytes(new Uint8Array(4), (size) => {
      const address = this.#call((engine) => engine.JS_GetUint8Array(this.#context, size, value));
      if (address !== 0) return this.#sandbox.read(address, this.#sandbox.view().getUint32(size, true));
      // Also the answer for an empty array; only for another kind of value is an exception pending.
      if (this.#call((engine) => engine.JS_HasException(this.#context)) !== 0) throw this.#exception();
      return new Uint8Array();
    });
  }

  get(object: RawValue, property: string): RawValue {
    return this.#withText(property, (name) =>
      this.#checked(this.#call((engine) => engine.JS_GetPropertyStr(this.#context, object, name))),
    );
  }

  set(object: RawValue, property: string, value: RawValue): void {
    // The engine takes a reference over.
    const given = this.keep(value);
    const result = this.#withText(property, (name) =>
      this.#call((engine) => engine.JS_SetPropertyStr(this.#context, object, name, given)),
    );
    if (result < 0) throw this.#exception();
  }

  onHostCall(name: string, boxes: readonly number[]): number {
    const native = this.#natives.get(name);
    if (native === undefined) throw new Error(`There is no native function ${name}.`);
    return this.#deadline.within("host", () => this.scope(() => this.#callNative(native, boxes)));
  }

  /** The box of the result; 0 if it is an exception, which the script may catch. */
  #callNative(native: NativeFunction, boxes: readonly number[]): number {
    try {
      return this.#boxed(this.value(native(...boxes.map((box) => this.#nativeValue(this.#unbox(box))))));
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      const thrown = this.keep(error.thrown as RawValue);
      this.#call((engine) => engine.JS_Throw(this.#context, thrown));
      return 0;
    }
  }

  onInterrupt(): boolean {
    return this.stopIfOver();
  }

  onPoll(): void {
    if (!this.#deadline.longOver) return;
    this.#interrupted = true;
    throw new Trap("the script did not stop at its deadline");
  }

  onPromiseRejection(promiseBox: number, reasonBox: number, handled: boolean): void {
    const promise = this.#unbox(promiseBox);
    const before = this.#unhandled.get(promise);
    if (handled && before !== undefined) {
      this.#unhandled.delete(promise);
      this.#free(promise);
      this.#free(before.reason);
    } else if (!handled) {
      // The promise is kept, so that its address cannot become another's.
      this.#unhandled.set(this.keep(promise), {
        reason: this.keep(this.#unbox(reasonBox)),
        depth: this.#deadline.depth,
      });
    }
    this.#call((engine) => {
      engine.qjs_free_value(promiseBox);
      engine.qjs_free_value(reasonBox);
    });
  }

  onDiagnostic(text: string): void {
    this.#onDiagnostic(text);
  }

  #call<T>(run: (engine: EngineExports) => T): T {
    return this.#sandbox.call(run);
  }

  #own(value: RawValue): RawValue {
    this.#owned.push(value);
    return value;
  }

  #checked(result: RawValue): RawValue {
    if (tagOf(result) === tags.exception) throw this.#exception();
    return this.#own(result);
  }

  #exception(): ScriptError {
    return new ScriptError(this.#own(this.#call((engine) => engine.JS_GetException(this.#context))));
  }

  /** quickjs-wasi's own functions answer in a box on the heap. */
  #unboxed(box: number): RawValue {
    if (box === 0) throw this.#exception();
    const value = this.keep(this.#unbox(box));
    this.#call((engine) => engine.qjs_free_value(box));
    return this.#checked(value);
  }

  #unbox(box: number): RawValue {
    return this.#sandbox.view().getBigInt64(box, true);
  }

  /** A box with a reference of its own. */
  #boxed(value: RawValue): number {
    const bytes = new Uint8Array(BigInt64Array.of(value).buffer);
    return this.#withBytes(bytes, (address) => this.#call((engine) => engine.qjs_dup_value(address)));
  }

  #nativeValue(value: RawValue): NativeValue {
    const tag = tagOf(value);
    if (tag === tags.boolean) return this.toBoolean(value);
    if (tag === tags.string || tag === tags.stringRope) return this.toText(value);
    // Every bit pattern that is no tag is a float64.
    if (tag === tags.int32 || tag > tags.shortBigInt || tag < tags.first) return this.toNumber(value).any;
    return this.toBytes(value);
  }

  /** Lends the engine bytes on its heap, with a zero behind them. */
  #withBytes<T>(bytes: Uint8Array, run: (address: number) => T): T {
    const address = this.#call((engine) => engine.wasm_malloc(bytes.length + 2));
    if (address === 0) {
      this.#call((engine) => engine.JS_ThrowOutOfMemory(this.#context));
      throw this.#exception();
    }
    this.#sandbox.write(address, bytes);
    this.#sandbox.write(address + bytes.length, new Uint8Array(2));
    try {
      return run(address);
    } finally {
      if (!this.#sandbox.spent) this.#call((engine) => engine.wasm_free(address));
    }
  }

  #withText<T>(text: string, run: (address: number) => T): T {
    return this.#withBytes(encode(text), run);
  }

  #free(value: RawValue): void {
    // A tag of zero and above marks a value without a reference count.
    if (tagOf(value) < 0) this.#call((engine) => engine.JS_FreeValue(this.#context, value));
  }
}

function makeRaw(tag: number, payload = 0): RawValue {
  return (BigInt(tag) << 32n) | BigInt(payload);
}

function tagOf(value: RawValue): number {
  return Number(BigInt.asIntN(32, value >> 32n));
}
