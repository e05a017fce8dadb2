/**
 * `npm run build:arm64`: the DLL, the tool and the engine's tests for Windows on ARM64, into build/arm64. It needs MinGW-w64
 * with clang (`aarch64-w64-mingw32-clang++`), which Debian does not have; MSYS2 has it.
 */

import { paths } from "../../src/paths.ts";
import { readFacts } from "../parts/facts.ts";
import { main, run, step } from "../progress.mjs";
import { bundleRuntime } from "./bundle.ts";
import { configure, windowsTree } from "./cmake.ts";
import { arm64Engine, buildEngines } from "./engine.ts";
import { writeVersionTexts } from "./version-texts.ts";

const tree = windowsTree({
  title: "Configuring the build for ARM64",
  folder: paths.arm64Native,
  architecture: "aarch64",
  // The other builds would not notice a file that does not include what it uses.
  arguments: [`-DENGINE_FOLDER=${paths.arm64Engine}`, "-DFILES_ALONE=ON"],
});

await main(async () => {
  await step("Bundling the runtime", bundleRuntime);
  await buildEngines(arm64Engine);
  writeVersionTexts(await readFacts());
  await configure(tree);
  await step("Building the DLL, the tool and the engine's tests for ARM64", (report) =>
    run("cmake", ["--build", tree.folder, "--target", "wsl-script-host", "tool", "engine-test"], { report }),
  );
});
