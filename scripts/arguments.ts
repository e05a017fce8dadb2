/** Checks command line arguments, for commander. */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { InvalidArgumentError } from "commander";

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e6)) throw new InvalidArgumentError("It must be a number above 0.");
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value > 0 && value < 1e6)) {
    throw new InvalidArgumentError("It must be a whole number above 0.");
  }
  return value;
}

/** A checkout of test262; returns its full path. */
export function suiteFolder(text: string): string {
  const folder = resolve(text);
  if (!existsSync(join(folder, "harness", "assert.js"))) throw new InvalidArgumentError("It must be a test262 folder.");
  return folder;
}
