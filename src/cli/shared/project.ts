/**
 * Finds what a command works on if its arguments name nothing: the plugins of the project around the current folder.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { findUpwards } from "../../bundle/find-upwards.ts";
import { parseJson } from "../../bundle/json-file.ts";
import { pluginNameOf } from "../../bundle/plugin-name.ts";
import { CliError } from "./cli-error.ts";
import { reasonOf } from "./reason-of.ts";

export interface Project {
  /** Relative to the current folder, like all paths here; empty for that folder itself. */
  readonly folder: string;
  /** The plugins' source files. */
  readonly plugins: readonly string[];
  /** Where `build` puts scripts. */
  readonly outdir: string;
}

/** The member of package.json that names plugins. */
export const projectKey = "wslScriptHost";

const defaultOutdir = "dist";

/** The files named on the command line, or else the project's plugins. Throws a CliError if there are none. */
export function pluginsOr(named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  const project = findProject();
  if (project === null) throw new CliError(`Which plugin? ${howToName}`);
  return project.plugins;
}

/** Where the project's scripts are, or would be without a project. */
export function projectOutdir(): string {
  const file = findUpwards("", "package.json");
  return file === null ? defaultOutdir : outdirOf(file, readPackage(file));
}

/** `dist/hello.js` for `src/hello.ts`. */
export function scriptFor(plugin: string, outdir = projectOutdir()): string {
  return join(outdir, `${pluginNameOf(plugin)}.js`);
}

/** The version in package.json; null if it has none. */
export function projectVersion(): string | null {
  const file = findUpwards("", "package.json");
  const version = file === null ? undefined : readPackage(file).version;
  return typeof version === "string" ? version : null;
}

/** Null if there is no package.json. Throws a CliError if it lists no plugin, and none can be guessed. */
export function findProject(): Project | null {
  const file = findUpwards("", "package.json");
  if (file === null) return null;
  const description = readPackage(file);
  const plugins = namedPlugins(file, description) ?? guessedPlugins(file, description);
  const names = plugins.map(pluginNameOf);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new CliError(`${file}: two plugins have the name "${twice}"; both would be ${twice}.js.`);
  return { folder: dirname(file), plugins, outdir: outdirOf(file, description) };
}

interface PackageDescription {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly [projectKey]?: { readonly plugins?: unknown; readonly outdir?: unknown };
}

const howToName = `Name its file, such as src/hello.ts, or list it in package.json: "${projectKey}": { "plugins": ["src/hello.ts"] }`;

function readPackage(file: string): PackageDescription {
  try {
    const value = parseJson(readFileSync(file, "utf8")) as PackageDescription | null;
    checkSection(value?.[projectKey]);
    return value ?? {};
  } catch (error) {
    throw new CliError(`${file}: ${reasonOf(error)}`);
  }
}

/** Throws an Error that names the member which is wrong. */
function checkSection(section: unknown): void {
  if (section === undefined) return;
  if (typeof section !== "object" || section === null) throw new TypeError(`"${projectKey}" must be an object`);
  for (const [key, value] of Object.entries(section)) {
    const isRight = { plugins: isFileList(value), outdir: typeof value === "string" && value !== "" }[key];
    if (isRight === undefined) throw new TypeError(`"${projectKey}" cannot have "${key}"; it can have plugins, outdir`);
    if (!isRight) {
      const what = key === "outdir" ? "the name of a folder" : "a list of files, with at least one";
      throw new TypeError(`"${projectKey}.${key}" must be ${what}`);
    }
  }
}

function isFileList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((file) => typeof file === "string" && file !== "");
}

function outdirOf(file: string, { [projectKey]: section }: PackageDescription): string {
  return join(dirname(file), (section?.outdir as string | undefined) ?? defaultOutdir);
}

function namedPlugins(file: string, { [projectKey]: section }: PackageDescription): string[] | null {
  const plugins = section?.plugins as string[] | undefined;
  return plugins?.map((plugin) => join(dirname(file), plugin)) ?? null;
}

/** The source with the package's name, or else the only one. */
function guessedPlugins(file: string, { name }: PackageDescription): string[] {
  const folder = join(dirname(file), "src");
  const named = join(folder, `${basename(String(name ?? ""))}.ts`);
  if (existsSync(named)) return [named];
  const sources = existsSync(folder) ? readdirSync(folder).filter(isSource) : [];
  const [only] = sources;
  if (only === undefined || sources.length > 1) {
    const found = sources.length === 0 ? "no .ts file" : `several: ${sources.sort().join(", ")}`;
    throw new CliError(`Which plugin? "${relative("", folder) || "."}" has ${found}. ${howToName}`);
  }
  return [join(folder, only)];
}

function isSource(file: string): boolean {
  return extname(file) === ".ts" && !file.endsWith(".d.ts");
}
