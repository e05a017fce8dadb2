import type { NativeFunction, Runtime, ScriptValue } from "../engine/runtime.ts";
import type { HostInfo } from "../runtime/generated/dispatch.ts";
import { toValue } from "./generated/dispatch.ts";

/** Starts src/runtime in a new engine, and returns the object with the functions that the host calls. */
export function startRuntime(
  runtime: Runtime,
  natives: Readonly<Record<string, NativeFunction>>,
  host: HostInfo,
): ScriptValue {
  const start = runtime.evaluateRuntime();
  const functions = runtime.object();
  for (const [name, native] of Object.entries(natives)) {
    runtime.set(functions, name, runtime.nativeFunction(name, native));
  }
  return runtime.call(start, [functions, toValue(runtime, host)]);
}
