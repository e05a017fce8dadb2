// The pages of the website, made of the Markdown of the repository.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { brokenLinks } from "../../scripts/site/built-links.ts";
import { emitSiteLicences } from "../../scripts/site/licences.ts";
import { llmsText, plainMarkdown } from "../../scripts/site/llms.ts";
import { anchorsOf, targetsOf, titleOf } from "../../scripts/site/markdown.ts";
import { folderOutline, outlineOf } from "../../scripts/site/outline.ts";
import { siteImages, sitePages, sitePath, siteTarget } from "../../scripts/site/pages.ts";
import { paths } from "../../src/paths.ts";

const pages = sitePages();
const folder = mkdtempSync(join(tmpdir(), "wsl-site-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every page of the website has a place of its own, a title and a place in a sidebar", () => {
  const listed = [
    ...outlineOf(pages),
    ...folderOutline("a", "reference", pages),
    ...folderOutline("b", "examples", pages),
  ];
  expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length);
  expect(listed.flatMap(({ items }) => items)).toHaveLength(pages.length);
  expect(pages.filter(({ title }) => title === "" || title.includes("<"))).toEqual([]);
});

test("a page without a place in the sidebar is an error", () => {
  const page = { path: "new.md", title: "New", text: "" };
  expect(() => outlineOf([...pages, page])).toThrow("scripts/site/outline.ts has no place for new.md");
});

test("links of the repository become links of the website", () => {
  expect(siteTarget("reference/hooks.md#onvmstarted", "docs/guide.md", "guide.md")).toBe(
    "reference/hooks.md#onvmstarted",
  );
  expect(siteTarget("../../settings.md", "docs/examples/audit/README.md", "examples/audit.md")).toBe("../settings.md");
  expect(siteTarget("../SECURITY.md", "docs/security.md", "security.md")).toBe("security-policy.md");
  expect(siteTarget("examples/hello/hello.ts", "docs/guide.md", "guide.md")).toBe("examples/hello.md");
  expect(siteTarget("examples/hello", "docs/guide.md", "guide.md")).toBe("examples/hello.md");
  expect(siteTarget("docs/examples", "README.md", "overview.md")).toBe("examples/index.md");
  expect(siteTarget("debugging-trace.svg", "docs/debugging.md", "debugging.md")).toBe("debugging-trace.svg");
  expect(siteTarget("#there", "docs/guide.md", "guide.md")).toBe("#there");
  expect(siteTarget("https://semver.org", "docs/guide.md", "guide.md")).toBe("https://semver.org");
  expect(() => siteTarget("gone.md", "docs/guide.md", "guide.md")).toThrow("docs/guide.md links to gone.md");
  expect(() => sitePath("package.json")).toThrow("The site does not show package.json");
});

test("images of pages are part of the website", () => {
  expect(siteImages()["debugging-trace.svg"]).toBe(join(paths.root, "docs", "debugging-trace.svg"));
});

test("the reference names the version of WSL beside a heading", () => {
  const { text } = pages.find(({ path }) => path === "reference/information-objects.md")!;
  expect(text).toMatch(/^### WSLDistributionInformation\.initPid <Badge type="tip" text="WSL 2\.0\.5" \/>$/m);
  expect(text).toMatch(/^### WSLDistributionInformation\.name <Badge type="info" text="WSL 2\.0\.0" \/>$/m);
});

describe("licenses.txt of the website", () => {
  const modules = join(folder, "node_modules");
  const addPackage = (name: string, files: Readonly<Record<string, string>>) => {
    for (const [file, text] of Object.entries(files)) write(join("node_modules", name, file), text);
    return join(modules, name, "index.js");
  };
  const manifest = (name: string, license?: string) => JSON.stringify({ name, version: "1.0.0", license });

  test("lists each package once, with the text of its licence and what else is in it", () => {
    const vite = addPackage("vite", { "package.json": manifest("vite", "MIT"), "LICENSE.md": "Text of Vite\r\n" });
    const scoped = addPackage("@a/b", { "package.json": manifest("@a/b", "ISC"), "license.txt": "Text of Vite" });
    addPackage("esbuild-wasm", { "package.json": manifest("esbuild-wasm", "MIT"), "LICENSE.md": "Another" });
    const text = emitSiteLicences(
      [
        scoped,
        vite,
        `${scoped}?url`,
        "\0vite/preload-helper.js",
        join(modules, "esbuild-wasm", "esbuild.wasm?url"),
        "/src/own.ts",
      ],
      modules,
    );
    expect(text.split("\n").filter((line) => /^(?:@a|vite|esbuild| {2}with)/.test(line))).toEqual([
      "@a/b 1.0.0: ISC",
      "esbuild-wasm 1.0.0: MIT",
      "  with the Go runtime and library: BSD-3-Clause, © 2009 The Go Authors (text at the end)",
      "vite 1.0.0: MIT",
    ]);
    expect(text).toContain("===== @a/b 1.0.0, vite 1.0.0 =====\n\nText of Vite\n");
  });

  test("names the parts of the engine, and has their texts", () => {
    const text = emitSiteLicences([], modules);
    expect(text).toMatch(/^quickjs-ng, in the engine or the runtime: MIT, ©.*Fabrice Bellard/m);
    expect(text).not.toContain("mingw-w64");
    expect(text.match(/^=====.*/gm)).toEqual(["===== MIT =====", "===== Unicode License V3 =====", "===== Go ====="]);
  });

  test.each([
    ["a package without a text", "no-text", "MIT", { "README.md": "" }],
    ["a package without a licence", "no-licence", undefined, { LICENSE: "Text" }],
  ])("%s fails the build", (_, name, licence, files) => {
    const module = addPackage(name, { "package.json": manifest(name, licence), ...files });
    expect(() => emitSiteLicences([module], modules)).toThrow(`The site contains ${name} 1.0.0`);
  });

  test("a module of unknown origin fails the build", () => {
    expect(() => emitSiteLicences(["\0new-plugin"], modules)).toThrow("does not know where \0new-plugin comes from");
  });
});

test("a page's links and anchors are GitHub's, without those in code", () => {
  const page = "# `A` page\n\n[a](b.md) `[c](d.md)`\n\n```text\n[e](f.md)\n# no\n```\n\n## One, two\n\n## One, two\n";
  expect(targetsOf(page)).toEqual(["b.md"]);
  expect([...anchorsOf(page)]).toEqual(["a-page", "one-two", "one-two-1"]);
  expect(titleOf(page)).toBe("A page");
});

test("a link of the built website without a page or an element fails the build", () => {
  write("index.html", '<a href="/base/guide.html#there">1</a><a href="/base/docs/">2</a><a href="https://a">3</a>');
  write("guide.html", '<h2 id="there"></h2><a href="#there">4</a><a class="x" href="docs/#b">5</a>');
  write("docs/index.html", '<a href="../gone.html">6</a><a href="/other/guide.html">7</a><a href="#gone">8</a>');
  expect(brokenLinks(folder, "/base/").toSorted()).toEqual([
    "docs/index.html: #gone",
    "docs/index.html: ../gone.html",
    "docs/index.html: /other/guide.html",
    "guide.html: docs/#b",
  ]);
});

test("llms.txt lists every page as Markdown", () => {
  const text = llmsText(
    [
      {
        text: "Start",
        items: [
          { text: "Guide", link: "/guide" },
          { text: "All", link: "/reference/" },
        ],
      },
    ],
    "/base/",
  );
  expect(text).toContain("## Start\n\n- [Guide](/base/guide.md)\n- [All](/base/reference/index.md)\n");
});

test("a page as Markdown shows the version of WSL as text", () => {
  expect(plainMarkdown('## run <Badge type="tip" text="WSL 2.0.5" />\n')).toBe("## run (since WSL 2.0.5)\n");
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
