/** Writes files so that a reader never sees a partial one: all of them or none. */

import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { uninterrupted } from "./stop-signals.ts";

/**
 * A host that reloads the script must never read a partial file: all files are written elsewhere first, then renamed in
 * order.
 */
export function replaceFiles(files: Replacements, move: typeof rename = rename): Promise<void> {
  return uninterrupted(() => replaceNow(files, move));
}

export type Replacements = readonly (readonly [file: string, contents: Uint8Array | string])[];

async function replaceNow(files: Replacements, move: typeof rename): Promise<void> {
  const temporary = (file: string) => join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    for (const [file, contents] of files) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary(file), contents);
    }
    for (const [file] of files) {
      await movePatiently(temporary(file), file, move);
    }
  } catch (error) {
    await Promise.all(files.map(([file]) => rm(temporary(file), { force: true })));
    throw error;
  }
}

/**
 * Windows cannot replace a file that another program, such as a virus scanner, has open; it usually closes the file
 * soon.
 */
async function movePatiently(from: string, to: string, move: typeof rename): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await move(from, to);
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (attempt === attempts || !["EACCES", "EBUSY", "EPERM"].includes(code)) throw error;
    }
    await pause(pauseMilliseconds);
  }
}

/** A second in all. */
const attempts = 20;
const pauseMilliseconds = 50;
