import { platform } from "../platform/platform.ts";

/**
 * The DLL's engine as WebAssembly, compiled once for all instances. scripts/build/simulator-engine.ts puts it into dist.
 */
export function engineModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(platform.packageFile("engine.wasm"));
  return compiled;
}

let compiled: WebAssembly.Module | undefined;
