/**
 * A script in the engine of the DLL, as far as it can be looked at: the very runtime evaluates it, in its sandbox, and nothing
 * that it could call does anything.
 */

import { EvalFlags, JSException, type JSValueHandle, QuickJS } from "quickjs-wasi";
import { natives } from "../../../bindings/border/natives.ts";
import { engineBytes } from "../../engine/engine-module.ts";
import { runtimeBytecode } from "../../engine/runtime-bytecode.ts";
import type { LoadResult } from "../../runtime/dispatch.ts";
import { limits } from "../../runtime/generated/settings.ts";
import type { ErrorDescription } from "../../runtime/plugin/describe-error.ts";
import { CliError } from "../shared/cli-error.ts";

/** What a script declares. */
export type Declarations = LoadResult;

export class ScriptEngine implements Disposable {
  readonly #vm: QuickJS;
  readonly #scriptFile: string;
  readonly #dispatch: JSValueHandle;
  readonly #deadline: number;

  /** `scriptFile` is how the host would call it: hello.js. What it prints goes to `onPrint`. */
  static async start(scriptFile: string, onPrint: (text: string) => void): Promise<ScriptEngine> {
    const deadline = Date.now() + limits.scriptTime.default;
    const vm = await QuickJS.create({
      wasm: engineBytes({ look: "host_interrupt" }),
      memoryLimit: limits.memory.default,
      maxStackSize: maximumStack,
      interruptHandler: () => {
        // A builtin that never looks cannot be asked to stop; the engine is of no use any more then.
        if (Date.now() > deadline + grace) throw busy(scriptFile);
        return Date.now() > deadline;
      },
    });
    return new ScriptEngine(vm, scriptFile, deadline, onPrint);
  }

  private constructor(vm: QuickJS, scriptFile: string, deadline: number, onPrint: (text: string) => void) {
    this.#vm = vm;
    this.#scriptFile = scriptFile;
    this.#deadline = deadline;
    const name = scriptFile.replace(/\.js$/, "");
    const host = vm.hostToHandle({ name, scriptFile, scriptPath: `C:\\plugins\\${scriptFile}`, version: newestOfAll });
    this.#dispatch = vm.callFunction(vm.evalBytecode(runtimeBytecode()), vm.undefined, this.#natives(onPrint), host);
  }

  /** Checks the text of a settings file. */
  parseSettings(text: string, file: string): unknown {
    return this.#vm.dump(this.#call("parseSettings", this.#vm.newString(text), this.#vm.newString(file)));
  }

  /** Evaluates the script, without running any of its hooks or onLoad. */
  async load(source: string): Promise<Declarations> {
    const module = this.#attempt(() => {
      const evaluated = this.#vm.evalCode(source, this.#scriptFile, EvalFlags.TYPE_MODULE);
      this.#vm.executePendingJobs();
      return evaluated;
    });
    const namespace = await this.#settled(module);
    return this.#vm.dump(
      this.#call("load", this.#vm.getProp(namespace, this.#vm.newString("default"))),
    ) as Declarations;
  }

  [Symbol.dispose](): void {
    this.#vm.dispose();
  }

  async #settled(promise: JSValueHandle): Promise<JSValueHandle> {
    if (promise.promiseState === promisePending) {
      throw new CliError(
        `${this.#scriptFile} waits at its top level for a promise that nothing can settle. Move the "await" into onLoad or a hook.`,
      );
    }
    const outcome = await this.#vm.resolvePromise(promise);
    if ("error" in outcome) throw this.#explain(outcome.error);
    return outcome.value;
  }

  #call(name: string, ...values: JSValueHandle[]): JSValueHandle {
    const target = this.#vm.getProp(this.#dispatch, this.#vm.newString(name));
    return this.#attempt(() => this.#vm.callFunction(target, this.#vm.undefined, ...values));
  }

  #attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw error instanceof JSException ? this.#explain(error.handle) : error;
    }
  }

  /** As the log and the user would get it. */
  #explain(thrown: JSValueHandle): CliError {
    if (Date.now() > this.#deadline) return busy(this.#scriptFile);
    const target = this.#vm.getProp(this.#dispatch, this.#vm.newString("describeError"));
    const described = this.#vm.dump(this.#vm.callFunction(target, this.#vm.undefined, thrown)) as ErrorDescription;
    const frames = described.stack.split("\n").slice(1).join("\n");
    return new CliError(frames === "" ? described.message : `${described.message}\n${frames}`);
  }

  #natives(onPrint: (text: string) => void): JSValueHandle {
    const vm = this.#vm;
    const harmless: Readonly<Record<string, (...values: unknown[]) => JSValueHandle>> = {
      _log: (_, text) => {
        onPrint(String(text));
        return vm.undefined;
      },
      _encodeUtf8: (text) => vm.newUint8Array(new TextEncoder().encode(String(text))),
      _decodeUtf8: (bytes) => vm.newString(decoder.decode(bytes as Uint8Array)),
    };
    const object = vm.newObject();
    for (const { name } of natives) {
      const native = harmless[name] ?? refuse;
      const answer = (...handles: JSValueHandle[]) => native(...handles.map((handle) => vm.dump(handle)));
      vm.setProp(object, name, vm.newFunction(name, answer));
    }
    return object;
  }
}

function busy(scriptFile: string): CliError {
  return new CliError(
    `${scriptFile} was still busy after ${limits.scriptTime.default} ms. Evaluating a script only declares the plugin; move the work into onLoad or a hook.`,
  );
}

function refuse(): never {
  throw new Error("WSL can only be called in onLoad and in hooks, not while the script is evaluated.");
}

/** Milliseconds. */
const grace = 40;
const maximumStack = 256 * 1024;
const promisePending = 0;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** No requirement is above it, so that any script can be looked at. */
const newestOfAll = [0xffffffff, 0xffffffff, 0xffffffff];
