/** Reads a plugin's file, source or built script, as the script that the host runs. */

import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { PartialMessage } from "esbuild";
import { pluginNameOf } from "./plugin-name.ts";

export interface ReadPlugin {
  readonly ok: true;
  readonly name: string;
  readonly script: Uint8Array;
  /** The source map, and the script's path that it is relative to; null for a script without one. */
  readonly map: Uint8Array | null;
  readonly path: string;
}

export interface UnreadPlugin {
  readonly ok: false;
  readonly errors: PartialMessage[];
}

/**
 * Bundles sources. What is JavaScript without imports is taken as it is: a built script, or one that was written by hand. Throws
 * the file system's error for a `.js` that cannot be read. `using`: whether the engine has it.
 */
export async function readPluginFile(file: string, using = true): Promise<ReadPlugin | UnreadPlugin> {
  const name = pluginNameOf(file);
  if (extname(file) === ".js") {
    const script = await readFile(file);
    const map = await readFile(`${file}.map`).catch(() => null);
    if (!mayImport(script)) return { ok: true, name, script, map, path: file };
  }
  // Plugins in JavaScript need no bundler, which saves the time to start it.
  const { bundleOnce } = await import("./bundle-cache.ts");
  const bundle = await bundleOnce({ entry: file, outfile: `${name}.js`, minify: false, using });
  if (!bundle.ok) return bundle;
  return { ok: true, name, script: bundle.script, map: bundle.map, path: bundle.outfile };
}

/** Also true for text that only looks like an import: bundling it does no harm. */
function mayImport(script: Uint8Array): boolean {
  return /^[ \t]*(?:import\b(?!\s*\.)|export\b[^;\n]*\bfrom\b)/m.test(Buffer.from(script).toString());
}
