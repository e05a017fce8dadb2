/** Bundles a plugin: one ES module without imports whose default export is the plugin. */

import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type BuildFailure, build, type Message, type Metafile, type PartialMessage } from "esbuild";
import { pluginBuildOptions } from "./esbuild-options.ts";
import { explainImports } from "./imports.ts";

export interface BuildRequest {
  /** The plugin's source file. */
  readonly entry: string;
  /** The script to write; its source map gets the same name with `.map` added. */
  readonly outfile: string;
  readonly minify: boolean;
}

export interface BuildResult {
  readonly outfile: string;
  readonly bytes: number;
  readonly mapFile: string;
  readonly mapBytes: number;
  /** How many bytes of the script come from which source file, the largest first. */
  readonly sources: readonly { readonly file: string; readonly bytes: number }[];
}

export type BuildOutcome =
  | { readonly ok: true; readonly result: BuildResult; readonly warnings: PartialMessage[] }
  | { readonly ok: false; readonly errors: PartialMessage[]; readonly warnings: PartialMessage[] };

/** Builds and writes the script, or writes nothing and tells why. Relative paths start at the current folder. */
export async function buildPlugin(request: BuildRequest): Promise<BuildOutcome> {
  const objection = objectionTo(request);
  if (objection !== null) {
    return { ok: false, errors: [{ text: objection }], warnings: [] };
  }
  const bundle = await bundlePlugin(request);
  if (!bundle.ok) {
    return bundle;
  }
  try {
    // The map first: whoever sees the new script finds its map.
    await replaceFiles([
      [mapFileOf(request.outfile), bundle.map],
      [request.outfile, bundle.script],
    ]);
  } catch (error) {
    const text = `"${request.outfile}" cannot be written: ${(error as Error).message}`;
    return { ok: false, errors: [{ text }], warnings: [] };
  }
  return { ok: true, result: summarize(request, bundle), warnings: bundle.warnings };
}

interface Bundle {
  readonly ok: true;
  readonly script: Uint8Array;
  readonly map: Uint8Array;
  readonly inputs: Metafile["outputs"][string]["inputs"];
  readonly warnings: Message[];
}

type BundleOutcome = Bundle | Extract<BuildOutcome, { ok: false }>;

function objectionTo({ entry, outfile }: BuildRequest): string | null {
  if (!outfile.endsWith(".js")) {
    return `--outfile "${outfile}" must end with .js: the host DLL <name>.dll looks for <name>.js`;
  }
  if (resolve(outfile) === resolve(entry)) {
    return `--outfile "${outfile}" is the plugin's source file itself`;
  }
  return null;
}

async function bundlePlugin({ entry, outfile, minify }: BuildRequest): Promise<BundleOutcome> {
  try {
    const { outputFiles, metafile, warnings } = await build({
      ...pluginBuildOptions,
      minify,
      // An absolute path is never mistaken for the name of a package.
      entryPoints: [resolve(entry)],
      outfile: resolve(outfile),
      plugins: [explainImports],
    });
    const [output] = Object.values(metafile.outputs).filter((candidate) => candidate.entryPoint !== undefined);
    const script = outputFiles.find((file) => file.path.endsWith(".js"));
    const map = outputFiles.find((file) => file.path.endsWith(".map"));
    if (output === undefined || script === undefined || map === undefined) {
      throw new Error("esbuild did not write a script and a source map");
    }
    if (!output.exports.includes("default")) {
      return { ok: false, errors: [missingDefaultExport(entry)], warnings };
    }
    return { ok: true, script: script.contents, map: map.contents, inputs: output.inputs, warnings };
  } catch (error) {
    if (!isBuildFailure(error)) {
      throw error;
    }
    return { ok: false, errors: error.errors.map(withoutPluginName), warnings: error.warnings };
  }
}

function missingDefaultExport(entry: string): PartialMessage {
  return {
    text: `"${entry}" has no default export, so the host would find no plugin in it`,
    notes: [{ text: "Write: export default definePlugin({ onVmStarted(session) { ... } });" }],
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && "warnings" in error;
}

/** esbuild would add which of our esbuild plugins found it, which could be taken for the author's plugin. */
function withoutPluginName(message: Message): PartialMessage {
  return { ...message, pluginName: "" };
}

/** A host that reloads the script must never see half of it: everything is written elsewhere first, then renamed. */
async function replaceFiles(files: readonly (readonly [file: string, contents: Uint8Array])[]): Promise<void> {
  const temporary = (file: string) => join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    for (const [file, contents] of files) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary(file), contents);
    }
    for (const [file] of files) {
      await rename(temporary(file), file);
    }
  } catch (error) {
    await Promise.all(files.map(([file]) => rm(temporary(file), { force: true })));
    throw error;
  }
}

function summarize({ outfile }: BuildRequest, { script, map, inputs }: Bundle): BuildResult {
  return {
    outfile,
    bytes: script.byteLength,
    mapFile: mapFileOf(outfile),
    mapBytes: map.byteLength,
    sources: Object.entries(inputs)
      .map(([file, { bytesInOutput }]) => ({ file, bytes: bytesInOutput }))
      .sort((one, other) => other.bytes - one.bytes),
  };
}

function mapFileOf(outfile: string): string {
  return `${outfile}.map`;
}
