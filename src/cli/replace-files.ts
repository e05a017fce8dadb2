/** Writes files so that nobody ever sees half of one, and all of them or none. */

import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { uninterrupted } from "./stop-signals.ts";

/** A host that reloads the script must never see half of it: everything is written elsewhere first, then renamed, in order. */
export function replaceFiles(files: Replacements): Promise<void> {
  return uninterrupted(() => replaceNow(files));
}

export type Replacements = readonly (readonly [file: string, contents: Uint8Array | string])[];

async function replaceNow(files: Replacements): Promise<void> {
  const temporary = (file: string) => join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    for (const [file, contents] of files) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary(file), contents);
    }
    for (const [file] of files) {
      await rename(temporary(file), file);
    }
  } catch (error) {
    await Promise.all(files.map(([file]) => rm(temporary(file), { force: true })));
    throw error;
  }
}
