/** licenses.txt of the built site: what other people's work a browser loads with it, and the texts of its licences. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { anchorOf } from "../../bindings/emit/markdown.ts";
import { type Part, partsOfBinaries, partsOfWebGlobals } from "../parts/parts.ts";
import { StepError } from "../progress.mjs";

interface Work {
  readonly name: string;
  readonly licence: string;
}

interface Package extends Work {
  /** By what they are the texts of. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Other people's work in npm's packages that the package's own files about licences do not name, or not as what it is now. */
const worksInPackages: Readonly<Record<string, readonly Work[]>> = {
  "esbuild-wasm": [
    { name: "the Go runtime and library", licence: "BSD-3-Clause, © 2009 The Go Authors (text at the end)" },
  ],
  "monaco-editor": [
    { name: "TypeScript", licence: "Apache-2.0, © Microsoft Corporation (text in ThirdPartyNotices.txt, below)" },
    { name: "DOMPurify", licence: "Apache-2.0, © Cure53 and other contributors (the same text)" },
    {
      name: "the Codicons font",
      licence: "CC-BY-4.0, © Microsoft Corporation (https://creativecommons.org/licenses/by/4.0/)",
    },
  ],
};

/** The copyright of packages under the MIT licence that name it in their files, and come without the text. */
const copyrights: Readonly<Record<string, string>> = {
  "@docsearch/css": "© Algolia, Inc. and contributors",
};

/** What Vite and its plugins put into the output, by the start of the module's name. */
const virtualModules: Readonly<Record<string, string>> = {
  "\0vite/": "vite",
  "\0plugin-vue:": "@vitejs/plugin-vue",
  "\0commonjs": "vite",
};

/** The file's text. `modules` are the names of all modules that a browser gets; `folder` has the node_modules of virtual ones. */
export function emitSiteLicences(modules: readonly string[], folder: string): string {
  const packages = [...new Set(modules.flatMap((module) => packageFolder(module, folder)))].sort().map(readPackage);
  const works = packages.map(({ name, licence }) => [
    `${name}: ${licence}`,
    ...(worksInPackages[name.replace(/ .*/, "")] ?? []).map((work) => `  with ${work.name}: ${work.licence}`),
  ]);
  return [
    "wsl-script-host is under the MIT licence (license.html). Its website contains:",
    "",
    ...works.flat(),
    ...ownParts.map(({ name, licence, copyright }) =>
      [`${name}, in the engine or the runtime: ${licence}`, ...(copyright === undefined ? [] : [copyright])].join(", "),
    ),
    "",
    ...textsOf(packages),
    ...textsOfParts(),
    readFileSync(join(import.meta.dirname, "go-licence.txt"), "utf8"),
  ].join("\n");
}

/** What is in engine.wasm, and in the globals that `build` adds. */
const ownParts: readonly Part[] = [...partsOfBinaries.filter(isInEngine), ...partsOfWebGlobals];

function isInEngine({ name, within }: Part): boolean {
  return name === "quickjs-wasi" || partsOfBinaries.some((part) => part.name === within && isInEngine(part));
}

/** Those of the product's third-party licences to which the parts point. */
function textsOfParts(): string[] {
  const texts = readFileSync(join(import.meta.dirname, "..", "parts", "texts.md"), "utf8")
    .split(/^### /m)
    .slice(1);
  return texts
    .filter((text) => ownParts.some((part) => part.text.includes(`#${anchorOf(text.replace(/\n[\s\S]*/, ""))})`)))
    .map((text) => text.replace(/^.*/, "===== $& ====="));
}

/** Packages with the same text share it. */
function textsOf(packages: readonly Package[]): string[] {
  const owners = new Map<string, string[]>();
  for (const [owner, text] of packages.flatMap(({ texts }) => Object.entries(texts))) {
    owners.set(text, [...(owners.get(text) ?? []), owner]);
  }
  return [...owners].flatMap(([text, names]) => [`===== ${names.join(", ")} =====`, "", text, ""]);
}

/** Empty for the project's own modules. */
function packageFolder(module: string, folder: string): string[] {
  const [found] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module) ?? [];
  if (found !== undefined) return [found.replace(/^\0/, "")];
  if (!module.startsWith("\0")) return [];
  const owner = Object.entries(virtualModules).find(([start]) => module.startsWith(start))?.[1];
  if (owner === undefined) throw new StepError(`scripts/site/licences.ts does not know where ${module} comes from.`);
  return [join(folder, owner)];
}

function readPackage(folder: string): Package {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const id = `${name} ${version}`;
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice|thirdparty)/i.test(file));
  const copyright = copyrights[name];
  if (typeof license !== "string" || (files.length === 0 && (copyright === undefined || license !== "MIT"))) {
    throw new StepError(`The site contains ${id}, whose package has no licence, or not its text.`);
  }
  const texts = files.map((file) => [
    /^licen/i.test(file) ? id : `${id}, ${file}`,
    readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim(),
  ]);
  const licence = copyright === undefined ? license : `MIT, ${copyright} (text under "MIT")`;
  return { name: id, licence, texts: Object.fromEntries(texts) };
}
