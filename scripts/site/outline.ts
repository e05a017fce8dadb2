/** The order of the site's pages. */

import type { Page } from "./pages.ts";

export interface Group {
  readonly text: string;
  readonly items: readonly { readonly text: string; readonly link: string }[];
}

const groups = {
  Start: ["overview.md", "guide.md"],
  "Write plugins": [
    "commands.md",
    "settings.md",
    "containers.md",
    "testing.md",
    "debugging.md",
    "language.md",
    "from-rust-and-cpp.md",
  ],
  "Run plugins": ["deployment.md", "administration.md", "security.md", "doctor.md"],
  "How it works": ["architecture.md", "reliability.md", "performance.md"],
  Project: [
    "releases.md",
    "changelog.md",
    "contributing.md",
    "first-windows-run.md",
    "style.md",
    "security-policy.md",
    "license.md",
    "third-party-licenses.md",
  ],
};

/** Pages that are called otherwise among others than by themselves. */
const names: Readonly<Record<string, string>> = {
  "overview.md": "Overview",
  "reference/index.md": "Contents",
  "examples/index.md": "All examples",
  "security-policy.md": "Security policy",
};

/** The sidebar of all pages but the reference and the examples. Throws if a page has no place in it. */
export function outlineOf(pages: readonly Page[]): Group[] {
  const listed = Object.values(groups).flat();
  const lost = pages.filter(({ path }) => !path.includes("/") && !listed.includes(path));
  if (lost.length > 0) {
    throw new Error(`scripts/site/outline.ts has no place for ${lost.map(({ path }) => path).join(", ")}`);
  }
  return Object.entries(groups).map(([text, paths]) => ({ text, items: paths.map((path) => itemOf(path, pages)) }));
}

/** The sidebar of a folder: its first page, and the others in their order. */
export function folderOutline(text: string, folder: string, pages: readonly Page[]): Group[] {
  const inside = pages.filter(({ path }) => path.startsWith(`${folder}/`));
  return [{ text, items: inside.map(({ path }) => itemOf(path, pages)) }];
}

function itemOf(path: string, pages: readonly Page[]): Group["items"][number] {
  const page = pages.find((candidate) => candidate.path === path);
  if (page === undefined) throw new Error(`scripts/site/outline.ts names ${path}, which is no page`);
  return { text: names[path] ?? page.title, link: `/${path.replace(/\.md$/, "").replace(/index$/, "")}` };
}
