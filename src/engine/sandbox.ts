/** One instance of the engine's WebAssembly: its memory, its imports, and its end. host/engine/sandbox.h in Node. */

import { concat, decode } from "../platform/bytes.ts";
import { engineModule } from "./engine-module.ts";
import type { EngineInputs } from "./inputs.ts";
import { spentText, Trap } from "./runtime.ts";

/** A JSValue as the engine passes it: the tag in the upper half, or a float64 offset into the tags' gap. */
export type RawValue = bigint;

/** The engine's exports that are used here. */
export interface EngineExports {
  readonly memory: WebAssembly.Memory;
  readonly __stack_pointer: WebAssembly.Global;
  _initialize(): void;
  qjs_init(): number;
  qjs_get_context_ptr(): number;
  qjs_get_runtime_ptr(): number;
  qjs_set_interrupt_handler(enable: number): void;
  qjs_set_promise_rejection_handler(enable: number): void;
  qjs_new_host_function(name: number, nameLength: number, length: number): number;
  qjs_eval(source: number, length: number, file: number, flags: number): number;
  qjs_eval_bytecode(bytes: number, length: number): number;
  qjs_dup_value(box: number): number;
  qjs_free_value(box: number): void;
  wasm_malloc(size: number): number;
  wasm_free(address: number): void;
  JS_UpdateStackTop(runtime: number): void;
  JS_SetGCThreshold(runtime: number, bytes: number): void;
  JS_SetMaxStackSize(runtime: number, size: number): void;
  JS_DupValue(context: number, value: RawValue): RawValue;
  JS_FreeValue(context: number, value: RawValue): void;
  JS_NewNumber(context: number, value: number): RawValue;
  JS_NewBigUint64(context: number, value: bigint): RawValue;
  JS_NewStringUTF16(context: number, address: number, length: number): RawValue;
  JS_NewUint8ArrayCopy(context: number, address: number, length: number): RawValue;
  JS_NewObject(context: number): RawValue;
  JS_ToFloat64(context: number, result: number, value: RawValue): number;
  JS_ToBool(context: number, value: RawValue): number;
  JS_ToCStringLenUTF16(context: number, length: number, value: RawValue): number;
  JS_FreeCStringUTF16(context: number, address: number): void;
  JS_GetUint8Array(context: number, size: number, value: RawValue): number;
  JS_HasException(context: number): number;
  JS_GetException(context: number): RawValue;
  JS_Throw(context: number, value: RawValue): RawValue;
  JS_ThrowOutOfMemory(context: number): RawValue;
  JS_GetPropertyStr(context: number, object: RawValue, name: number): RawValue;
  JS_SetPropertyStr(context: number, object: RawValue, name: number, value: RawValue): number;
  JS_Call(context: number, callee: RawValue, self: RawValue, count: number, values: number): RawValue;
  JS_IsJobPending(runtime: number): number;
  JS_ExecutePendingJob(runtime: number, context: number): number;
  JS_PromiseState(context: number, value: RawValue): number;
  JS_PromiseResult(context: number, value: RawValue): RawValue;
}

/** The functions that the module's imports call. */
export interface SandboxHost {
  /** A native function is called. `values` are boxes; the result is a box. */
  onHostCall(name: string, values: readonly number[]): number;
  /** Polled by the interpreter every few thousand operations; true ends the script. */
  onInterrupt(): boolean;
  /** Called from time to time by every loop of the engine except the interpreter's. Only an error stops the loop. */
  onPoll(): void;
  /** Both come in boxes that belong to the callee. */
  onPromiseRejection(promise: number, reason: number, handled: boolean): void;
  /** What the engine prints: diagnostics of failed assertions. */
  onDiagnostic(text: string): void;
}

const pageSize = 65536;
const refused = -1;

export class Sandbox {
  readonly #exports: EngineExports;
  readonly #host: SandboxHost;
  readonly #inputs: EngineInputs;
  #maximumPages: number;
  #memoryExhausted = false;
  #spent = false;
  /** The error that the host's own code threw while the engine called it. */
  #hostError: { readonly error: unknown } | null = null;

  /** `memoryLimit` in bytes, rounded up to whole pages. */
  constructor(host: SandboxHost, inputs: EngineInputs, memoryLimit: number) {
    this.#host = host;
    this.#inputs = inputs;
    this.#maximumPages = pagesOf(memoryLimit);
    const instance = new WebAssembly.Instance(engineModule(), this.#imports());
    this.#exports = instance.exports as unknown as EngineExports;
    this.#exports._initialize();
  }

  /** True once a trap has ended the sandbox. */
  get spent(): boolean {
    return this.#spent;
  }

  /** True once the engine failed to get memory. */
  get memoryExhausted(): boolean {
    return this.#memoryExhausted;
  }

  set memoryLimit(bytes: number) {
    this.#maximumPages = pagesOf(bytes);
  }

  /** Runs exports of the engine. Throws Trap, and errors of the host's native functions. */
  call<T>(run: (exports: EngineExports) => T): T {
    if (this.#spent) throw new Trap(spentText);
    try {
      return run(this.#exports);
    } catch (error) {
      this.#spent = true;
      const hostError = this.#hostError;
      if (hostError !== null) throw hostError.error;
      throw error instanceof Trap ? error : new Trap(trapText(error), { cause: error });
    }
  }

  view(): DataView {
    return new DataView(this.#exports.memory.buffer);
  }

  /** A copy of a part of memory. */
  read(address: number, size: number): Uint8Array {
    return new Uint8Array(this.#exports.memory.buffer).slice(address, address + size);
  }

  write(address: number, bytes: Uint8Array): void {
    new Uint8Array(this.#exports.memory.buffer).set(bytes, address);
  }

  #imports(): WebAssembly.Imports {
    const unreachable = () => {
      throw new Trap("the JavaScript engine aborted");
    };
    const badFile = () => badFileDescriptor;
    return {
      env: {
        host_call: (name: number, length: number, _self: number, count: number, values: number) =>
          this.#guard(() => this.#host.onHostCall(this.#text(name, length), this.#words(values, count))),
        host_interrupt: () => Number(this.#host.onInterrupt()),
        host_promise_rejection: (promise: number, reason: number, handled: number) =>
          this.#guard(() => this.#host.onPromiseRejection(promise, reason, handled !== 0)),
        // No loader is set, so the engine refuses every import itself.
        host_module_normalize: unreachable,
        host_module_load: unreachable,
        host_get_timezone_offset: (high: number, low: number) =>
          this.#inputs.secondsEastOfUtc(Number((BigInt(high) << 32n) | BigInt(low >>> 0))),
        // These two are added by scripts/build/simulator-engine.ts.
        host_poll: () => this.#host.onPoll(),
        host_grow_memory: (pages: number) => this.#grow(pages),
      },
      wasi_snapshot_preview1: {
        clock_time_get: (clock: number, _precision: bigint, result: number) => this.#writeTime(clock, result),
        random_get: (address: number, size: number) => {
          this.#inputs.fillRandom(new Uint8Array(this.#exports.memory.buffer, address, size));
          return 0;
        },
        fd_write: (_file: number, vectors: number, count: number, written: number) =>
          this.#print(vectors, count, written),
        fd_close: badFile,
        fd_fdstat_get: badFile,
        fd_seek: badFile,
      },
    };
  }

  /** An error of the host passes through the engine's frames, after which the sandbox can no longer be used. */
  #guard<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      this.#hostError ??= { error };
      throw error;
    }
  }

  #grow(pages: number): number {
    const { memory } = this.#exports;
    if (memory.buffer.byteLength / pageSize + pages <= this.#maximumPages) return memory.grow(pages);
    this.#memoryExhausted = true;
    return refused;
  }

  #writeTime(clock: number, result: number): number {
    const nanoseconds = clock === realTime ? this.#inputs.wallClock() : this.#inputs.steadyClock();
    this.view().setBigUint64(result, nanoseconds, true);
    return 0;
  }

  #print(vectors: number, count: number, written: number): number {
    const parts = Array.from({ length: count }, (_, index) => {
      const [address = 0, size = 0] = this.#words(vectors + index * 8, 2);
      return this.read(address, size);
    });
    const bytes = concat(parts);
    this.#host.onDiagnostic(decode(bytes));
    this.view().setUint32(written, bytes.length, true);
    return 0;
  }

  #text(address: number, length: number): string {
    return decode(this.read(address, length));
  }

  #words(address: number, count: number): number[] {
    const view = this.view();
    return Array.from({ length: count }, (_, index) => view.getUint32(address + index * 4, true));
  }
}

/** WASI's numbers. */
const badFileDescriptor = 8;
const realTime = 0;

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / pageSize);
}

/** Node throws a RangeError for an exhausted stack, and a RuntimeError for every other trap. */
function trapText(error: unknown): string {
  if (error instanceof RangeError) return "the thread's stack is exhausted";
  return `the JavaScript engine trapped: ${error instanceof Error ? error.message : String(error)}`;
}
