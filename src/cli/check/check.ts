/** Whether a plugin is fit to be shipped: its types are right, and it loads wherever it says that it does. */

import { basename } from "node:path";
import { capabilities } from "../../../bindings/wsl/versions.ts";
import { bundlePlugin } from "../../bundle/plugin-bundle.ts";
import { SourcePlaces } from "../../bundle/source-places.ts";
import type { LogLine } from "../../host/log.ts";
import { startWsl } from "../../simulator/simulated-wsl.ts";
import { explainMessages } from "../build/build-messages.ts";
import { CliError } from "../shared/cli-error.ts";
import { loadScript } from "../shared/load-script.ts";
import { checkTypes, findTypeProject } from "./type-check.ts";

/** A plugin in memory. Throws a CliError with what cannot become a part of it. */
export async function bundleToCheck(entry: string): Promise<CheckedPlugin> {
  const name = basename(entry).replace(/\.[cm]?[jt]sx?$/, "");
  const outfile = `${name}.js`;
  const bundle = await bundlePlugin({ entry, outfile, minify: false });
  if (!bundle.ok) throw new CliError(await explainMessages("error", bundle.errors));
  return { name, script: bundle.script, places: SourcePlaces.of(outfile, bundle.script, bundle.map) };
}

export interface CheckedPlugin {
  readonly name: string;
  readonly script: Uint8Array;
  readonly places: SourcePlaces;
}

/** Throws a CliError with all errors if there are any. Returns what was checked: the tsconfig.json. */
export async function checkPluginTypes(entry: string): Promise<string> {
  const project = findTypeProject(entry);
  if (typeof project === "string") throw new CliError(`The types of "${entry}" cannot be checked: ${project}`);
  const { errors } = await checkTypes(project);
  if (errors.length > 0) throw new CliError(errors.join("\n"));
  return project.tsconfig;
}

export interface LoadedPlugin {
  readonly version: string;
  /** WSL's names of the hooks that are called on this version. */
  readonly hooks: readonly string[];
}

/** Loads the plugin, `onLoad` included, on the oldest WSL that it asks for and on the newest that is known. */
export async function* loadEverywhere({ name, script, places }: CheckedPlugin): AsyncGenerator<LoadedPlugin> {
  const { declared } = loadScript({ name, content: { script, settings: null }, places });
  for (const version of versionsFrom(declared.requiredVersion.join("."))) {
    await using wsl = await startWsl({ plugin: { name, script }, version });
    const problem = wsl.log.find(({ level, event }) => level === "error" && event === "load");
    if (problem !== undefined) throw new CliError(`On WSL ${version}: ${places.translate(textOf(problem))}`);
    yield { version, hooks: wsl.eventsOf("plugin-loaded").flatMap(({ hooks }) => hooks) };
  }
}

const oldest = "2.0.0";
const newest = capabilities.map(({ since }) => since as string).reduce(later);

function versionsFrom(required: string): string[] {
  const minimum = later(oldest, required);
  return [...new Set([minimum, later(minimum, newest)])];
}

function later(one: string, other: string): string {
  return one.localeCompare(other, "en", { numeric: true }) >= 0 ? one : other;
}

function textOf({ message, stack = "" }: LogLine): string {
  return [message, ...stack.split("\n").slice(1)].join("\n");
}
