/** Keeps finished bundles and reuses them while all their inputs stay the same. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { type Bundle, type BundleErrors, type BundleRequest, bundlePlugin } from "./plugin-bundle.ts";

interface Known {
  readonly bundle: Bundle;
  readonly files: readonly string[];
  readonly contents: string;
}

const known = new Map<string, Promise<Known | BundleErrors>>();

/** Like `bundlePlugin`, but builds once per set of inputs. Concurrent callers share one build. */
export async function bundleOnce(request: BundleRequest): Promise<Bundle | BundleErrors> {
  const key = JSON.stringify([process.cwd(), request]);
  const before = known.get(key);
  const last = await before;
  if (last !== undefined && "files" in last && contentsOf(last.files) === last.contents) return last.bundle;
  // Another process may have made the same bundle.
  const now = known.get(key);
  if (now !== undefined && now !== before) return resultOf(await now);
  const next = bundleAndRemember(request);
  known.set(key, next);
  return resultOf(await next);
}

function resultOf(outcome: Known | BundleErrors): Bundle | BundleErrors {
  return "files" in outcome ? outcome.bundle : outcome;
}

async function bundleAndRemember(request: BundleRequest): Promise<Known | BundleErrors> {
  const bundle = await bundlePlugin(request);
  if (!bundle.ok) return bundle;
  const files = inputsOf(bundle.sources.map((file) => resolve(file)));
  return { bundle, files, contents: contentsOf(files) };
}

/**
 * The sources, and the package.json and tsconfig.json files in and above their folders, which decide how sources are
 * found and read.
 */
function inputsOf(sources: readonly string[]): string[] {
  const files = new Set(sources);
  for (const folder of foldersAbove(sources)) {
    files.add(join(folder, "package.json"));
    for (const tsconfig of withBases(join(folder, "tsconfig.json"))) files.add(tsconfig);
  }
  return [...files].sort();
}

function foldersAbove(files: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}

/** A tsconfig.json and the files that it extends. */
function withBases(tsconfig: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(tsconfig)) return seen;
  seen.add(tsconfig);
  const extended = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(textOf(tsconfig) ?? "")?.[1] ?? "";
  for (const [, name = ""] of extended.matchAll(/"([^"]+)"/g)) {
    for (const base of basesNamed(name, tsconfig)) withBases(base, seen);
  }
  return seen;
}

function basesNamed(name: string, tsconfig: string): string[] {
  const candidates = /^\.|^\/|^[a-z]:/i.test(name)
    ? [resolve(dirname(tsconfig), name)]
    : [name, `${name}/tsconfig.json`].flatMap((specifier) => resolved(specifier, tsconfig));
  return candidates.flatMap((file) => (file.endsWith(".json") ? [file] : [file, `${file}.json`]));
}

function resolved(specifier: string, from: string): string[] {
  try {
    return [createRequire(from).resolve(specifier)];
  } catch {
    return [];
  }
}

/** One hash for all files; missing ones count, too. */
function contentsOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const text = textOf(file);
    hash.update(text === null ? "none;" : `${text.length}:${text}`);
  }
  return hash.digest("hex");
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return null;
  }
}
