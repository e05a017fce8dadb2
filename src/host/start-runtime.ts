import type { NativeFunction, Runtime } from "../engine/runtime.ts";
import { runtimeBytecode } from "../engine/runtime-bytecode.ts";
import type { RawValue } from "../engine/sandbox.ts";
import type { HostInfo } from "../runtime/host-info.ts";

/** Starts src/runtime in a new engine, and returns the object with the functions that the host calls. */
export function startRuntime(
  runtime: Runtime,
  natives: Readonly<Record<string, NativeFunction>>,
  host: HostInfo,
): RawValue {
  const start = runtime.evaluateBytecode(runtimeBytecode());
  const functions = runtime.object();
  for (const [name, native] of Object.entries(natives)) {
    runtime.set(functions, name, runtime.nativeFunction(name, native));
  }
  return runtime.call(start, [functions, hostInformation(runtime, host)]);
}

function hostInformation(runtime: Runtime, { name, scriptFile, scriptPath, version }: HostInfo): RawValue {
  const numbers = runtime.object();
  for (const part of [0, 1, 2] as const) runtime.set(numbers, String(part), runtime.value(version[part]));
  const host = runtime.object();
  for (const [key, text] of Object.entries({ name, scriptFile, scriptPath })) {
    runtime.set(host, key, runtime.value(text));
  }
  runtime.set(host, "version", numbers);
  return host;
}
