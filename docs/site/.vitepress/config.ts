import { readFileSync } from "node:fs";
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
    plugins: [browserPlatform()],
    worker: { format: "es", plugins: () => [browserPlatform()] },
    assetsInclude: ["**/*.bytecode"],
    // The editor and TypeScript come in large parts, which only the playground loads.
    build: { target: "es2022", chunkSizeWarningLimit: 8000 },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: { level: 2 },
    sidebar: JSON.parse(readFileSync(`${build}/sidebar.json`, "utf8")),
    nav: [
      { text: "Guide", link: "/guide" },
      { text: "Reference", link: "/reference/", activeMatch: "/reference/" },
      { text: "Examples", link: "/examples/", activeMatch: "/examples/" },
      { text: "Playground", link: "/playground" },
    ],
  },
});
