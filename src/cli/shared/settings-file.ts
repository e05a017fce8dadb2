/** Finds and reads the settings file of a plugin's project. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "./cli-error.ts";
import { reasonOf } from "./reason-of.ts";

export interface SettingsFile {
  readonly file: string;
  readonly bytes: Buffer;
}

/** `<name>.json` in a folder, or else in the current one; null if there is none. */
export async function findSettings(name: string, folder: string): Promise<SettingsFile | null> {
  const file = `${name}.json`;
  return (await readIfThere(join(folder, file))) ?? readIfThere(file);
}

/** Throws a CliError also for a missing file. */
export async function readSettingsFile(file: string): Promise<SettingsFile> {
  const read = await readIfThere(file);
  if (read === null) throw new CliError(`The settings "${file}" cannot be read: there is no such file`);
  return read;
}

async function readIfThere(file: string): Promise<SettingsFile | null> {
  try {
    return { file, bytes: await readFile(file) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new CliError(`The settings "${file}" cannot be read: ${reasonOf(error)}`);
  }
}
