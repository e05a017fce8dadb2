/** The plugins under docs/examples, built as their readers would. */

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { paths } from "../../scripts/paths.ts";

/** The text of docs/examples/<name>/<name>.ts as a script for the DLL. */
export async function buildExample(name: string): Promise<string> {
  const outfile = join(paths.build, "examples", `${name}.js`);
  const source = join(paths.root, "docs", "examples", name, `${name}.ts`);
  await promisify(execFile)(process.execPath, [paths.cli, "build", source, "--outfile", outfile]);
  return readFile(outfile, "utf8");
}
