/** Facts about a version of the engine that do not need a build of the host. */

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { translateEngine } from "../build/engine.ts";
import { adaptSource, largestOffset } from "../build/engine-source.ts";

export interface EngineFacts {
  readonly version: string;
  /** The version of quickjs-ng in it. */
  readonly quickjs: string;
  /** The file of the module, and its size in bytes. */
  readonly wasm: string;
  readonly bytes: number;
  /** Declarations in C by name, as wasm2c writes them. */
  readonly imports: ReadonlyMap<string, string>;
  readonly exports: ReadonlyMap<string, string>;
  readonly functions: number;
  /** Bytes of the generated C, and the largest constant that it adds to an address. */
  readonly generatedBytes: number;
  readonly largestOffset: number;
}

/**
 * Works in `folder`. Throws a StepError if the generated C differs from what scripts/build/engine-source.ts expects.
 */
export async function readFacts(version: string, wasm: string, folder: string): Promise<EngineFacts> {
  const work = join(folder, "generated");
  mkdirSync(work, { recursive: true });
  const { source, header } = await translateEngine(readFileSync(wasm), work);
  adaptSource(source);
  return {
    version,
    quickjs: readQuickjsVersion(wasm),
    wasm,
    bytes: readFileSync(wasm).length,
    imports: declarations(header, /^\/\* import: .*\*\/\n(.*?Z_\w+?Z_(\w+)\(.*\));$/gm),
    exports: declarations(header, /^\/\* export: .*\*\/\n(.*?Z_quickjsZ_(\w+)\(.*\));$/gm),
    functions: source.match(/^static [\w ]+ w2c_\w+\(Z_quickjs_instance_t\*.*\);$/gm)?.length ?? 0,
    generatedBytes: source.length,
    largestOffset: largestOffset(source),
  };
}

function declarations(header: string, pattern: RegExp): Map<string, string> {
  return new Map([...header.matchAll(pattern)].map(([, declaration = "", name = ""]) => [name, declaration]));
}

/** Of quickjs-ng; asks the engine itself. */
export function readQuickjsVersion(wasm: string): string {
  const module = new WebAssembly.Module(readFileSync(wasm));
  const imports: Record<string, Record<string, () => number>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: () => 0 };
  }
  const { memory, JS_GetVersion } = new WebAssembly.Instance(module, imports).exports as {
    readonly memory: WebAssembly.Memory;
    readonly JS_GetVersion: () => number;
  };
  const text = Buffer.from(memory.buffer).subarray(JS_GetVersion());
  return text.subarray(0, text.indexOf(0)).toString();
}
