/** The real runtime bundle in the real engine, with natives that only take notes. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { EvalFlags, type JSException, type JSValueHandle, QuickJS } from "quickjs-wasi";
import { bundleRuntime } from "../../scripts/build/bundle.ts";
import { paths } from "../../src/paths.ts";
import type { Natives } from "../../src/runtime/generated/natives.ts";
import { type FakeNatives, fakeNatives } from "./runtime-natives.ts";

/** C++ calls from no file at all; a frame of this name is none of the script's either. */
const runtimeFile = "wsl-script-host:runtime";

const wasm = readFileSync(createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm"));

export interface EngineOptions {
  readonly version?: readonly [number, number, number];
  readonly natives?: Partial<Natives>;
}

export class Engine {
  readonly #vm: QuickJS;
  readonly #fake: FakeNatives;

  private constructor(vm: QuickJS, fake: FakeNatives) {
    this.#vm = vm;
    this.#fake = fake;
  }

  get log(): string[] {
    return this.#fake.log;
  }

  get calls(): unknown[][] {
    return this.#fake.calls;
  }

  /** Starts the runtime. Scripts of a test find the dispatch functions in the global `dispatch`. */
  static async start({ version = [2, 4, 4], natives = {} }: EngineOptions = {}): Promise<Engine> {
    const source = await runtimeSource();
    const vm = await QuickJS.create({ wasm, maxStackSize: 256 * 1024 });
    const engine = new Engine(vm, fakeNatives(natives));
    const start = vm.evalCode(source, runtimeFile);
    const host = { name: "hello", scriptFile: "hello.js", scriptPath: "C:\\plugins\\hello.js", version: [...version] };
    const dispatch = vm.callFunction(start, vm.undefined, engine.#natives(), vm.hostToHandle(host));
    vm.setProp(vm.global, "dispatch", dispatch);
    return engine;
  }

  /** The names of the global object before and after the runtime was started. */
  static async globals(): Promise<{ before: string[]; after: string[] }> {
    const names = "Object.getOwnPropertyNames(globalThis)";
    const bare = await QuickJS.create({ wasm });
    const before = bare.dump(bare.evalCode(names)) as string[];
    const engine = await Engine.start();
    const after = (engine.run(names) as string[]).filter((name) => name !== "dispatch");
    return { before, after };
  }

  /** Runs a script and returns what its last expression is. */
  run(code: string, file = "hello.js"): unknown {
    return this.#vm.dump(this.#vm.evalCode(code, file));
  }

  /** What a script's value is once it is settled, if it is a promise: the host's loop around a hook. */
  settle(code: string): unknown {
    this.run(`globalThis.outcome = undefined;
      Promise.resolve(${code}).then(
        (value) => (globalThis.outcome = { value }),
        (error) => (globalThis.outcome = { error }),
      )`);
    do this.#vm.executePendingJobs();
    while (this.run("outcome === undefined") && this.run("dispatch.turn()", runtimeFile));
    if (this.run("outcome === undefined")) throw new Error("Nothing can settle the promise any more.");
    return this.run("(() => { if ('error' in outcome) throw outcome.error; return outcome.value; })()");
  }

  /** Evaluates a plugin's module and hands its default export to `load`. */
  load(module: string): unknown {
    const loaded = this.#vm.evalCode(module, "hello.js", EvalFlags.TYPE_MODULE);
    this.#vm.setProp(this.#vm.global, "pending", loaded);
    this.run("pending.then((module) => (globalThis.plugin = module.default))");
    this.#vm.executePendingJobs();
    return this.run("dispatch.load(plugin)");
  }

  /** What `describeError` says about the value that a script throws. */
  describe(code: string): unknown {
    this.run(`try { (0, eval)(${JSON.stringify(code)}) } catch (error) { globalThis.thrown = error }`);
    return this.run("dispatch.describeError(thrown)");
  }

  /** What `describeError` says about a module that cannot be evaluated. */
  describeModule(module: string): unknown {
    try {
      this.#vm.evalCode(module, "hello.js", EvalFlags.TYPE_MODULE);
    } catch (error) {
      this.#vm.setProp(this.#vm.global, "thrown", (error as JSException).handle);
    }
    return this.run("dispatch.describeError(thrown)");
  }

  #natives(): JSValueHandle {
    const object = this.#vm.newObject();
    for (const [name, native] of Object.entries(this.#fake.natives)) {
      this.#vm.setProp(
        object,
        name,
        this.#vm.newFunction(name, (...handles) => this.#call(native, handles)),
      );
    }
    return object;
  }

  #call(native: (...values: never[]) => unknown, handles: JSValueHandle[]): JSValueHandle {
    const result = native(...(handles.map((handle) => this.#vm.dump(handle)) as never[]));
    return result instanceof Uint8Array ? this.#vm.newUint8Array(result) : this.#vm.hostToHandle(result);
  }
}

let bundled: Promise<string> | undefined;

/** The runtime as it is in the checkout now, bundled once for all tests of a file. */
function runtimeSource(): Promise<string> {
  bundled ??= bundleRuntime().then(() => readFileSync(paths.runtimeScript, "utf8"));
  return bundled;
}
