/** Facts about a build: the versions of its parts, of its tools, and of its source. */

import { version } from "../../package.json" with { type: "json" };
import { paths } from "../../src/paths.ts";
import { readQuickjsVersion } from "../engine-update/facts.ts";
import { run } from "../progress.mjs";
import { mingwCompiler, wabtVersion } from "../setup.mjs";
import { packageOf } from "./lockfile.ts";
import type { VersionedPart } from "./parts.ts";

export interface Facts {
  /** Of the product. */
  readonly version: string;
  readonly source: Source;
  readonly parts: Readonly<Record<VersionedPart, string>>;
  readonly tools: readonly Tool[];
}

export interface Source {
  /** The commit, followed by `-changed` if tracked files differ from it; "unknown" outside of a checkout. */
  readonly commit: string;
  /** The commit's time in UTC, as Date.prototype.toISOString writes it; null outside of a checkout. */
  readonly time: string | null;
}

export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

export async function readFacts(): Promise<Facts> {
  const [source, toolchain, packages] = await Promise.all([readSource(), readToolchain(), readDebianPackages()]);
  return {
    version,
    source,
    parts: {
      ...toolchain,
      "quickjs-wasi": packageOf("quickjs-wasi").version,
      "quickjs-ng": readQuickjsVersion(paths.originalEngine),
      "core-js-pure": packageOf("core-js-pure").version,
      wabt: wabtVersion,
    },
    tools: [...packages, ...npmTools.map(npmTool), nodeTool],
  };
}

/** As `inspect` prints it, and the DLL's properties in Windows show it. */
export function engineText({ parts }: Facts): string {
  return `quickjs-ng ${parts["quickjs-ng"]} (quickjs-wasi ${parts["quickjs-wasi"]})`;
}

/** The tools that write the shipped files. */
const npmTools = ["@microsoft/api-extractor", "esbuild", "quickjs-wasi", "typescript"];

const debianPackages = [
  "binutils-mingw-w64-x86-64",
  "g++-mingw-w64-x86-64-posix",
  "gcc-mingw-w64-x86-64-posix-runtime",
  "mingw-w64-x86-64-dev",
  "wabt",
];

const nodeTool = { name: "node", version: process.versions.node, purl: `pkg:generic/node@${process.versions.node}` };

async function readSource(): Promise<Source> {
  const git = (...args: string[]) => run("git", args, { cwd: paths.root });
  try {
    const [commit = "", seconds] = (await git("log", "-1", "--format=%H %ct")).trim().split(" ");
    const changes = await git("status", "--porcelain", "--untracked-files=no");
    return {
      commit: changes === "" ? commit : `${commit}-changed`,
      time: new Date(Number(seconds) * 1000).toISOString(),
    };
  } catch {
    return { commit: "unknown", time: null };
  }
}

/** By the compiler's own macros. */
async function readToolchain(): Promise<Readonly<Record<"gcc" | "mingw-w64", string>>> {
  const flags = ["-dM", "-E", "-include", "_mingw.h", "-x", "c++", "-"];
  const macros = await run(mingwCompiler("g++"), flags);
  const macro = (name: string) => new RegExp(`^#define ${name} "?([^"\\n]*)`, "m").exec(macros)?.[1] ?? "unknown";
  const mingw = ["MAJOR", "MINOR", "BUGFIX"].map((part) => macro(`__MINGW64_VERSION_${part}`));
  return { gcc: macro("__VERSION__"), "mingw-w64": mingw.join(".") };
}

/** Empty on systems other than Debian. */
async function readDebianPackages(): Promise<Tool[]> {
  const format = "$" + "{Package} $" + "{Version}\n";
  const lines = await run("dpkg-query", ["--show", "--showformat", format, ...debianPackages]).catch(() => "");
  return lines.split("\n").flatMap((line) => {
    const [name, found] = line.split(" ");
    if (name === undefined || found === undefined) return [];
    return { name, version: found, purl: `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(found)}` };
  });
}

function npmTool(name: string): Tool {
  const { version: found } = packageOf(name);
  return { name, version: found, purl: npmPurl(name, found) };
}

export function npmPurl(name: string, found: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${found}`;
}
