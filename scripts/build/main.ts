/**
 * `npm run build`: everything from the checkout to dist/, one line a step. With `--tests` also the engine that main-linux.ts
 * needs, beside the one for Windows; with `--product` none of the test programs.
 */

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { paths } from "../../src/paths.ts";
import { readFacts } from "../parts/facts.ts";
import { sboms } from "../parts/sbom.ts";
import { main, run, step } from "../progress.mjs";
import { bundleCli, bundleEntry, bundleForNode, bundleRuntime, bundleTesting, bundleWebGlobals } from "./bundle.ts";
import { configure, windowsTree } from "./cmake.ts";
import { buildEngines, linuxEngine, windowsEngine } from "./engine.ts";
import { buildSimulatorEngine } from "./simulator-engine.ts";
import { declareTesting } from "./testing-types.ts";
import { writeVersionTexts } from "./version-texts.ts";

const generatorCheck = ["--import", "tsx", join(paths.root, "scripts", "generate.ts"), "--check"];

const nativeTree = windowsTree({ title: "Configuring the native build", folder: paths.native, architecture: "x86_64" });

/** CMake's targets that ship, and what plays a plugin without them being installed. */
const product = process.argv.includes("--product") ? ["--target", "wsl-script-host", "tool", "wslservice"] : [];

const forTests = process.argv.includes("--tests") && process.platform === "linux";

// npm packs files with their modes.
process.umask(0o022);

await main(async () => {
  await step("Checking the generated files", (report) =>
    run(process.execPath, generatorCheck, { cwd: paths.root, report }),
  );
  await step("Bundling the runtime", bundleRuntime);
  await bundleForNode();
  // Begun early: it keeps one processor busy while the engine's compiler does the same with another.
  const declared = declareTesting();
  // Its failure is reported where it is awaited.
  declared.catch(() => {});
  await buildEngines(windowsEngine, ...(forTests ? [linuxEngine] : []));
  await buildSimulatorEngine();
  const facts = await readFacts();
  writeVersionTexts(facts);
  await buildNative();
  await step("Bundling the command line tool", bundleCli);
  await step("Bundling what build adds to scripts", bundleWebGlobals);
  await step("Bundling the simulator", bundleTesting);
  await bundleEntry();
  await step("Declaring the simulator's types", () => declared);
  publish(join(paths.native, "wsl-script-host.dll"), paths.dll);
  publish(join(paths.native, "wsl-script-host.exe"), paths.tool);
  publish(paths.committedTypes, paths.types);
  publish(paths.committedSettingsSchema, paths.settingsSchema);
  publish(paths.committedScenarioSchema, paths.scenarioSchema);
  publish(join(paths.root, "src", "cli", "create", "plugin-tsconfig.json"), paths.pluginTsconfig);
  publish(join(paths.root, "src", "cli", "sign", "sign.ps1"), paths.signScript);
  for (const [file, text] of sboms(facts)) writeFileSync(file, text);
});

async function buildNative(): Promise<void> {
  await configure(nativeTree);
  const title = product.length > 0 ? "Building the DLL and the tool" : "Building the DLL and the test programs";
  await step(title, (report) => run("cmake", ["--build", paths.native, ...product], { report }));
}

function publish(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, target);
}
