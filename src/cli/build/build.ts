/** Bundles a plugin: one ES module without imports whose default export is the plugin. */

import { resolve } from "node:path";
import type { PartialMessage } from "esbuild";
import { type Bundle, type BundleErrors, type BundleRequest, bundlePlugin } from "../../bundle/plugin-bundle.ts";
import { isSuspicious } from "../../bundle/suspicions.ts";
import { CliError } from "../shared/cli-error.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { replaceFiles } from "../shared/replace-files.ts";
import { settingsSchemaOf } from "./settings-schema.ts";

/** `outfile` is the script to write; its source map gets the same name with `.map` added. */
export type BuildRequest = BundleRequest;

export interface BuildResult {
  readonly outfile: string;
  readonly bytes: number;
  readonly mapFile: string;
  readonly mapBytes: number;
  /** The schema of `<name>.json`; null if the script cannot be loaded. */
  readonly schemaFile: string | null;
  /**
   * The bytes that each source file contributes to the script, the largest first; without files that contribute
   * nothing.
   */
  readonly sources: readonly { readonly file: string; readonly bytes: number }[];
}

export type BuildOutcome =
  | { readonly ok: true; readonly result: BuildResult; readonly warnings: PartialMessage[] }
  | BundleErrors;

/** Builds and writes the script, or writes nothing and reports why. Relative paths start at the current folder. */
export async function buildPlugin(request: BuildRequest): Promise<BuildOutcome> {
  const objection = objectionToRequest(request);
  if (objection !== null) {
    return { ok: false, errors: [{ text: objection }], warnings: [] };
  }
  return finishBundle(await placeBundle(await bundlePlugin(request)));
}

/** Writes a bundled script to its place. A host may run it from then on. */
export async function placeBundle(bundle: Bundle | BundleErrors): Promise<Bundle | BundleErrors> {
  if (!bundle.ok) return bundle;
  const { outfile } = bundle;
  try {
    // The map first, so that a reader of the new script finds its map.
    await replaceFiles([
      [mapFileOf(outfile), bundle.map],
      [outfile, bundle.script],
    ]);
  } catch (error) {
    return { ok: false, errors: [{ text: cannotBeWritten(outfile, error) }], warnings: [] };
  }
  return bundle;
}

/** Writes the schema of its settings, and collects warnings and sizes: no host waits for that. */
export async function finishBundle(bundle: Bundle | BundleErrors): Promise<BuildOutcome> {
  if (!bundle.ok) return bundle;
  const schema = await writeSchema(bundle);
  const warnings = [...bundle.warnings, ...(await warningsOf(bundle)), ...schema.warnings];
  return { ok: true, result: { ...summarize(bundle), schemaFile: schema.file }, warnings };
}

/** If the script cannot be loaded, an earlier schema stays. */
async function writeSchema(
  bundle: Bundle,
): Promise<{ readonly file: string | null; readonly warnings: PartialMessage[] }> {
  const { outfile } = bundle;
  const file = outfile.replace(/js$/, "schema.json");
  try {
    const schema = await settingsSchemaOf(outfile, bundle);
    await replaceFiles([[file, schema]]).catch((error) => {
      throw new CliError(cannotBeWritten(file, error));
    });
    return { file, warnings: [] };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { file: null, warnings: [{ text: error.message }] };
  }
}

/** Errors of `check` are only warnings here: the code may never be reached. */
async function warningsOf(bundle: Bundle): Promise<PartialMessage[]> {
  if (!isSuspicious(Buffer.from(bundle.script).toString())) return [];
  const { examineBundle } = await import("../../bundle/examine-bundle.ts");
  const { errors, warnings } = await examineBundle(bundle);
  return [...errors, ...warnings];
}

/** What is wrong with the request itself, or null. */
export function objectionToRequest({ entry, outfile }: BuildRequest): string | null {
  if (!outfile.endsWith(".js")) {
    return `--outfile "${outfile}" must end with .js: the host DLL <name>.dll looks for <name>.js`;
  }
  if (resolve(outfile) === resolve(entry)) {
    return `--outfile "${outfile}" is the plugin's source file itself`;
  }
  return null;
}

function summarize({ outfile, script, map, inputs }: Bundle): Omit<BuildResult, "schemaFile"> {
  return {
    outfile,
    bytes: script.byteLength,
    mapFile: mapFileOf(outfile),
    mapBytes: map.byteLength,
    sources: Object.entries(inputs)
      .map(([file, { bytesInOutput }]) => ({ file, bytes: bytesInOutput }))
      .filter(({ bytes }) => bytes > 0)
      .sort((one, other) => other.bytes - one.bytes),
  };
}

function cannotBeWritten(file: string, error: unknown): string {
  return `"${file}" cannot be written: ${reasonOf(error)}`;
}

function mapFileOf(outfile: string): string {
  return `${outfile}.map`;
}
