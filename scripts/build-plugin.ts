/** Plugins in TypeScript, built as their authors would. */

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { promisify } from "node:util";
import { paths } from "../src/paths.ts";
import { StepError } from "./progress.mjs";

/** docs/examples/<name>/<name>.ts as a script for the DLL. */
export function buildExample(name: string): Promise<string> {
  return buildScript(join(paths.root, "docs", "examples", name, `${name}.ts`));
}

/** A plugin's source file as a script for the DLL. Reports mistakes as the command line tool does. */
export async function buildScript(source: string): Promise<string> {
  const outfile = join(paths.build, "examples", `${parse(source).name}.js`);
  await promisify(execFile)(process.execPath, [paths.cli, "build", source, "--outfile", outfile]).catch((error) => {
    throw new StepError(error.stderr.trim() || error.message);
  });
  return readFile(outfile, "utf8");
}
