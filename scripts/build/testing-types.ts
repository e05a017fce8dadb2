/** The types of `wsl-script-host/testing`: dist/testing/index.d.ts, one file without what is marked as internal. */

import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { run } from "../progress.mjs";

const compile = [join("node_modules", "typescript", "bin", "tsc"), "-p", join("src", "simulator")];
const rollUp = [
  join("node_modules", "@microsoft", "api-extractor", "bin", "api-extractor"),
  ...["run", "--config", join("src", "simulator", "api-extractor.json")],
];

/** Throws a StepError, for example if an exported type refers to one that declarations cannot import. */
export async function declareTesting(): Promise<void> {
  for (const args of [compile, rollUp]) await run(process.execPath, args, { cwd: paths.root });
}
