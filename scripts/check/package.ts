/**
 * Whether the package, as npm packs what has been built, is what Node, bundlers and TypeScript make sense of, and has SBOMs that
 * list what is in it.
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { readFacts, type Source } from "../parts/facts.ts";
import { sboms } from "../parts/sbom.ts";
import { run, StepError } from "../progress.mjs";

const folder = join(paths.build, "packed");
const publint = join("node_modules", "publint", "src", "cli.js");
const attw = join("node_modules", "@arethetypeswrong", "cli", "dist", "index.js");

/** Throws a StepError that says what is wrong, and what to do when the build is merely older than package.json. */
export async function checkPackage(): Promise<void> {
  await checkSboms();
  const file = await pack();
  const linters = [
    [publint, "run", file, "--strict"],
    // Node's modules only: for CommonJS there is nothing.
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

/** The entries of package.json that are no modules. */
function binaries(): string[] {
  const { exports } = JSON.parse(readFileSync(join(paths.root, "package.json"), "utf8"));
  return Object.keys(exports).filter((entry) => /\.(?:dll|exe)$/.test(entry));
}
