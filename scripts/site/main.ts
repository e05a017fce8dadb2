/**
 * `npm run site`: the documentation as a website, in build/site/dist. docs/site has its packages, its theme and the playground.
 *
 *   npm run site                        installs docs/site's packages if they have changed, and builds
 *   SITE_BASE=/name/ npm run site       for a server that does not have the site at its root
 */

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { paths } from "../../src/paths.ts";
import { main, run, StepError, step } from "../progress.mjs";
import { brokenLinks } from "./built-links.ts";
import { emitSiteLicences } from "./licences.ts";
import { llmsText, plainMarkdown } from "./llms.ts";
import { folderOutline, outlineOf } from "./outline.ts";
import { homePage, siteImages, sitePages } from "./pages.ts";

const folder = join(paths.root, "docs", "site");
/** VitePress resolves its packages from here, so the pages lie beside them. */
const pagesFolder = join(folder, "pages");
const output = join(paths.build, "site");
const base = process.env.SITE_BASE ?? "/";

await main(async () => {
  await step("Installing the site's packages", install);
  await step("Writing the pages", writePages);
  await step("Checking the site's types", () =>
    node(join(paths.root, "node_modules", "typescript", "bin", "tsc"), "-p", "."),
  );
  await step("Building the site", () => node(join("node_modules", "vitepress", "bin", "vitepress.js"), "build", "."));
  await step("Writing the licences", writeLicences);
  await step("Checking the links", checkLinks);
});

async function install(): Promise<void> {
  const lock = readFileSync(join(folder, "package-lock.json"));
  const stamp = join(folder, "node_modules", ".installed-lock");
  if (existsSync(stamp) && readFileSync(stamp).equals(lock)) return;
  await run("npm", ["ci", "--ignore-scripts"], { cwd: folder });
  writeFileSync(stamp, lock);
}

function writePages(): void {
  const pages = sitePages();
  const sidebar = {
    "/reference/": folderOutline("Reference", "reference", pages),
    "/examples/": folderOutline("Examples", "examples", pages),
    "/": outlineOf(pages),
  };
  for (const old of [pagesFolder, output]) rmSync(old, { recursive: true, force: true });
  const own = (file: string) => readFileSync(join(folder, file), "utf8");
  write(join(pagesFolder, "index.md"), homePage(own("index.md")));
  write(join(pagesFolder, "playground.md"), own("playground.md"));
  write(join(pagesFolder, "public", "icon.svg"), own("icon.svg"));
  for (const { path, text } of pages) {
    write(join(pagesFolder, path), text);
    write(join(pagesFolder, "public", path), plainMarkdown(text));
  }
  for (const [path, file] of Object.entries(siteImages())) {
    for (const folder of [pagesFolder, join(pagesFolder, "public")]) copyFileSync(file, join(folder, path));
  }
  write(join(pagesFolder, "public", "llms.txt"), llmsText(Object.values(sidebar).flat(), base));
  write(join(output, "sidebar.json"), JSON.stringify(sidebar));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function node(program: string, ...args: string[]): Promise<string> {
  return run(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, SITE_BASE: base },
  });
}

function writeLicences(): void {
  const modules = JSON.parse(readFileSync(join(output, "modules.json"), "utf8"));
  write(join(output, "dist", "licenses.txt"), emitSiteLicences(modules, join(folder, "node_modules")));
}

function checkLinks(): void {
  const broken = brokenLinks(join(output, "dist"), base);
  if (broken.length > 0) throw new StepError(`Broken links:\n${broken.join("\n")}`);
}
