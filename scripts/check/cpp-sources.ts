/** The hand-written C++ files, which clang-format formats. */

import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { paths } from "../../src/paths.ts";

/** Paths relative to the checkout, sorted. Emitted files are laid out by their emitters. */
export function cppSources(): string[] {
  return ["host", "test"]
    .map((folder) => join(paths.root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap(filesBelow)
    .filter((file) => /\.(?:cpp|h)$/.test(file) && !file.split(sep).includes("generated"))
    .map((file) => relative(paths.root, file))
    .sort();
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
