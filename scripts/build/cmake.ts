/** CMake's trees in build/: configured once, built whenever something has changed. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { run, step } from "../progress.mjs";

export interface CmakeTree {
  /** The tree's purpose, in the title of its step: "Configuring the native build". */
  readonly title: string;
  /** The folder with CMakeLists.txt. */
  readonly source: string;
  readonly folder: string;
  readonly arguments: readonly string[];
}

/** The tree of host/ for Windows, for one kind of processors by MinGW-w64's name of it. */
export function windowsTree(tree: {
  title: string;
  folder: string;
  architecture: "x86_64" | "aarch64";
  arguments?: readonly string[];
}): CmakeTree {
  const toolchain = join(paths.root, "host", "cmake", "mingw-w64.cmake");
  return {
    title: tree.title,
    source: join(paths.root, "host"),
    folder: tree.folder,
    arguments: [
      `--toolchain=${toolchain}`,
      `-DARCHITECTURE=${tree.architecture}`,
      "-DCMAKE_BUILD_TYPE=Release",
      ...(tree.arguments ?? []),
    ],
  };
}

/** Ninja runs CMake again by itself when a CMake file changes or a source file comes or goes. */
export async function configure({ title, source, folder, arguments: options }: CmakeTree): Promise<void> {
  if (isConfigured(folder)) return;
  // A tree that was configured in another place must be made again: it would build that place's sources.
  const args = ["--fresh", "-G", "Ninja", "-S", source, "-B", folder, ...options];
  await step(title, (report) => run("cmake", args, { report }));
}

/** Whether CMake has configured this very folder: a checkout may have been moved or copied since. */
export function isConfigured(folder: string): boolean {
  if (!existsSync(join(folder, "build.ninja"))) return false;
  const cache = readFileSync(join(folder, "CMakeCache.txt"), "utf8");
  return /^CMAKE_CACHEFILE_DIR:INTERNAL=(.*)$/m.exec(cache)?.[1] === folder.replaceAll("\\", "/");
}
