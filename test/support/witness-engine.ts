/**
 * The runtime in another engine: with `vitest --mode witness` the runtime's tests use it in the place of engine.ts
 * (vitest.config.ts). Both engines come from quickjs-emscripten: other sources, another toolchain.
 */

import quickjsNg from "@jitl/quickjs-ng-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  RELEASE_SYNC as quickjs,
  shouldInterruptAfterDeadline,
  type VmCallResult,
} from "quickjs-emscripten";
import { runtimeWithoutUsing } from "../../scripts/build/bundle.ts";
import type { EngineOptions, Engine as HostEngine } from "./engine.ts";
import { globalNames, runtimeFile, settle } from "./engine-steps.ts";
import { makeMarshalling } from "./marshalling.ts";
import { type FakeNatives, fakeNatives } from "./runtime-natives.ts";

/** How long an engine of a test may run, in milliseconds. */
const longest = 20_000;

/**
 * What the runtime uses and these engines lack: Bellard's has `performance` only in a module, and neither has
 * Uint8Array's methods for text. Tests' scripts may overwrite globals, so these functions read none of them later.
 */
const supplied = `{
  const { now } = Date;
  globalThis.performance ??= { now: () => now() };
  globalThis.DOMException ??= class DOMException {
    #message; #name;
    constructor(message = "", name = "Error") { this.#message = String(message); this.#name = String(name); this.stack = new Error().stack; }
    get message() { return this.#message; }
    get name() { return this.#name; }
    get code() { return 0; }
  };
  const digits = "0123456789abcdef";
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Uint8Array.prototype.toHex ??= function toHex() {
    let text = "";
    for (let at = 0; at < this.length; at++) text += digits[this[at] >> 4] + digits[this[at] & 15];
    return text;
  };
  const Bytes = Uint8Array;
  const values = { __proto__: null };
  for (let value = 0; value < letters.length; value++) values[letters[value]] = value;
  Uint8Array.fromBase64 ??= function fromBase64(text) {
    const padding = text[text.length - 2] === "=" ? 2 : text[text.length - 1] === "=" ? 1 : 0;
    const bytes = new Bytes((text.length / 4) * 3 - padding);
    for (let at = 0, to = 0; at < text.length; at += 4) {
      const bits = (values[text[at]] << 18) | (values[text[at + 1]] << 12) | (values[text[at + 2]] << 6) | values[text[at + 3]];
      for (let shift = 16; shift >= 0; shift -= 8) bytes[to++] = bits >> shift;
    }
    return bytes;
  };
  Uint8Array.prototype.toBase64 ??= function toBase64() {
    let text = "";
    for (let at = 0; at < this.length; at += 3) {
      const bits = (this[at] << 16) | (this[at + 1] << 8) | this[at + 2];
      text += letters[bits >> 18] + letters[(bits >> 12) & 63];
      text += at + 1 < this.length ? letters[(bits >> 6) & 63] : "=";
      text += at + 2 < this.length ? letters[bits & 63] : "=";
    }
    return text;
  };
}`;

const variants = { quickjs, "quickjs-ng": quickjsNg };
export type Witness = keyof typeof variants;
export const witnesses = Object.keys(variants) as Witness[];
const source = runtimeWithoutUsing();
const { encode, decode } = makeMarshalling();

/** The one that the environment names. */
function chosenWitness(): Witness {
  return process.env.WSL_SCRIPT_HOST_WITNESS as Witness;
}

export class Engine implements Pick<HostEngine, keyof HostEngine> {
  readonly #context: QuickJSContext;
  readonly #fake: FakeNatives;
  readonly #encode: QuickJSHandle;
  readonly #decode: QuickJSHandle;

  private constructor(context: QuickJSContext, fake: FakeNatives) {
    this.#context = context;
    this.#fake = fake;
    const functions = this.#checked(context.evalCode(`(${makeMarshalling})()`, "marshalling.js"));
    this.#encode = context.getProp(functions, "encode");
    this.#decode = context.getProp(functions, "decode");
  }

  get log(): string[] {
    return this.#fake.log;
  }

  get calls(): unknown[][] {
    return this.#fake.calls;
  }

  /** The environment names the witness when the runtime's tests do not. */
  static async start(
    { version = [2, 4, 4], natives = {} }: EngineOptions = {},
    witness = chosenWitness(),
  ): Promise<Engine> {
    const engine = await Engine.#bare(fakeNatives(natives), witness);
    const context = engine.#context;
    const start = engine.#checked(context.evalCode(await source, runtimeFile));
    const host = { name: "hello", scriptFile: "hello.js", scriptPath: "C:\\plugins\\hello.js", version: [...version] };
    const dispatch = context.callFunction(start, context.undefined, engine.#natives(), engine.#toHandle(host));
    context.setProp(context.global, "dispatch", engine.#checked(dispatch));
    return engine;
  }

  static bare(): Promise<Engine> {
    return Engine.#bare(fakeNatives(), chosenWitness());
  }

  static async globals(): Promise<{ before: string[]; after: string[] }> {
    return globalNames(await Engine.bare(), await Engine.start());
  }

  run(code: string, file = "hello.js"): unknown {
    return this.#toHost(this.#checked(this.#context.evalCode(code, file)));
  }

  settle(code: string): unknown {
    return settle(this, code, () => this.#runJobs());
  }

  load(module: string): unknown {
    const loaded = this.#checked(this.#context.evalCode(module, "hello.js", { type: "module" }));
    this.#context.setProp(this.#context.global, "pending", loaded);
    this.run("Promise.resolve(pending).then((module) => (globalThis.plugin = module.default)); 0");
    this.#runJobs();
    return this.run("dispatch.load(plugin)");
  }

  describe(code: string): unknown {
    return this.#describe(code, "global");
  }

  describeModule(module: string): unknown {
    return this.#describe(module, "module");
  }

  #describe(code: string, type: "global" | "module"): unknown {
    const result = this.#context.evalCode(code, "hello.js", { type });
    if (result.error !== undefined) this.#context.setProp(this.#context.global, "thrown", result.error);
    return this.run("dispatch.describeError(thrown)");
  }

  static async #bare(fake: FakeNatives, witness: Witness): Promise<Engine> {
    const runtime = (await newQuickJSWASMModuleFromVariant(variants[witness])).newRuntime();
    runtime.setMaxStackSize(256 * 1024);
    // A test may loop endlessly in only one of the engines.
    runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + longest));
    const context = runtime.newContext();
    context.unwrapResult(context.evalCode(supplied));
    return new Engine(context, fake);
  }

  #runJobs(): void {
    const result = this.#context.runtime.executePendingJobs();
    if (result.error !== undefined) throw this.#exception(result.error);
  }

  #natives(): QuickJSHandle {
    const object = this.#context.newObject();
    for (const [name, native] of Object.entries(this.#fake.natives)) {
      const call = native as (...values: unknown[]) => unknown;
      const answer = (...handles: QuickJSHandle[]) =>
        this.#toHandle(call(...handles.map((handle) => this.#toHost(handle))));
      this.#context.setProp(object, name, this.#context.newFunction(name, answer));
    }
    return object;
  }

  #checked(result: VmCallResult<QuickJSHandle>): QuickJSHandle {
    if (result.error !== undefined) throw this.#exception(result.error);
    return result.value;
  }

  /** A Node error with the same name, message and stack. */
  #exception(error: QuickJSHandle): Error {
    const thrown = this.#toHost(error);
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }

  /** An object that throws when it is read becomes an empty one. */
  #toHost(handle: QuickJSHandle): unknown {
    const context = this.#context;
    const encoded = context.callFunction(this.#encode, context.undefined, handle);
    return encoded.error === undefined ? decode(context.getString(encoded.value)) : {};
  }

  #toHandle(value: unknown): QuickJSHandle {
    const context = this.#context;
    return this.#checked(context.callFunction(this.#decode, context.undefined, context.newString(encode(value))));
  }
}

// This engine must have every member that tests use of the other.
Engine satisfies Record<keyof typeof HostEngine, unknown>;
