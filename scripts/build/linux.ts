/**
 * Builds the part of the host that needs no Windows for Linux, under AddressSanitizer and UndefinedBehaviorSanitizer:
 * its tests and its fuzzers.
 */

import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { run, step } from "../progress.mjs";
import { bundleFuzzedRuntime } from "./bundle.ts";
import { configure } from "./cmake.ts";
import { buildEngines, linuxEngine } from "./engine.ts";

const linuxTree = {
  title: "Configuring the build for Linux",
  source: join(paths.root, "test", "linux"),
  folder: paths.linux,
  // The compiler that includes the fuzzer.
  arguments: ["-DCMAKE_CXX_COMPILER=clang++"],
};

/** Needs the embedded runtime (scripts/build/bundle.ts). */
export async function buildLinux(): Promise<void> {
  await step("Bundling the fuzzers' runtime", bundleFuzzedRuntime);
  await buildEngines(linuxEngine);
  await buildLinuxTarget("all");
}

/** One program of those, by its name in CMake. Needs the engine. */
export async function buildLinuxTarget(target: string): Promise<void> {
  await configure(linuxTree);
  await step("Building the host for Linux, with sanitizers", (report) =>
    run("cmake", ["--build", paths.linux, "--target", target], { report }),
  );
}

/** The host's tests under ThreadSanitizer. Needs the same as the other programs. */
export async function buildThreadsTest(): Promise<void> {
  await configure({
    ...linuxTree,
    title: "Configuring the build with ThreadSanitizer",
    folder: paths.linuxThreads,
    arguments: [...linuxTree.arguments, "-DTHREADS=ON"],
  });
  await step("Building the host with ThreadSanitizer", (report) =>
    run("cmake", ["--build", paths.linuxThreads, "--target", "host-test"], { report }),
  );
}
