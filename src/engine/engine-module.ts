import { readFileSync } from "node:fs";

/**
 * The DLL's engine as WebAssembly, compiled once for all instances. scripts/build/simulator-engine.ts puts it into dist,
 * which lies two levels above this file, and above the bundle that this file becomes a part of.
 */
export function engineModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(new URL("../../dist/engine.wasm", import.meta.url)));
  return compiled;
}

let compiled: WebAssembly.Module | undefined;
