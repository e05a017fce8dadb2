/** The pages of the site, from the Markdown that the repository shows anyway. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { emitReference } from "../../bindings/emit/reference.ts";
import { description } from "../../bindings/index.ts";
import { oldestVersion } from "../../bindings/wsl/versions.ts";
import { paths } from "../../src/paths.ts";
import { exampleNames, examplePage, exampleSummary } from "./example-page.ts";
import { parseTarget, replaceTargets, titleOf } from "./markdown.ts";

export interface Page {
  /** The page in the site, such as `reference/hooks.md`. */
  readonly path: string;
  readonly title: string;
  /** Markdown with links to other pages of the site. */
  readonly text: string;
}

const image = /^docs\/[^/]+\.(?:svg|png)$/;

/** Files of the repository's root that are pages, too. */
const rootPages: Readonly<Record<string, string>> = {
  "README.md": "overview.md",
  "CHANGELOG.md": "changelog.md",
  "CONTRIBUTING.md": "contributing.md",
  "SECURITY.md": "security-policy.md",
  LICENSE: "license.md",
  "THIRD-PARTY-LICENSES.md": "third-party-licenses.md",
};

export function sitePages(): Page[] {
  return [
    ...Object.keys(rootPages).map((file) => page(file, read(file))),
    ...readdirSync(join(paths.root, "docs"))
      .filter((file) => file.endsWith(".md"))
      .map((file) => page(`docs/${file}`, read(`docs/${file}`))),
    ...referencePages(),
    examplesPage(),
    ...exampleNames.map((name) => page(`docs/examples/${name}/README.md`, examplePage(name))),
  ];
}

/** The pages' images, by their place in the site. */
export function siteImages(): Readonly<Record<string, string>> {
  const files = readdirSync(join(paths.root, "docs")).map((file) => `docs/${file}`);
  return Object.fromEntries(
    files.filter((file) => image.test(file)).map((file) => [sitePath(file), join(paths.root, file)]),
  );
}

/** The home page with the plugin that the README shows. */
export function homePage(text: string): string {
  const [plugin] = /^```ts\n[\s\S]*?^```$/m.exec(read("README.md")) ?? [];
  if (plugin === undefined) throw new Error("README.md shows no plugin");
  return text.replace("<!-- the README's plugin -->", () => plugin);
}

/** The reference, with the version of WSL that brought a section beside its heading. */
function referencePages(): Page[] {
  const pages = emitReference(description, ({ since }) =>
    since === undefined ? "" : ` <Badge type="${since === oldestVersion ? "info" : "tip"}" text="WSL ${since}" />`,
  );
  return Object.entries(pages).map(([file, text]) => page(`docs/reference/${file}`, text));
}

function examplesPage(): Page {
  const items = exampleNames.map((name) => `- [${name}](${name}.md): ${exampleSummary(name)}`);
  const introduction =
    "Each is a whole plugin with a scenario and a test. `wsl-script-host create --template <name>` starts a project from it; the [playground](../playground.md) runs it.";
  return {
    path: "examples/index.md",
    title: "Examples",
    text: ["# Examples", "", introduction, "", ...items, ""].join("\n"),
  };
}

function page(source: string, markdown: string): Page {
  const path = sitePath(source);
  const text = replaceTargets(markdown, (target) => siteTarget(target, source, path));
  return { path, title: titleOf(markdown).replace(/ <Badge.*/, ""), text };
}

/** A link in a file of the repository, as a link in the site. */
export function siteTarget(target: string, source: string, from: string): string {
  const parsed = parseTarget(target);
  if (parsed === null || parsed.path === "") return target;
  const file = posix.join(posix.dirname(source), parsed.path);
  if (!existsSync(join(paths.root, file))) throw new Error(`${source} links to ${target}, which does not exist`);
  const relative = posix.relative(posix.dirname(from), sitePath(file));
  return `${relative}${parsed.anchor === "" ? "" : `#${parsed.anchor}`}`;
}

/** Where the site shows a file of the repository. */
export function sitePath(file: string): string {
  if (/^docs\/examples\/?$/.test(file)) return "examples/index.md";
  const example = /^docs\/examples\/([^/]+)/.exec(file)?.[1];
  if (example !== undefined) return `examples/${example}.md`;
  if (image.test(file)) return file.replace(/^docs\//, "");
  const path = rootPages[file] ?? /^docs\/(.+\.md)$/.exec(file)?.[1];
  if (path === undefined) throw new Error(`The site does not show ${file}, to which a page links`);
  return path.replace(/README\.md$/, "index.md");
}

/** A page as Markdown; the license is plain text. */
function read(file: string): string {
  const text = readFileSync(join(paths.root, file), "utf8");
  return file.endsWith(".md") ? text : `# License\n\n\`\`\`text\n${text}\`\`\`\n`;
}
