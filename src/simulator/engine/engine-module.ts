/** The engine's WebAssembly: npm's quickjs-wasi, the very file that the build compiles into the DLL. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Compiled once, for all instances. */
export function engineModule(): WebAssembly.Module {
  compiled ??= compile();
  return compiled;
}

let compiled: WebAssembly.Module | undefined;

/**
 * `memory.grow`, `local.tee`, any local, `i32.const -1`, `i32.eq`: how the engine asks for memory, wherever it does.
 * What follows the first two bytes only makes sure that these are no others.
 */
const growth = [0x40, 0x00, 0x22, undefined, 0x41, 0x7f, 0x46];
const callInstruction = 0x10;

/**
 * In the DLL the growth of memory is a function of the host's, which keeps to the limit and remembers that it has
 * refused. Here the instruction is replaced by a call, of the same length, to an import of the same type that is of no
 * use otherwise.
 */
function compile(): WebAssembly.Module {
  const bytes = readFileSync(createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm"));
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === "function");
  const closeFile = imports.findIndex(({ name }) => name === "fd_close");
  const places = placesOf(bytes);
  if (places.length === 0 || closeFile < 0 || closeFile > 127) {
    throw new Error("This version of quickjs-wasi asks for memory in another way than the simulator knows.");
  }
  for (const at of places) bytes.set([callInstruction, closeFile], at);
  return new WebAssembly.Module(bytes);
}

function placesOf(bytes: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(0x40); at >= 0; at = bytes.indexOf(0x40, at + 1)) {
    if (growth.every((byte, offset) => byte === undefined || bytes[at + offset] === byte)) places.push(at);
  }
  return places;
}
