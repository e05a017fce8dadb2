/** Completes a package's folder once its files exist: writes the hashes, and one file per plugin. */

import { join } from "node:path";
import { CliError } from "../shared/cli-error.ts";
import { projectVersion } from "../shared/project.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { type Replacements, replaceFiles } from "../shared/replace-files.ts";
import {
  hashFileName,
  isPartOf,
  type PackagedFile,
  pluginsAmong,
  readPackaged,
  sha256Of,
  sumsOf,
} from "./hash-file.ts";

export interface FinishOptions {
  /** Write `<name>.zip`. */
  readonly zip?: true;
  /** Write `<name>.msi`. */
  readonly msi?: true;
  /** The version of installers; that of package.json by default. */
  readonly release?: string;
}

export interface WrittenFile {
  readonly file: string;
  readonly bytes: number;
  /** Null for the file that lists the hashes. */
  readonly sha256: string | null;
}

/** Returns all files of the package. Throws a CliError if the folder is not a package. */
export async function finishPackage(folder: string, options: FinishOptions): Promise<WrittenFile[]> {
  const files = await readPackaged(folder);
  const made: [name: string, bytes: Uint8Array][] = [[hashFileName, Buffer.from(sumsOf(files))]];
  for (const plugin of pluginsAmong(files.map(({ name }) => name))) {
    made.push(...(await makeArchives(plugin, files, options)));
  }
  await write(made.map(([name, bytes]) => [join(folder, name), bytes]));
  return [
    ...files.map(({ name, bytes, sha256 }) => ({ file: join(folder, name), bytes: bytes.length, sha256 })),
    ...made.map(([name, bytes]) => ({
      file: join(folder, name),
      bytes: bytes.length,
      sha256: name === hashFileName ? null : sha256Of(bytes),
    })),
  ];
}

async function makeArchives(
  plugin: string,
  files: readonly PackagedFile[],
  { zip, msi, release }: FinishOptions,
): Promise<[name: string, bytes: Uint8Array][]> {
  const own = files.filter(({ name }) => isPartOf(plugin, name));
  const archives: [name: string, bytes: Uint8Array][] = [];
  if (zip === true) {
    const { makeZip } = await import("./zip.ts");
    archives.push([`${plugin}.zip`, makeZip(own)]);
  }
  if (msi === true) {
    const { makeInstaller } = await import("./installer.ts");
    archives.push([`${plugin}.msi`, await makeInstaller(plugin, release ?? requireProjectVersion(), own)]);
  }
  return archives;
}

function requireProjectVersion(): string {
  const version = projectVersion();
  if (version === null) throw new CliError('--msi needs a version: "version" in package.json, or --release 1.2.0.');
  return version;
}

async function write(files: Replacements): Promise<void> {
  await replaceFiles(files).catch((error: Error) => {
    throw new CliError(`The package cannot be written: ${reasonOf(error)}.`);
  });
}
