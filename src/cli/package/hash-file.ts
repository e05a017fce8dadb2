/** SHA256SUMS, as `sha256sum -c` reads it: a line for each file of each plugin in a folder. */

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { CliError } from "../shared/cli-error.ts";
import { toolFile } from "../shared/package-file.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { replaceFiles } from "../shared/replace-files.ts";

const hashFileName = "SHA256SUMS";

export interface HashedFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Sums {
  readonly files: readonly HashedFile[];
  readonly hashFile: string;
}

/** Reads what is in the folder now: an earlier package, and a DLL that has been signed since, count as they are. */
export async function writeSums(folder: string): Promise<Sums> {
  const names = await readdir(folder).catch((error: Error) => {
    throw new CliError(`"${folder}" cannot be read: ${reasonOf(error)}. Name the packages' folder with --outdir.`);
  });
  const plugins = new Set(names.filter((name) => name.endsWith(".dll")).map((name) => name.replace(/dll$/, "")));
  if (plugins.size === 0) throw new CliError(`"${folder}" has no DLL, so it is no package.`);
  const isPackaged = (name: string) => name === toolFile || plugins.has(name.replace(/(?:dll|js|json)$/, ""));
  const packaged = names.filter(isPackaged).sort();
  const files = await Promise.all(packaged.map((name) => hashed(join(folder, name))));
  const hashFile = join(folder, hashFileName);
  const sums = files.map(({ file, sha256 }) => `${sha256}  ${basename(file)}\n`).join("");
  await replaceFiles([[hashFile, sums]]).catch((error: Error) => {
    throw new CliError(`"${hashFile}" cannot be written: ${reasonOf(error)}.`);
  });
  return { files, hashFile };
}

async function hashed(file: string): Promise<HashedFile> {
  const bytes = await readFile(file);
  return { file, bytes: bytes.length, sha256: sha256Of(bytes) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
