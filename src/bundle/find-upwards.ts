import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/**
 * Finds the file in the folder or the nearest folder above it; relative to the current folder; null if there is none.
 */
export function findUpwards(folder: string, name: string): string | null {
  const candidate = join(resolve(folder), name);
  if (existsSync(candidate)) return relative("", candidate);
  const parent = dirname(resolve(folder));
  return parent === resolve(folder) ? null : findUpwards(parent, name);
}
