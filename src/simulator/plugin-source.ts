import { readFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { SourcePlaces } from "../bundle/source-places.ts";
import type { PluginContent } from "../host/plugin-files.ts";

/** A plugin's script as it would lie beside the DLL. */
export interface PluginScript {
  /** The text of `<name>.js`; bytes for what may be no text; null for no file. */
  readonly script: string | Uint8Array | null;
  /** The script's source map, as if it lay beside the script: errors are then placed in the source. */
  readonly map?: Uint8Array;
  /** What the DLL is called, and the script with it; "plugin" by default. */
  readonly name?: string;
  /** The content of `<name>.json`: an object, or the text itself. */
  readonly settings?: object | string;
}

/** A plugin's source file. */
export interface PluginFile {
  /** TypeScript is bundled as `wsl-script-host build` does it; `.js` is taken as it is. */
  readonly file: string;
  /** The file's name without its extension by default. */
  readonly name?: string;
  readonly settings?: object | string;
}

/** The path of a plugin's source file, or more. */
export type PluginSource = string | PluginFile | PluginScript;

export interface NamedPlugin {
  readonly name: string;
  readonly content: PluginContent & { readonly settings: string | null };
}

/** Throws an Error with esbuild's messages for a source that cannot be bundled. */
export async function readPlugin(source: PluginSource): Promise<NamedPlugin> {
  if (typeof source === "string") return readPlugin({ file: source });
  const settings = settingsText(source.settings);
  if ("script" in source) {
    const { name = "plugin", script, map } = source;
    return { name, content: { script, settings, toSource: toSourceOf(`${name}.js`, script, map) } };
  }
  const { file, name = basename(source.file, extname(source.file)) } = source;
  const { script, map } = await readScript(file);
  const toSource = toSourceOf(join(dirname(file), `${name}.js`), script, map);
  return { name, content: { script, settings, toSource } };
}

function toSourceOf(file: string, script: string | Uint8Array | null, map: Uint8Array | undefined) {
  if (script === null || map === undefined) return undefined;
  const places = SourcePlaces.of(file, Buffer.from(script), map);
  return (text: string) => places.translate(text);
}

async function readScript(file: string): Promise<{ readonly script: Uint8Array; readonly map?: Uint8Array }> {
  if (!/\.[cm]?tsx?$/.test(file)) {
    const map = await readFile(`${file}.map`).catch(() => undefined);
    return { script: await readFile(file), ...(map !== undefined && { map }) };
  }
  // Plugins in JavaScript do without a bundler, and its time to start.
  const [{ bundlePlugin }, { formatMessages }] = await Promise.all([
    import("../bundle/plugin-bundle.ts"),
    import("esbuild"),
  ]);
  const bundle = await bundlePlugin({ entry: file, outfile: file.replace(/tsx?$/, "js"), minify: false });
  if (bundle.ok) return bundle;
  throw new Error((await formatMessages(bundle.errors, { kind: "error", color: false })).join("").trimEnd());
}

function settingsText(settings: object | string | undefined): string | null {
  if (settings === undefined || typeof settings === "string") return settings ?? null;
  return JSON.stringify(settings);
}
