/** Caches the products of slow steps, outside of the checkout, under the hash of all their inputs. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { step } from "../progress.mjs";

export interface CachedWork {
  /** The name in messages: "the engine for Windows". */
  readonly what: string;
  readonly inputs: readonly (string | Uint8Array)[];
  /** The names of the files that are kept. */
  readonly products: readonly string[];
  /** Writes the products, and any temporary files, into an empty folder. */
  make(work: string): Promise<void>;
}

/**
 * Returns the folders with the products. What is missing is made side by side, in a step whose title begins with the verb and
 * ends with how long it takes.
 */
export async function cached(verb: string, duration: string, works: readonly CachedWork[]): Promise<string[]> {
  const placed = works.map((work) => ({ ...work, entry: join(cacheFolder(), "engine", hashOf(work.inputs)) }));
  const missing = placed.filter(({ entry }) => !existsSync(entry));
  if (missing.length > 0) {
    const title = `${verb} ${missing.map(({ what }) => what).join(" and ")} (${duration}, once per version of it)`;
    await step(title, () => Promise.all(missing.map(({ entry, products, make }) => makeEntry(entry, products, make))));
  }
  return placed.map(({ entry }) => entry);
}

/** Shared by all checkouts of one user. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, home: string = homedir()): string {
  return env.WSL_SCRIPT_HOST_CACHE || join(env.XDG_CACHE_HOME || join(home, ".cache"), "wsl-script-host");
}

function hashOf(inputs: CachedWork["inputs"]): string {
  const hash = createHash("sha256");
  for (const input of inputs) {
    // The length separates adjacent texts.
    hash.update(`${input.length}:`).update(input);
  }
  return hash.digest("hex");
}

/** Works in a temporary folder beside the entry and renames it at the end, so that an entry is always complete. */
async function makeEntry(entry: string, products: readonly string[], make: CachedWork["make"]): Promise<void> {
  mkdirSync(dirname(entry), { recursive: true });
  const work = mkdtempSync(join(dirname(entry), ".new-"));
  try {
    await make(work);
    publish(work, products, entry);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function publish(work: string, products: readonly string[], entry: string): void {
  const finished = join(work, "finished");
  mkdirSync(finished);
  for (const name of products) {
    renameSync(join(work, name), join(finished, name));
  }
  try {
    renameSync(finished, entry);
  } catch (error) {
    // Another build may have finished first; its products are the same.
    if (!existsSync(entry)) {
      throw error;
    }
  }
}
