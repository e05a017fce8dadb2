/** The packages that npm installs, according to the lockfile. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";

export interface Package {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence: string;
  /** `sha512-` and base64. */
  readonly integrity: string;
  /** Whether it is for some systems only. */
  readonly optional: boolean;
  /** The names of its dependencies. */
  readonly dependencies: readonly string[];
}

interface Entry {
  readonly version: string;
  readonly license?: string;
  readonly integrity: string;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Root extends Entry {
  readonly devDependencies: Readonly<Record<string, string>>;
}

const lockfile: { readonly packages: Readonly<Record<string, Entry>> & { readonly "": Root } } = JSON.parse(
  readFileSync(join(paths.root, "package-lock.json"), "utf8"),
);

/** What package.json names itself. */
export const directDependencies: readonly string[] = Object.keys(lockfile.packages[""].dependencies ?? {});
export const developmentDependencies: readonly string[] = Object.keys(lockfile.packages[""].devDependencies);

/** Throws an Error if the lockfile does not have it at the top of node_modules. */
export function packageOf(name: string): Package {
  const entry = lockfile.packages[`node_modules/${name}`];
  if (entry === undefined) throw new Error(`package-lock.json has no ${name} at the top of node_modules.`);
  const { version, license: licence, integrity, optional = false } = entry;
  if (licence === undefined) throw new Error(`package-lock.json has no licence for ${name}.`);
  const dependencies = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies });
  return { name, version, licence, integrity, optional, dependencies };
}

/** Everything that plugin authors install with the package, sorted by name. */
export function installedPackages(): Package[] {
  const found = new Map<string, Package>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    const entry = packageOf(name);
    found.set(name, entry);
    entry.dependencies.forEach(visit);
  };
  for (const name of directDependencies) visit(name);
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}
