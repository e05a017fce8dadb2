/** Copies of the checkout, and the files that builds in them write. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { paths } from "../../src/paths.ts";

const execute = promisify(execFile);

/** Copies the tracked files as they are now and the repository; copies the installed packages or links to them. */
export async function copyCheckout(target: string, packages: "copied" | "linked"): Promise<void> {
  mkdirSync(target, { recursive: true });
  const { stdout } = await execute("git", ["ls-files", "-z"], { cwd: paths.root, maxBuffer: 1 << 26 });
  const files = stdout.split("\0").filter((name) => name !== "");
  const folders = packages === "copied" ? [".git", "node_modules"] : [".git"];
  await execute("cp", ["--archive", "--parents", ...folders, ...files, target], { cwd: paths.root });
  if (packages === "linked") symlinkSync(join(paths.root, "node_modules"), join(target, "node_modules"));
}

/** The SHA-256 of each file below a folder, by its path. */
export function hashesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    files.map((file) => [relative(folder, file), createHash("sha256").update(readFileSync(file)).digest("hex")]),
  );
}
