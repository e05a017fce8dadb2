import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import type { PluginContent } from "../host/plugin-files.ts";

/** A plugin's script as it would lie beside the DLL. */
export interface PluginScript {
  /** The text of `<name>.js`; bytes for what may be no text; null for no file. */
  readonly script: string | Uint8Array | null;
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
  if ("script" in source) return { name: source.name ?? "plugin", content: { script: source.script, settings } };
  const name = source.name ?? basename(source.file, extname(source.file));
  return { name, content: { script: await readScript(source.file), settings } };
}

async function readScript(file: string): Promise<Uint8Array> {
  if (!/\.[cm]?tsx?$/.test(file)) return readFile(file);
  // Plugins in JavaScript do without a bundler, and its time to start.
  const [{ bundlePlugin }, { formatMessages }] = await Promise.all([
    import("../bundle/plugin-bundle.ts"),
    import("esbuild"),
  ]);
  const bundle = await bundlePlugin({ entry: file, outfile: file.replace(/tsx?$/, "js"), minify: false });
  if (bundle.ok) return bundle.script;
  throw new Error((await formatMessages(bundle.errors, { kind: "error", color: false })).join("").trimEnd());
}

function settingsText(settings: object | string | undefined): string | null {
  if (settings === undefined || typeof settings === "string") return settings ?? null;
  return JSON.stringify(settings);
}
