import { platform } from "../platform/platform.ts";

/**
 * The runtime as it is embedded in the DLL, compiled by the engine that is the DLL's. The build puts it into dist.
 */
export function runtimeBytecode(): Uint8Array {
  bytecode ??= platform.packageFile("runtime.bytecode");
  return bytecode;
}

let bytecode: Uint8Array | undefined;
