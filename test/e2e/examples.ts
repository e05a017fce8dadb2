/** Plugins in TypeScript, built as their authors would. */

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { paths } from "../../scripts/paths.ts";

/** docs/examples/<name>/<name>.ts as a script for the DLL. */
export function buildExample(name: string): Promise<string> {
  return buildScript(join(paths.root, "docs", "examples", name, `${name}.ts`));
}

/** A plugin's source file as a script for the DLL. */
export async function buildScript(source: string): Promise<string> {
  const outfile = join(paths.build, "examples", `${basename(source, ".ts")}.js`);
  await promisify(execFile)(process.execPath, [paths.cli, "build", source, "--outfile", outfile]);
  return readFile(outfile, "utf8");
}
