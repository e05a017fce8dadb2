/** One ES module without imports, made of a plugin's source: in memory, for whoever writes or runs it. */

import { resolve } from "node:path";
import { type BuildFailure, type BuildResult, build, type Message, type Metafile, type PartialMessage } from "esbuild";
import { maximumScriptSize } from "../runtime/generated/settings.ts";
import { pluginBuildOptions } from "./esbuild-options.ts";
import { explainImports } from "./imports.ts";

export interface BundleRequest {
  /** The plugin's source file. */
  readonly entry: string;
  /** Where the script is to be; nothing is written. */
  readonly outfile: string;
  readonly minify: boolean;
}

export interface Bundle {
  readonly ok: true;
  readonly script: Uint8Array;
  readonly map: Uint8Array;
  /** How many bytes of the script come from which source file. */
  readonly inputs: Metafile["outputs"][string]["inputs"];
  readonly warnings: Message[];
}

export interface BundleErrors {
  readonly ok: false;
  readonly errors: PartialMessage[];
  readonly warnings: PartialMessage[];
}

/** Relative paths start at the current folder. */
export async function bundlePlugin(request: BundleRequest): Promise<Bundle | BundleErrors> {
  try {
    return readBundle(request.entry, await build(bundleOptions(request)));
  } catch (error) {
    if (!isBuildFailure(error)) {
      throw error;
    }
    return failed(error);
  }
}

/** For esbuild, which is to write nothing. */
export function bundleOptions({ entry, outfile, minify }: BundleRequest) {
  return {
    ...pluginBuildOptions,
    minify,
    // An absolute path is never mistaken for the name of a package.
    entryPoints: [resolve(entry)],
    outfile: resolve(outfile),
    plugins: [explainImports],
  };
}

/** What a build with these options came to. */
export function readBundle(entry: string, result: BuildResult): Bundle | BundleErrors {
  const { outputFiles = [], metafile, errors, warnings } = result;
  if (errors.length > 0) {
    return failed(result);
  }
  const output = Object.values(metafile?.outputs ?? {}).find((candidate) => candidate.entryPoint !== undefined);
  const script = outputFiles.find((file) => file.path.endsWith(".js"));
  const map = outputFiles.find((file) => file.path.endsWith(".map"));
  if (output === undefined || script === undefined || map === undefined) {
    throw new Error("esbuild did not write a script and a source map");
  }
  if (!output.exports.includes("default")) {
    return { ok: false, errors: [missingDefaultExport(entry)], warnings };
  }
  const bytes = script.contents.byteLength;
  if (bytes > maximumScriptSize) return { ok: false, errors: [tooLarge(entry, bytes)], warnings };
  return { ok: true, script: script.contents, map: map.contents, inputs: output.inputs, warnings };
}

function failed({ errors, warnings }: { readonly errors: Message[]; readonly warnings: Message[] }): BundleErrors {
  return { ok: false, errors: errors.map(withoutPluginName), warnings };
}

function missingDefaultExport(entry: string): PartialMessage {
  return {
    text: `"${entry}" has no default export, so the host would find no plugin in it`,
    notes: [{ text: "Write: export default definePlugin({ onVmStarted(session) { ... } });" }],
  };
}

function tooLarge(entry: string, bytes: number): PartialMessage {
  return {
    text: `"${entry}" becomes a script of ${bytes} bytes, more than the ${maximumScriptSize} that the host reads`,
    notes: [{ text: "Leave out what it can do without; build --minify makes a script smaller." }],
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && "warnings" in error;
}

/** esbuild would add which of our esbuild plugins found it, which could be taken for the author's plugin. */
function withoutPluginName(message: Message): PartialMessage {
  return { ...message, pluginName: "" };
}
