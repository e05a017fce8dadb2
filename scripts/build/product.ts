/** Everything from the checkout to dist/, one line a step. */

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { paths } from "../../src/paths.ts";
import { readFacts } from "../parts/facts.ts";
import { sboms } from "../parts/sbom.ts";
import { run, step } from "../progress.mjs";
import { bundleCli, bundleEntry, bundleForNode, bundleRuntime, bundleTesting, bundleWebGlobals } from "./bundle.ts";
import { configure, windowsTree } from "./cmake.ts";
import { buildEngines, linuxEngine, placeHeaders, windowsEngine } from "./engine.ts";
import { buildSimulatorEngine } from "./simulator-engine.ts";
import { declareTesting } from "./testing-types.ts";
import { writeVersionTexts } from "./version-texts.ts";

const generatorCheck = ["--import", "tsx", join(paths.root, "scripts", "generate.ts"), "--check"];

const nativeTree = windowsTree({ title: "Configuring the native build", folder: paths.native, architecture: "x86_64" });

/** CMake's targets that wait for no engine: they need its headers only. */
const withoutEngine = ["sandbox", "system", "host", "win32", "events", "wslservice", "tool-objects"];

/** CMake's targets that ship, and what plays a plugin without them being installed. */
export const productTargets = ["wsl-script-host", "tool", "wslservice"];

export interface ProductOptions {
  /** CMake's targets. All of them also have the programs for the tests of the DLL. */
  readonly targets: readonly string[];
  /** Also compiles the engine for Linux, which scripts/build/linux.ts needs: beside the one for Windows. */
  readonly forLinux: boolean;
}

export async function buildProduct({ targets, forLinux }: ProductOptions): Promise<void> {
  // npm packs files with their modes.
  process.umask(0o022);
  await step("Checking the generated files", (report) =>
    run(process.execPath, generatorCheck, { cwd: paths.root, report }),
  );
  await step("Bundling the runtime", bundleRuntime);
  await bundleForNode();
  await placeHeaders(windowsEngine);
  await configure(nativeTree);
  // Begun early: they keep other processors busy while the engine's compiler does so with one.
  const declared = declareTesting();
  const begun = buildNative(withoutEngine);
  // Their failures are reported where they are awaited.
  for (const early of [declared, begun]) early.catch(() => {});
  await buildEngines(windowsEngine, ...(forLinux ? [linuxEngine] : []));
  await buildSimulatorEngine();
  const facts = await readFacts();
  writeVersionTexts(facts);
  await step("Building the DLL and the programs for Windows", async (report) => {
    await begun;
    await buildNative(targets, report);
  });
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
}

async function buildNative(names: readonly string[], report?: (line: string) => void): Promise<void> {
  await run("cmake", ["--build", paths.native, "--target", ...names], report && { report });
}

function publish(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, target);
}
