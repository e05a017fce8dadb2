/** Finds where npm installed this package from, so that a new project gets the same one. */

import { readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { name, version } from "../../../package.json";
import { packageFile } from "../shared/package-file.ts";

/** The dependency that a project in the folder writes for this package: a file's path, or else a version. */
export function dependencyFor(folder: string): string {
  const modules = dirname(packageFile(".."));
  const file = /^file:(.+)$/.exec(sourceIn(modules))?.[1];
  if (file === undefined) return `^${version}`;
  return `file:${relative(resolve(folder), resolve(dirname(modules), file)).replaceAll(sep, "/")}`;
}

/** Empty if npm recorded nothing, as in a checkout. */
function sourceIn(modules: string): string {
  try {
    const { packages } = JSON.parse(readFileSync(resolve(modules, ".package-lock.json"), "utf8"));
    return String(packages[`node_modules/${name}`].resolved);
  } catch {
    return "";
  }
}
