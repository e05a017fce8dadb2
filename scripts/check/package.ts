/** Checks the package as npm packs it: Node, bundlers and TypeScript can use it, and its SBOMs list its contents. */

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { readFacts, type Source } from "../parts/facts.ts";
import { sboms } from "../parts/sbom.ts";
import { run, StepError } from "../progress.mjs";

const folder = join(paths.build, "packed");
const publint = join("node_modules", "publint", "src", "cli.js");
const attw = join("node_modules", "@arethetypeswrong", "cli", "dist", "index.js");

/** Throws a StepError that names the problem, and the way out if the build is merely older than package.json. */
export async function checkPackage(): Promise<void> {
  await checkSboms();
  const file = await pack();
  const linters = [
    [publint, "run", file, "--strict"],
    // Node modules only: there is no CommonJS version.
    [attw, file, "--profile", "esm-only", "--no-emoji", "--exclude-entrypoints", ...binaries()],
  ];
  for (const args of linters) {
    await run(process.execPath, args, { cwd: paths.root }).catch(({ message }: Error) => {
      throw new StepError(`${message}\n\nIt was packed of what is in dist. ${advice}`);
    });
  }
}

const advice = "Is that up to date? Run: npm run build";

async function checkSboms(): Promise<void> {
  const facts = await readFacts();
  // A commit since the build does not make them wrong.
  const source = sourceOf(readBuilt(paths.dllSbom));
  for (const [file, text] of sboms({ ...facts, source })) {
    if (readBuilt(file) !== text) throw new StepError(`${file} does not list what is in dist. ${advice}`);
  }
}

function sourceOf(sbom: string): Source {
  const { metadata } = JSON.parse(sbom);
  return { commit: metadata.properties[0].value, time: metadata.timestamp ?? null };
}

function readBuilt(file: string): string {
  if (!existsSync(file)) throw new StepError(`${file} is missing. Run: npm run build`);
  return readFileSync(file, "utf8");
}

/** Returns the file's path. */
async function pack(): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const args = ["pack", "--ignore-scripts", "--json", "--loglevel=error", "--pack-destination", folder];
  const [packed] = JSON.parse(await run("npm", args, { cwd: paths.root }));
  return join(folder, packed.filename);
}

/** The entries of package.json that are not modules. */
function binaries(): string[] {
  const { exports } = JSON.parse(readFileSync(join(paths.root, "package.json"), "utf8"));
  return Object.keys(exports).filter((entry) => /\.(?:dll|exe)$/.test(entry));
}
