/** Checks whether a plugin can be shipped: its types are right, and it loads on every WSL that it claims to support. */

import { dirname } from "node:path";
import { type ExaminedBundle, examineBundle } from "../../bundle/examine-bundle.ts";
import { type Bundle, bundlePlugin } from "../../bundle/plugin-bundle.ts";
import { pluginNameOf } from "../../bundle/plugin-name.ts";
import { SourcePlaces } from "../../bundle/source-places.ts";
import { hookId } from "../../host/hook-arguments.ts";
import type { HookName } from "../../wsl/plugin-host.ts";
import { explainMessages } from "../build/build-messages.ts";
import { CliError } from "../shared/cli-error.ts";
import { loadScript } from "../shared/load-script.ts";
import { findSettings } from "../shared/settings-file.ts";
import { tryPlugin, versionsFrom } from "../shared/try-plugin.ts";
import { checkTypes, findTypeProject } from "./type-check.ts";

/** As `check --json` prints it. */
export interface CheckedPlugin {
  readonly plugin: string;
  readonly ok: boolean;
  /** The tsconfig.json that its types were checked with; null if they have errors or were not checked. */
  readonly types: string | null;
  readonly loads: readonly LoadedPlugin[];
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

interface LoadedPlugin {
  readonly version: string;
  /** The hooks that this version calls, by WSL's names. */
  readonly hooks: readonly string[];
}

/** Checks everything that can be checked: an error in one part does not hide independent errors in another. */
export async function checkPlugin(plugin: string): Promise<CheckedPlugin> {
  const outfile = `${pluginNameOf(plugin)}.js`;
  const bundle = await bundlePlugin({ entry: plugin, outfile, minify: false });
  const nothing = { plugin, types: null, loads: [] };
  // A failed import causes misleading type errors.
  if (!bundle.ok) {
    return { ...nothing, ok: false, warnings: [], errors: [await explainMessages("error", bundle.errors)] };
  }
  const examined = await examineBundle(bundle);
  const warnings = await textsOf("warning", [...bundle.warnings, ...examined.warnings]);
  const errors = await textsOf("error", examined.errors);
  const types = await checkPluginTypes(plugin);
  errors.push(...types.errors);
  if (errors.length > 0) return { ...nothing, ok: false, types: types.tsconfig, warnings, errors };
  const settings = await findSettings(pluginNameOf(plugin), dirname(plugin));
  const loaded = await loadEverywhere(outfile, bundle, settings?.bytes.toString());
  const { loads, lacking, error } = loaded;
  warnings.push(...lacking.map((text) => `warning: ${text}`));
  if (error !== null) errors.push(error);
  else if (loads.every(({ hooks }) => hooks.length === 0)) warnings.push(noHooks);
  return { plugin, ok: error === null, types: types.tsconfig, loads, warnings, errors };
}

const noHooks = "warning: the plugin has no hooks, so none of its code runs after it has been loaded";

async function textsOf(kind: "error" | "warning", messages: ExaminedBundle["errors"]): Promise<string[]> {
  return messages.length === 0 ? [] : [await explainMessages(kind, messages)];
}

interface CheckedTypes {
  readonly tsconfig: string | null;
  readonly errors: readonly string[];
}

async function checkPluginTypes(plugin: string): Promise<CheckedTypes> {
  const project = findTypeProject([plugin]);
  if (typeof project === "string") {
    return { tsconfig: null, errors: [`The types of "${plugin}" cannot be checked: ${project}`] };
  }
  const { errors } = await checkTypes(project);
  return { tsconfig: errors.length === 0 ? project.tsconfig : null, errors };
}

/**
 * Loads the plugin with its settings, `onLoad` included, on the oldest WSL that it requires and on the newest known
 * one.
 */
async function loadEverywhere(
  file: string,
  { script, map }: Bundle,
  settings?: string,
): Promise<{
  readonly loads: readonly LoadedPlugin[];
  readonly lacking: readonly string[];
  readonly error: string | null;
}> {
  const places = SourcePlaces.of(file, script, map);
  const loads: LoadedPlugin[] = [];
  let lacking: readonly string[] = [];
  try {
    const name = pluginNameOf(file);
    const { declared } = loadScript({ name, content: { script, settings: settings ?? null }, places });
    for (const version of new Set(versionsFrom(declared.requiredVersion.join(".")))) {
      const plugin = { name, script, ...(settings === undefined ? {} : { settings }) };
      const tried = await tryPlugin(plugin, version);
      if (tried.loadFailure !== null) throw new CliError(`On WSL ${version}: ${tried.loadFailure}`);
      // The host fills some slots for itself.
      const isDefined = (hook: HookName) => (declared.hooks & (1 << hookId(hook))) !== 0;
      lacking = tried.lacking;
      loads.push({ version, hooks: tried.hooks.filter(isDefined) });
    }
    return { loads, lacking, error: null };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { loads, lacking, error: places.translate(error.message) };
  }
}
