/** SHA256SUMS, as `sha256sum -c` reads it: a line for each file of each plugin in a folder. */

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "../shared/cli-error.ts";
import { toolFile } from "../shared/package-file.ts";
import { reasonOf } from "../shared/reason-of.ts";

export const hashFileName = "SHA256SUMS";

export interface PackagedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Hashes what is in the folder now, including files of an earlier package and DLLs that were signed since. */
export async function readPackaged(folder: string): Promise<PackagedFile[]> {
  const names = await readdir(folder).catch((error: Error) => {
    throw new CliError(`"${folder}" cannot be read: ${reasonOf(error)}. Name the packages' folder with --outdir.`);
  });
  const plugins = pluginsAmong(names);
  if (plugins.length === 0) throw new CliError(`"${folder}" has no DLL, so it is not a package.`);
  const packaged = names.filter((name) => plugins.some((plugin) => isPartOf(plugin, name))).sort();
  return Promise.all(packaged.map(async (name) => describe(name, await readFile(join(folder, name)))));
}

export function pluginsAmong(names: readonly string[]): string[] {
  return names.filter((name) => name.endsWith(".dll")).map((name) => name.slice(0, -".dll".length));
}

/** Whether this file is deployed with a plugin. */
export function isPartOf(plugin: string, name: string): boolean {
  return [toolFile, `${plugin}.dll`, `${plugin}.js`, `${plugin}.json`].includes(name);
}

export function sumsOf(files: readonly PackagedFile[]): string {
  return files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
}

function describe(name: string, bytes: Buffer): PackagedFile {
  return { name, bytes, sha256: sha256Of(bytes) };
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
