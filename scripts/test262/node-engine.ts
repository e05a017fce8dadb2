/**
 * A JavaScript engine for one case of test262, run by Node. Makes the very calls, in the same order, that
 * test/test262/machine.cpp makes: whatever happens, both must end with the same memory. So nothing is freed.
 */

import { crc32 } from "node:zlib";

/** JavaScript threw this JSValue. */
export class Thrown extends Error {
  readonly value: bigint;

  constructor(value: bigint) {
    super("a JavaScript exception");
    this.value = value;
  }
}

/** Node ended the engine's code: what is a trap in the sandbox. */
export class Trap extends Error {}

export const noRealm = 0n;
export const sourceKinds = { script: 0, module: 1 } as const;

/** What the prelude asks for by number. */
const requests = { newRealm: 0, evaluateIn: 1, print: 2, makeHtmlDda: 3, collectGarbage: 4, detach: 5 };

const undefinedValue = 3n << 32n;
const tags = { int32: 0n, exception: 6n };

/** As in machine.cpp. */
const stackLimit = 256 * 1024;
const memoryLimit = 512 * 1024 * 1024;
const functionWithMagic = 1;

/** Sandbox::kHostFunctions: as many places are added to the engine's table, and the last one is the function of scripts. */
const hostFunctions = 2;

/** WASI's error numbers. */
const badFileDescriptor = 8;
const invalid = 28;

/** fixed_system.cpp in Node: the same moments and random numbers in every run. */
const firstMoment = 1_750_000_000_000_000_000n;
const tick = 1_000_000n;
const randomChunk = 256;

type EngineFunction = (...values: (number | bigint)[]) => number | bigint;

interface EngineExports {
  readonly memory: WebAssembly.Memory;
  readonly __indirect_function_table: WebAssembly.Table;
  readonly _initialize: () => void;
  readonly [name: string]: unknown;
}

export class NodeEngine {
  printed = "";
  diagnostics = "";
  timedOut = false;
  readonly #exports: EngineExports;
  readonly #end: number;
  readonly #hostFunction: number;
  readonly #context: number;
  readonly #runtime: number;
  #ticks = 0n;

  /** `time`: how long JavaScript may run, in milliseconds. */
  constructor(module: WebAssembly.Module, time: number) {
    this.#end = performance.now() + time;
    this.#exports = new WebAssembly.Instance(module, this.#imports()).exports as unknown as EngineExports;
    this.#hostFunction = this.#addHostFunction();
    this.#guard(() => this.#exports._initialize());
    if (this.#call("qjs_init") !== 0) throw new Error("The engine does not start.");
    this.#context = this.#call("qjs_get_context_ptr");
    this.#runtime = this.#call("qjs_get_runtime_ptr");
    this.#call("qjs_set_interrupt_handler", 1);
    this.#call("qjs_set_promise_rejection_handler", 1);
    this.#call("JS_UpdateStackTop", this.#runtime);
    this.#call("JS_SetMaxStackSize", this.#runtime, stackLimit);
    this.#call("JS_SetMemoryLimit", this.#runtime, memoryLimit);
  }

  /** A module's value is a promise. This and the following throw Thrown and Trap. */
  evaluate(source: Uint8Array, file: string, kind: keyof typeof sourceKinds): bigint {
    const sourceAddress = this.#put(source);
    const fileAddress = this.#put(Buffer.from(file));
    return this.#checked(
      this.#value("JS_Eval", this.#context, sourceAddress, source.length, fileAddress, sourceKinds[kind]),
    );
  }

  call(callee: bigint, values: readonly bigint[]): bigint {
    const address = this.#put(Buffer.from(BigUint64Array.from(values).buffer));
    return this.#checked(this.#value("JS_Call", this.#context, callee, undefinedValue, values.length, address));
  }

  runJobs(): void {
    const context = this.#put(new Uint8Array(3));
    while (this.#call("JS_IsJobPending", this.#runtime) !== 0) {
      if (this.#call("JS_ExecutePendingJob", this.#runtime, context) < 0) throw this.#thrown();
    }
  }

  /** In Latin-1, a character for each byte of the engine's UTF-8, so that broken text is compared as it is. */
  text(value: bigint): string {
    return this.#utf8(value).toString("latin1");
  }

  /** Throws the reason when the promise was rejected. False when it is pending. */
  settled(promise: bigint): boolean {
    const states = { pending: 0, rejected: 2 };
    const state = this.#call("JS_PromiseState", this.#context, promise);
    if (state === states.rejected) throw new Thrown(this.#value("JS_PromiseResult", this.#context, promise));
    return state !== states.pending;
  }

  /** The function of the prelude that does what only the engine's own interface can. */
  native(): bigint {
    const name = this.#put(Buffer.from("native"));
    return this.#checked(
      this.#value("JS_NewCFunction2", this.#context, this.#hostFunction, name, 0, functionWithMagic, 0),
    );
  }

  /** "<bytes>:<CRC-32>" of the whole linear memory after a garbage collection. */
  fingerprint(): string {
    this.#call("JS_RunGC", this.#runtime);
    const bytes = this.#bytes();
    return `${bytes.length}:${crc32(bytes)}`;
  }

  #onHostFunction(count: number, address: number): bigint {
    const values = Array.from({ length: count }, (_, index) => this.#view().getBigInt64(address + index * 8, true));
    const value = (index: number) => values[index] ?? undefinedValue;
    const number = (index: number) => Number(BigInt.asUintN(32, value(index)));
    switch (number(0)) {
      case requests.newRealm:
        return (tags.int32 << 32n) | BigInt(this.#call("JS_NewContext", this.#runtime));
      case requests.evaluateIn:
        return this.#evaluateIn(number(1), value(2));
      case requests.print:
        this.printed += `${this.text(value(1))}\n`;
        break;
      case requests.makeHtmlDda:
        this.#call("JS_SetIsHTMLDDA", this.#context, value(1));
        break;
      case requests.collectGarbage:
        this.#call("JS_RunGC", this.#runtime);
        break;
      case requests.detach:
        this.#call("JS_DetachArrayBuffer", this.#context, value(1));
        break;
    }
    return undefinedValue;
  }

  #evaluateIn(realm: number, text: bigint): bigint {
    const source = this.#utf8(text);
    const address = this.#put(source);
    const file = this.#put(Buffer.from("evalScript"));
    return this.#value("JS_Eval", realm === 0 ? this.#context : realm, address, source.length, file, 0);
  }

  #imports(): WebAssembly.Imports {
    const unreachable = () => {
      throw new Trap("the engine called what it must not call");
    };
    const badFile = () => badFileDescriptor;
    return {
      env: {
        host_call: unreachable,
        host_interrupt: () => Number(this.#interrupt()),
        host_promise_rejection: (promise: number, reason: number) => {
          // Both arrive in boxes that belong to the callee.
          this.#call("qjs_free_value", promise);
          this.#call("qjs_free_value", reason);
        },
        host_module_normalize: unreachable,
        host_module_load: unreachable,
        host_get_timezone_offset: () => 0,
      },
      wasi_snapshot_preview1: {
        clock_time_get: (clock: number, _precision: bigint, result: number) => this.#time(clock, result),
        random_get: (address: number, size: number) => this.#random(address, size),
        fd_write: (_file: number, vectors: number, count: number, written: number) =>
          this.#print(vectors, count, written),
        fd_close: badFile,
        fd_fdstat_get: badFile,
        fd_seek: badFile,
      },
    };
  }

  #interrupt(): boolean {
    this.timedOut ||= performance.now() >= this.#end;
    return this.timedOut;
  }

  #time(clock: number, result: number): number {
    const known = 2;
    if (clock >= known) return invalid;
    this.#ticks += 1n;
    this.#view().setBigUint64(result, firstMoment + tick * this.#ticks, true);
    return 0;
  }

  #random(address: number, size: number): number {
    const bytes = this.#bytes().subarray(address, address + size);
    for (let index = 0; index < size; index += 1) bytes[index] = (index % randomChunk) * 7 + 13;
    return 0;
  }

  #print(vectors: number, count: number, written: number): number {
    const view = this.#view();
    const parts = Array.from({ length: count }, (_, index) => {
      const address = view.getUint32(vectors + index * 8, true);
      return this.#bytes().slice(address, address + view.getUint32(vectors + index * 8 + 4, true));
    });
    const bytes = Buffer.concat(parts);
    this.diagnostics += bytes.toString("latin1");
    view.setUint32(written, bytes.length, true);
    return 0;
  }

  /** The function's index in the engine's table, which takes WebAssembly's functions only. */
  #addHostFunction(): number {
    const imports = { host: { call: this.#onCall } };
    const { call } = new WebAssembly.Instance(hostFunctionModule(), imports).exports;
    const table = this.#exports.__indirect_function_table;
    const index = table.grow(hostFunctions) + hostFunctions - 1;
    table.set(index, call);
    return index;
  }

  readonly #onCall = (_context: number, _self: bigint, count: number, values: number): bigint =>
    this.#onHostFunction(count, values);

  #utf8(value: bigint): Buffer {
    const size = this.#put(new Uint8Array(3));
    const address = this.#call("JS_ToCStringLen2", this.#context, size, value, 0);
    if (address === 0) throw this.#thrown();
    const length = this.#view().getUint32(size, true);
    return Buffer.from(this.#bytes().slice(address, address + length));
  }

  /** On the engine's heap, with a zero behind it. */
  #put(bytes: Uint8Array): number {
    const address = this.#call("wasm_malloc", bytes.length + 1);
    if (address === 0) throw new Error("The engine has no memory left.");
    const memory = this.#bytes();
    memory.set(bytes, address);
    memory[address + bytes.length] = 0;
    return address;
  }

  #checked(value: bigint): bigint {
    if (BigInt.asIntN(32, value >> 32n) === tags.exception) throw this.#thrown();
    return value;
  }

  #thrown(): Thrown {
    return new Thrown(this.#value("JS_GetException", this.#context));
  }

  #value(name: string, ...values: (number | bigint)[]): bigint {
    return this.#guard(() => (this.#exports[name] as EngineFunction)(...values)) as bigint;
  }

  #call(name: string, ...values: (number | bigint)[]): number {
    return this.#guard(() => (this.#exports[name] as EngineFunction)(...values)) as number;
  }

  #guard<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw new Trap(error.message);
      throw error;
    }
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.#exports.memory.buffer);
  }

  #view(): DataView {
    return new DataView(this.#exports.memory.buffer);
  }
}

/** A module that only hands its import on as an export: (i32, i64, i32, i32, i32) -> i64. */
function hostFunctionModule(): WebAssembly.Module {
  compiledHostFunction ??= new WebAssembly.Module(
    Buffer.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, 10, 1, 0x60, 5, 0x7f, 0x7e, 0x7f, 0x7f, 0x7f, 1, 0x7e],
      ...[2, 13, 1, 4, ...Buffer.from("host"), 4, ...Buffer.from("call"), 0, 0],
      ...[7, 8, 1, 4, ...Buffer.from("call"), 0, 0],
    ]),
  );
  return compiledHostFunction;
}

let compiledHostFunction: WebAssembly.Module | undefined;
