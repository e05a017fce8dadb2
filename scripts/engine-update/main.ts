/**
 * `npm run engine:update`: how far the engine is behind, and what an update of it changes.
 *
 *   npm run engine:update                       says so
 *   npm run engine:update -- --suite test262    also runs test262 on both, in Node
 *   npm run engine:update -- --apply            also installs it
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { paths } from "../../src/paths.ts";
import { suiteFolder, wholeNumber } from "../arguments.ts";
import { main, run, StepError } from "../progress.mjs";
import { type EngineFacts, readFacts } from "./facts.ts";
import { describeUpdate, type Release } from "./report.ts";
import { compareOnSuite } from "./suite-comparison.ts";

interface Options {
  readonly to?: string;
  readonly suite?: string;
  readonly every: number;
  readonly apply: boolean;
}

const name = "quickjs-wasi";

const command = new Command("npm run engine:update --")
  .description("Says how far the engine is behind, and what an update changes, as Markdown.")
  .option("--to <version>", "another version than the newest")
  .option("--suite <folder>", "a checkout of test262, to run on both engines in Node", suiteFolder)
  .option("--every <n>", "only every n-th test of the suite", wholeNumber, 1)
  .option("--apply", "install it, too", false)
  .allowExcessArguments(false)
  .showHelpAfterError();

const { to, suite, every, apply } = command.parse().opts<Options>();

await main(async () => {
  const releases = await readReleases();
  const installed = readInstalledVersion();
  const wanted = to ?? newestOf(releases);
  if (wanted === installed) {
    console.log(`${name} ${installed} is the newest there is.`);
    return;
  }
  const [before, after] = await Promise.all([fetchFacts(installed), fetchFacts(wanted)]);
  const onSuite = suite === undefined ? null : await compareOnSuite(before.wasm, after.wasm, suite, every);
  console.log(describeUpdate({ name, releases, before, after, used: readUsedNames(), onSuite }));
  if (apply) await install(wanted);
});

/** In the order of their versions. */
async function readReleases(): Promise<Release[]> {
  const answer = JSON.parse(await run("npm", ["view", name, "--json", "time"])) as Record<string, string>;
  return Object.entries(answer)
    .filter(([version]) => /^\d+\.\d+\.\d+$/.test(version))
    .map(([version, date]) => ({ version, date: new Date(date) }))
    .sort((one, other) => one.version.localeCompare(other.version, "en", { numeric: true }));
}

function newestOf(releases: readonly Release[]): string {
  const newest = releases.at(-1);
  if (newest === undefined) throw new StepError(`npm knows no release of ${name}.`);
  return newest.version;
}

function readInstalledVersion(): string {
  const { devDependencies } = JSON.parse(readFileSync(join(paths.root, "package.json"), "utf8"));
  return devDependencies[name];
}

/** Installs the package apart from the project's own, which checks its integrity. */
async function fetchFacts(version: string): Promise<EngineFacts> {
  const folder = join(paths.build, "engine-update", version);
  const content = join(folder, "node_modules", name);
  if (!existsSync(join(content, "quickjs.wasm"))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    await run("npm", ["install", "--no-save", "--ignore-scripts", `${name}@${version}`], { cwd: folder });
  }
  return readFacts(version, join(content, "quickjs.wasm"), folder);
}

/** Every name of the engine's that C++ or the simulator may use. */
function readUsedNames(): ReadonlySet<string> {
  const files = ["host", "test", join("src", "engine")].flatMap((folder) => sourcesIn(join(paths.root, folder)));
  const names = files.flatMap(
    (file) => readFileSync(file, "utf8").match(/\b(?:Z_quickjsZ_)?(?:qjs|JS|wasm)_\w+/g) ?? [],
  );
  return new Set(names.map((used) => used.replace(/^Z_quickjsZ_/, "")));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:cpp|h|ts)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function install(version: string): Promise<void> {
  await run("npm", ["install", "--save-dev", "--save-exact", `${name}@${version}`], { cwd: paths.root });
}
