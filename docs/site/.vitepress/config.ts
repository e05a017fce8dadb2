import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitepress";
import { anchorOf } from "../../../bindings/emit/markdown.ts";

const root = resolve(import.meta.dirname, "../../..");
const build = `${root}/build/site`;
const base = process.env.SITE_BASE ?? "/";

/** Puts the playground's platform in the place of Node's. */
const browserPlatform = (): Plugin => ({
  name: "browser-platform",
  enforce: "pre",
  resolveId: (source, importer) =>
    source === "./node.ts" && importer?.endsWith("/src/platform/platform.ts")
      ? `${root}/docs/site/playground/platform.ts`
      : null,
});

/** The names of the modules in what a browser loads, for their licences. */
const shippedModules = new Set<string>();

/** Writes them to build/site/modules.json, for the pages as for their workers. */
const recordModules = (): Plugin => ({
  name: "record-modules",
  apply: (_, { isSsrBuild }) => isSsrBuild !== true,
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type === "chunk") for (const module of Object.keys(part.modules)) shippedModules.add(module);
    }
    writeFileSync(`${build}/modules.json`, JSON.stringify([...shippedModules].sort()));
  },
});

export default defineConfig({
  title: "wsl-script-host",
  description: "WSL plugins in TypeScript",
  base,
  head: [["link", { rel: "icon", href: `${base}icon.svg` }]],
  srcDir: "pages",
  srcExclude: ["public/**"],
  outDir: `${build}/dist`,
  cacheDir: `${build}/cache`,
  markdown: {
    // The anchors are GitHub's, so that a link works in the repository and here. A badge leaves a space behind the heading.
    anchor: { slugify: (heading: string) => anchorOf(heading.trim()) },
    theme: { light: "github-light", dark: "github-dark" },
  },
  vite: {
    plugins: [browserPlatform(), recordModules()],
    worker: { format: "es", plugins: () => [browserPlatform(), recordModules()] },
    assetsInclude: ["**/*.bytecode"],
    // The editor and TypeScript come in large parts, which only the playground loads.
    build: { target: "es2022", chunkSizeWarningLimit: 8000 },
  },
  themeConfig: {
    search: {
      provider: "local",
      options: {
        miniSearch: {
          // All words of a query, of which "a" is none; only longer ones may be the start of a word, or be misspelled.
          searchOptions: {
            combineWith: "AND",
            processTerm: (term: string) => (term.length > 1 ? term.toLowerCase() : null),
            prefix: (term: string) => term.length > 2,
            fuzzy: (term: string) => (term.length > 4 ? 0.2 : false),
          },
        },
      },
    },
    outline: { level: 2 },
    footer: {
      message: `<a href="${base}license.html">MIT licence</a> · <a href="${base}licenses.txt">Licences of what this site contains</a>`,
    },
    sidebar: JSON.parse(readFileSync(`${build}/sidebar.json`, "utf8")),
    nav: [
      { text: "Guide", link: "/guide" },
      { text: "Reference", link: "/reference/", activeMatch: "/reference/" },
      { text: "Examples", link: "/examples/", activeMatch: "/examples/" },
      { text: "Playground", link: "/playground" },
    ],
  },
});
