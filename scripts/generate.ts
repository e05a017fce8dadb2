/**
 * Writes every file that is made of the description in bindings/, or of the list of parts in scripts/parts.
 *
 *   tsx scripts/generate.ts            writes what has changed
 *   tsx scripts/generate.ts --check    writes nothing; fails and names the files that are out of date
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { description } from "../bindings/index.ts";
import { outputs } from "../bindings/outputs.ts";
import { paths } from "../src/paths.ts";
import { emitLicences } from "./parts/licences.ts";

const check = process.argv.includes("--check");
const stale = [
  ...Object.entries(outputs).map(([path, emit]) => ({ path, text: emit(description) })),
  { path: "THIRD-PARTY-LICENSES.md", text: emitLicences() },
].filter(({ path, text }) => current(path) !== text);

if (!check) {
  for (const { path, text } of stale) {
    const target = join(paths.root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    console.log(`wrote ${path}`);
  }
} else if (stale.length > 0) {
  console.error(`Out of date: ${stale.map(({ path }) => path).join(", ")}`);
  console.error("They are generated. Run: npm run generate");
  process.exitCode = 1;
}

/** The committed text, or null if there is none. */
function current(path: string): string | null {
  try {
    return readFileSync(join(paths.root, path), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return null;
    }
    throw error;
  }
}
