/** The engine's WebAssembly: npm's quickjs-wasi, the very file that the build compiles into the DLL. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constant, emptyBlock, opcodes, rewriteCode } from "./rewrite-code.ts";

/** Compiled once, for all instances. See sandbox.ts for what the imports do that are put to another use. */
export function engineModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(engineBytes({ look: "fd_fdstat_get", memoryGrow: "fd_close" }));
  return compiled;
}

let compiled: WebAssembly.Module | undefined;

export interface EngineImports {
  /**
   * In the DLL a watchdog takes the memory away from a builtin that never looks at the clock. Here nothing can be done
   * from outside while the engine runs; so every loop of it, wherever it is, counts its rounds and calls this from time
   * to time. Its answer is of no use, but it may throw.
   */
  readonly look: keyof typeof lookArguments;
  /** In the DLL the growth of memory is a function of the host's, which keeps to the limit and remembers refusals. */
  readonly memoryGrow?: string;
}

/** The arguments that an import takes which do not matter. */
const lookArguments = { host_interrupt: 0, fd_fdstat_get: 2 };

/** The module with some of its instructions replaced by calls of imports that it has. */
export function engineBytes({ look, memoryGrow }: EngineImports): Uint8Array {
  const original = readFileSync(createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm"));
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(original)).filter(
    ({ kind }) => kind === "function",
  );
  const call = (wanted: string): number[] => {
    const index = imports.findIndex(({ name }) => name === wanted);
    if (index < 0) throw new Error(`This version of quickjs-wasi does not import ${wanted}.`);
    return [opcodes.call, ...constant(index)];
  };
  const zeros = Array.from({ length: lookArguments[look] }, () => [opcodes.i32Const, 0]).flat();
  return rewriteCode(original, {
    counterStart: roundsBetweenLooks,
    loopStart: (counter) => countDown(counter, [...zeros, ...call(look), opcodes.drop]),
    ...(memoryGrow === undefined ? {} : { memoryGrow: call(memoryGrow) }),
  });
}

/** Some microseconds of the fastest loops, and a millisecond of slow ones. */
const roundsBetweenLooks = 10_000;

function countDown(counter: number, atZero: readonly number[]): number[] {
  const { globalGet, globalSet, i32Const, i32Sub, i32Eqz } = opcodes;
  const less = [globalGet, counter, i32Const, ...constant(1), i32Sub, globalSet, counter];
  const refill = [i32Const, ...constant(roundsBetweenLooks), globalSet, counter];
  return [...less, globalGet, counter, i32Eqz, opcodes.if, emptyBlock, ...refill, ...atZero, opcodes.end];
}
