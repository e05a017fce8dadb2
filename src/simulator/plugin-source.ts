import { dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ReadPlugin, readPluginFile } from "../bundle/read-plugin.ts";
import { SourcePlaces } from "../bundle/source-places.ts";
import type { ScriptOrigin } from "../engine/runtime.ts";
import type { PluginContent } from "../host/plugin-files.ts";
import type { EngineName } from "./engine-name.ts";

/** A plugin's script as it would lie beside the DLL. */
export interface PluginScript {
  /** The text of `<name>.js`; bytes if it may not be text; null for no file. */
  readonly script: string | Uint8Array | null;
  /** The script's source map, as if it lay beside the script: errors then name places in the source. */
  readonly map?: Uint8Array;
  /** The name of the DLL and of the script; "plugin" by default. */
  readonly name?: string;
  /** The content of `<name>.json`: an object, or the text itself. */
  readonly settings?: object | string;
}

/** A plugin's source file. */
export interface PluginFile {
  /**
   * Bundled as `wsl-script-host build` does it, once for the same sources. A `.js` without imports is used as it is.
   */
  readonly file: string;
  /** The file's name without its extension by default. */
  readonly name?: string;
  readonly settings?: object | string;
}

/** The path of a plugin's source file, or an object with more options. */
export type PluginSource = string | PluginFile | PluginScript;

export interface NamedPlugin {
  readonly name: string;
  readonly content: PluginContent & { readonly settings: string | null };
}

/** Throws an Error with esbuild's messages for a source that cannot be bundled. */
export async function readPlugin(source: PluginSource, engine: EngineName = "quickjs"): Promise<NamedPlugin> {
  if (typeof source === "string") return readPlugin({ file: source }, engine);
  const settings = settingsText(source.settings);
  if ("script" in source) {
    const { name = "plugin", script, map } = source;
    return { name, content: { script, settings, toSource: toSourceOf(`${name}.js`, script, map) } };
  }
  const { name, script, map, path } = await readSource(source.file, engine);
  const named = source.name ?? name;
  const built = join(dirname(path), `${named}.js`);
  const toSource = toSourceOf(built, script, map ?? undefined);
  const origin = map === null ? undefined : originOf(source.file, built, map);
  return { name: named, content: { script, settings, toSource, origin } };
}

/** What is wrong with a plugin's file or its content, as esbuild and the file system report it. */
export class PluginSourceError extends Error {}

function toSourceOf(file: string, script: string | Uint8Array | null, map: Uint8Array | undefined) {
  if (script === null || map === undefined) return undefined;
  const places = SourcePlaces.of(file, Buffer.from(script), map);
  return (text: string) => places.translate(text);
}

/** A bundle's URL is that of its source with ".js" behind it, which is the name of no file. */
export function originOf(source: string, built: string, map: Uint8Array): ScriptOrigin {
  const base = pathToFileURL(resolve(built)).href;
  const content = JSON.parse(Buffer.from(map).toString()) as { sources: readonly string[] };
  const sources = content.sources.map((each) => new URL(each, base).href);
  const url = extname(source) === ".js" ? base : `${pathToFileURL(resolve(source)).href}.js`;
  return { url, map: Buffer.from(JSON.stringify({ ...content, sources })) };
}

async function readSource(file: string, engine: EngineName): Promise<ReadPlugin> {
  const using = engine === "quickjs" || (await import("../bundle/lower-using.ts")).nodeHasUsing;
  const plugin = await readPluginFile(file, using).catch((error: Error) => {
    throw new PluginSourceError(`"${file}" cannot be read: ${error.message}`, { cause: error });
  });
  if (plugin.ok) return plugin;
  const { formatMessages } = await import("../bundle/bundler.ts");
  throw new PluginSourceError(
    (await formatMessages(plugin.errors, { kind: "error", color: false })).join("").trimEnd(),
  );
}

function settingsText(settings: object | string | undefined): string | null {
  if (settings === undefined || typeof settings === "string") return settings ?? null;
  return JSON.stringify(settings);
}
