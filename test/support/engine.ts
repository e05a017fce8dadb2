/** The runtime in the simulator's engine, with natives that only record their calls. */

import { Clock } from "../../src/engine/clock.ts";
import { QuickJsRuntime } from "../../src/engine/quickjs-runtime.ts";
import { type NativeFunction, ScriptError } from "../../src/engine/runtime.ts";
import type { RawValue } from "../../src/engine/sandbox.ts";
import { startRuntime } from "../../src/host/start-runtime.ts";
import type { Natives } from "../../src/runtime/generated/natives.ts";
import { bundledRuntime } from "./bundles.ts";
import { globalNames, runtimeFile, settle } from "./engine-steps.ts";
import { type FakeNatives, fakeNatives } from "./runtime-natives.ts";

const memoryLimit = 64 * 1024 * 1024;

export interface EngineOptions {
  readonly version?: readonly [number, number, number];
  readonly natives?: Partial<Natives>;
}

export class Engine {
  readonly #runtime = new QuickJsRuntime(new Clock(), memoryLimit, (text) => console.error(text));
  readonly #fake: FakeNatives;
  readonly #kindOf: RawValue;
  readonly #keysOf: RawValue;

  private constructor(fake: FakeNatives) {
    this.#fake = fake;
    // Made before any script can change what they need.
    this.#kindOf = this.#evaluate(kindOf, runtimeFile, "script");
    this.#keysOf = this.#evaluate(keysOf, runtimeFile, "script");
  }

  get log(): string[] {
    return this.#fake.log;
  }

  get calls(): unknown[][] {
    return this.#fake.calls;
  }

  /** Starts the runtime as it is in the checkout now. Scripts of a test find its functions in the global `dispatch`. */
  static async start({ version = [2, 4, 4], natives = {} }: EngineOptions = {}): Promise<Engine> {
    await bundledRuntime();
    const engine = new Engine(fakeNatives(natives));
    const host = { name: "hello", scriptFile: "hello.js", scriptPath: "C:\\plugins\\hello.js", version };
    const functions = engine.#fake.natives as unknown as Record<string, NativeFunction>;
    engine.#setGlobal("dispatch", startRuntime(engine.#runtime, functions, host) as RawValue);
    return engine;
  }

  /** Without the runtime. */
  static async bare(): Promise<Engine> {
    return new Engine(fakeNatives());
  }

  /** The names of the global object before and after the runtime was started. */
  static async globals(): Promise<{ before: string[]; after: string[] }> {
    return globalNames(await Engine.bare(), await Engine.start());
  }

  /** Runs a script and returns the value of its last expression. */
  run(code: string, file = "hello.js"): unknown {
    return this.#attempt(() => this.#read(this.#evaluate(code, file, "script")));
  }

  /** The value of a script, or of the promise that it returns once that has settled: the host's loop around a hook. */
  settle(code: string): unknown {
    return settle(this, code, () => this.#attempt(() => this.#runtime.runJobs()));
  }

  /** Evaluates a plugin's module and hands its default export to `load`. */
  load(module: string): unknown {
    this.#attempt(() => {
      const namespace = this.#evaluate(module, "hello.js", "module");
      this.#runtime.runJobs();
      if (this.#runtime.stateOf(namespace) === "rejected") throw new ScriptError(this.#runtime.resultOf(namespace));
      this.#setGlobal("plugin", this.#runtime.get(this.#runtime.resultOf(namespace), "default"));
    });
    return this.run("dispatch.load(plugin)");
  }

  /** What `describeError` says about the value that a script throws. */
  describe(code: string): unknown {
    return this.#describe(code, "script");
  }

  /** What `describeError` says about a module that cannot be evaluated. */
  describeModule(module: string): unknown {
    return this.#describe(module, "module");
  }

  #describe(code: string, kind: "script" | "module"): unknown {
    this.#runtime.scope(() => {
      try {
        this.#evaluate(code, "hello.js", kind);
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error;
        this.#setGlobal("thrown", error.thrown as RawValue);
      }
    });
    return this.run("dispatch.describeError(thrown)");
  }

  #evaluate(code: string, file: string, kind: "script" | "module"): RawValue {
    return this.#runtime.evaluate(Buffer.from(code), file, kind);
  }

  #setGlobal(name: string, value: RawValue): void {
    this.#runtime.set(this.#evaluate("globalThis", runtimeFile, "script"), name, value);
  }

  /** A copy of a value; what throws when it is read, and an object within itself, become texts. */
  #read(value: RawValue, around: readonly RawValue[] = []): unknown {
    if (around.includes(value)) return "[circular]";
    try {
      return this.#copy(value, (key) => this.#read(this.#runtime.get(value, key), [...around, value]));
    } catch (error) {
      if (error instanceof ScriptError) return "[thrown]";
      throw error;
    }
  }

  #copy(value: RawValue, part: (key: string) => unknown): unknown {
    const runtime = this.#runtime;
    const kind = runtime.toText(runtime.call(this.#kindOf, [value]));
    switch (kind) {
      case "undefined":
        return undefined;
      case "null":
        return null;
      case "number":
        return runtime.toNumber(value).any;
      case "boolean":
        return runtime.toBoolean(value);
      case "string":
        return runtime.toText(value);
      case "bigint":
        return BigInt(runtime.toText(value));
      case "array":
        return Array.from({ length: part("length") as number }, (_, at) => part(String(at)));
      case "object": {
        const keys = runtime
          .toText(runtime.call(this.#keysOf, [value]))
          .split("\0")
          .slice(0, -1);
        return Object.fromEntries(keys.map((key) => [key, part(key)]));
      }
      default:
        return `[${kind}]`;
    }
  }

  /** An error of the script becomes one of the test. */
  #attempt<T>(action: () => T): T {
    return this.#runtime.scope(() => {
      try {
        return action();
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error;
        const thrown = error.thrown as RawValue;
        const [name, message] = ["name", "message"].map((key) => this.#read(this.#runtime.get(thrown, key)));
        throw Object.assign(new Error(String(message)), { name });
      }
    });
  }
}

const kindOf = `((isArray) => (value) =>
  value === null ? "null" : isArray(value) ? "array" : typeof value)(Array.isArray)`;

/** The own enumerable properties, each with a NUL behind it. */
const keysOf = `((hasOwn) => (value) => {
  let keys = "";
  for (const key in value) if (hasOwn(value, key)) keys += key + "\\0";
  return keys;
})(Object.hasOwn)`;
