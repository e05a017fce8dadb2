import { readFileSync } from "node:fs";

/**
 * The runtime as it is embedded in the DLL, compiled by the engine that is the DLL's. The build puts it into dist,
 * which lies two levels above this file, and above the bundle that this file becomes a part of.
 */
export function runtimeBytecode(): Uint8Array {
  bytecode ??= readFileSync(new URL("../../dist/runtime.bytecode", import.meta.url));
  return bytecode;
}

let bytecode: Uint8Array | undefined;
