/** The suite on disk: its tests, what they expect, and which of them do not apply. */

import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A test in one of its modes: the unit that runs in an engine of its own. */
export interface TestCase {
  /** Below `test/`, with slashes. */
  readonly path: string;
  readonly kind: "script" | "module";
  readonly strict: boolean;
  /** Names of harness files, in order. */
  readonly includes: readonly string[];
  readonly features: readonly string[];
  /** It ends by printing that it has. */
  readonly isAsync: boolean;
  /** The name of the error that it must end with. */
  readonly negative: string | null;
  /** It imports another file: there is no loader in the engine, since plugins are bundled. */
  readonly needsLoader: boolean;
}

export interface Selection {
  /** Every n-th test. */
  readonly every: number;
  /** Of those whose path has this in it. */
  readonly include: string;
}

/** All cases of the chosen tests, in the order of their paths. */
export function readSuite(folder: string, { every, include }: Selection): TestCase[] {
  const root = join(folder, "test");
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".js") && !entry.name.includes("_FIXTURE"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => path.includes(include))
    .sort()
    .filter((_, index) => index % every === 0)
    .flatMap((path) => casesOf(path, readFileSync(join(root, path), "utf8")));
}

/** Every mode that the test asks for. */
export function casesOf(path: string, text: string): TestCase[] {
  const description = text.match(/\/\*---(.*?)---\*\//s)?.[1]?.replaceAll(/\r\n?/g, "\n") ?? "";
  const flags = new Set(listOf(description, "flags"));
  const isAsync = flags.has("async");
  const harness = [
    "assert.js",
    "sta.js",
    ...(isAsync ? ["doneprintHandle.js"] : []),
    ...listOf(description, "includes"),
  ];
  const test = {
    path,
    kind: flags.has("module") ? "module" : "script",
    includes: flags.has("raw") ? [] : harness,
    features: listOf(description, "features"),
    isAsync,
    negative: description.match(/^negative:.*?\n\s+type:\s*(\S+)/ms)?.[1] ?? null,
    needsLoader: loads(text),
  } as const;
  return modesOf(flags).map((strict) => ({ ...test, strict }));
}

/** As reports name it. */
export function titleOf({ path, strict }: TestCase): string {
  return strict ? `${path} (strict)` : path;
}

/** A line of the list that the runners read. */
export function caseLine({ kind, strict, includes, path }: TestCase): string {
  return [kind, Number(strict), includes.join(","), path].join("\t");
}

function modesOf(flags: ReadonlySet<string>): boolean[] {
  if (flags.has("onlyStrict")) return [true];
  if (flags.has("noStrict") || flags.has("raw") || flags.has("module")) return [false];
  return [false, true];
}

/** A member of the description, which is YAML: `[a, b]`, or a line with a dash for each. */
function listOf(description: string, name: string): string[] {
  const [, inline, lines] =
    description.match(new RegExp(`^${name}:[ \\t]*(?:\\[([^\\]]*)\\]|\\n((?:[ \\t]+-.*(?:\\n|$))+))`, "m")) ?? [];
  const items = inline?.split(",") ?? lines?.split("\n").map((line) => line.replace(/^[ \t]+-/, "")) ?? [];
  return items.map((item) => item.trim()).filter(Boolean);
}

function loads(text: string): boolean {
  const code = text.replace(/\/\*---.*?---\*\//s, "");
  return /_FIXTURE|\b(?:from|import)\s*\(?\s*['"]\.{1,2}\//.test(code);
}
