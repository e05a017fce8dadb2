/** Bundles a plugin's source into one ES module without imports, in memory, for callers that write or run it. */

import { readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildFailure, BuildResult, Message, Metafile, PartialMessage } from "esbuild";
import { addedGlobals } from "../../bindings/script/added-globals.ts";
import { maximumScriptSize } from "../runtime/generated/numbers.ts";
import { build } from "./bundler.ts";
import { explainDirectEval } from "./direct-eval.ts";
import { pluginBuildOptions } from "./esbuild-options.ts";
import { findUpwards } from "./find-upwards.ts";
import { explainImport, refuseImports } from "./imports.ts";
import { parseJson } from "./json-file.ts";

/** The code of the web globals, of which esbuild adds what the script uses. It lies beside src and, in the package, beside its programs. */
const webGlobalsFile = fileURLToPath(new URL("../../dist/web/globals.js", import.meta.url));
const webGlobalName = new RegExp(`\\b(?:${addedGlobals.join("|")})\\b`);

export interface BundleRequest {
  /** The plugin's source file. */
  readonly entry: string;
  /** The script's path; nothing is written. */
  readonly outfile: string;
  readonly minify: boolean;
  /** Whether the engine has `using`; true by default, since the DLL's has. */
  readonly using?: boolean;
}

export interface Bundle {
  readonly ok: true;
  /** The script's path. */
  readonly outfile: string;
  readonly script: Uint8Array;
  readonly map: Uint8Array;
  /** The bytes that each source file contributes to the script. */
  readonly inputs: Metafile["outputs"][string]["inputs"];
  /** All files that were read for it, relative to the current folder. */
  readonly sources: readonly string[];
  readonly warnings: Message[];
}

export interface BundleErrors {
  readonly ok: false;
  readonly errors: PartialMessage[];
  readonly warnings: PartialMessage[];
}

/** Relative paths start at the current folder. */
export function bundlePlugin(request: BundleRequest): Promise<Bundle | BundleErrors> {
  return readBundle(request, build(bundleOptions(request)));
}

/** For esbuild, which is to write nothing. The web globals are not among them. */
export function bundleOptions({ entry, outfile, minify, using = true }: BundleRequest) {
  return {
    ...pluginBuildOptions,
    supported: { using },
    minify,
    // An absolute path is never mistaken for a package's name.
    entryPoints: [resolve(entry)],
    outfile: resolve(outfile),
    banner: { js: versionStatement(entry) },
    plugins: [refuseImports],
  };
}

/** The version in the package.json around the file, if it has one; the runtime's definePlugin reads it. */
function versionStatement(entry: string): string {
  const file = findUpwards(dirname(entry), "package.json");
  const version = file === null ? undefined : versionIn(readFileSync(file, "utf8"));
  return typeof version === "string" && version !== "" ? `definePlugin.version = ${JSON.stringify(version)};` : "";
}

/** esbuild warns of a package.json that is not JSON. */
function versionIn(packageJson: string): unknown {
  try {
    return (parseJson(packageJson) as { version?: unknown } | null)?.version;
  } catch {
    return undefined;
  }
}

/**
 * The bundle of a build with these options. Code that is not used costs half of a build's time, so the web globals take part only
 * if the script names one, in a build of their own.
 */
export async function readBundle(
  request: BundleRequest,
  result: BuildResult | Promise<BuildResult>,
): Promise<Bundle | BundleErrors> {
  try {
    const bundle = bundleOf(request, await result);
    if (!bundle.ok || !webGlobalName.test(Buffer.from(bundle.script).toString())) return bundle;
    return bundleOf(request, await build({ ...bundleOptions(request), inject: [webGlobalsFile] }));
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return failed(request.entry, error);
  }
}

function bundleOf({ entry, outfile }: BundleRequest, result: BuildResult): Bundle | BundleErrors {
  const { outputFiles = [], metafile, errors, warnings } = result;
  if (errors.length > 0) {
    return failed(entry, result);
  }
  const { inputs = {}, outputs = {} } = metafile ?? {};
  const output = Object.values(outputs).find((candidate) => candidate.entryPoint !== undefined);
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
  return {
    ok: true,
    outfile,
    script: script.contents,
    map: map.contents,
    inputs: output.inputs,
    sources: Object.keys(inputs),
    warnings,
  };
}

function failed(
  entry: string,
  { errors, warnings }: { readonly errors: Message[]; readonly warnings: Message[] },
): BundleErrors {
  const objection = objectionToEntry(entry);
  if (objection !== null) return { ok: false, errors: [{ text: objection }], warnings: [] };
  return { ok: false, errors: errors.map(explainImport).map(withoutPluginName), warnings };
}

/** What is wrong with the plugin's file itself, where esbuild reports less; or null. */
function objectionToEntry(entry: string): string | null {
  const stats = statSync(entry, { throwIfNoEntry: false });
  const shown = relative("", entry) || ".";
  if (stats === undefined) return `There is no file "${shown}"`;
  return stats.isDirectory() ? `"${shown}" is a folder; name the file whose default export is the plugin` : null;
}

function missingDefaultExport(entry: string): PartialMessage {
  return {
    text: `"${entry}" has no default export, so the host would not find a plugin in it`,
    notes: [{ text: "Write: export default definePlugin({ onVmStarted(session) { ... } });" }],
  };
}

function tooLarge(entry: string, bytes: number): PartialMessage {
  return {
    text: `"${entry}" becomes a script of ${bytes} bytes, but the host's limit is ${maximumScriptSize}`,
    notes: [{ text: "Remove what it does not need; build --minify makes a script smaller." }],
  };
}

export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && "warnings" in error;
}

/** esbuild would add the name of our own esbuild plugin, which readers could mistake for the author's plugin. */
function withoutPluginName(message: PartialMessage): PartialMessage {
  return { ...explainDirectEval(message), pluginName: "" };
}
