import type { Description } from "../index.ts";
import { type ChapterRow, unknownRow } from "../model/schema.ts";
import { chapters } from "../pages/chapters.ts";
import { oldestVersion } from "../wsl/versions.ts";
import { anchorOf, contentsPage, type HeadingSuffix, renderPages, type Section } from "./markdown.ts";
import { hookSections, informationSections } from "./reference-hooks.ts";
import { rowSection } from "./reference-rows.ts";
import {
  capabilityTable,
  failureTables,
  hresultTable,
  limitTable,
  settingSections,
  settingsExample,
} from "./reference-tables.ts";
import { file, origin } from "./text.ts";

/** The emitters of docs/reference, the reference for plugin authors and administrators, by their files. */
export const referenceOutputs: Readonly<Record<string, (description: Description) => string>> = Object.fromEntries(
  [contentsPage, ...chapters.map(({ title }) => `${anchorOf(title)}.md`)].map((page) => [
    `docs/reference/${page}`,
    (description: Description) => pagesOf(description)[page] ?? "",
  ]),
);

/** All pages come from one pass over the description. */
const emitted = new WeakMap<Description, Readonly<Record<string, string>>>();

function pagesOf(description: Description): Readonly<Record<string, string>> {
  const pages = emitted.get(description) ?? emitReference(description);
  emitted.set(description, pages);
  return pages;
}

/** The reference's pages by the names of their files. */
export function emitReference(description: Description, suffix?: HeadingSuffix): Readonly<Record<string, string>> {
  checkChapters(description);
  const document = {
    title: "Reference",
    body: [...introduction, ""],
    sections: description.chapters.map((row) => chapter(row, description)),
  };
  return Object.fromEntries(
    Object.entries(renderPages(document, suffix)).map(([page, lines]) => [
      page,
      file(`<!-- ${origin} -->`, "", lines).replace(/\n+$/, "\n"),
    ]),
  );
}

const introduction = [
  "Everything that a plugin's script can use, and everything that an administrator can set.",
  "",
  `- WSL's versions matter only where a section says "Since". The plugin API is as old as WSL ${oldestVersion}.`,
  "- Every example is a whole plugin, and a test runs it. Editors show the same texts from the package's types, and an example for each member, too.",
  "- Codes such as `E_FAIL` are members of `HRESULT`.",
];

function chapter(row: ChapterRow, description: Description): Section {
  const sections = row.rows.map((name) => rowSection(name, description, row.methodExamples?.includes(name) ?? false));
  const { body, sections: more } = part(row, description);
  return {
    title: row.title,
    body: [...row.text.flatMap((text) => [text, ""]), ...body],
    sections: [...more, ...sections],
  };
}

function part({ part }: ChapterRow, description: Description): Pick<Section, "body" | "sections"> {
  switch (part) {
    case undefined:
      return { body: [], sections: [] };
    case "hooks":
      return { body: [], sections: hookSections(description) };
    case "failures":
      return { body: failureTables(description), sections: [] };
    case "information":
      return { body: [], sections: informationSections(description) };
    case "capabilities":
      return { body: capabilityTable(description), sections: [] };
    case "hresults":
      return { body: hresultTable(description), sections: [] };
    case "limits":
      return { body: limitTable(description), sections: [] };
    case "settings":
      return { body: settingsExample(description), sections: settingSections(description) };
    default:
      return unknownRow(part);
  }
}

/** A row without a chapter would be missing from the reference without an error. */
function checkChapters({ chapters, globals, types }: Description): void {
  const placed = chapters.flatMap((row) => row.rows);
  const named = new Set([...globals, ...types].map((row) => row.name));
  const missing = [...named].filter((name) => !placed.includes(name));
  const twice = placed.filter((name, index) => placed.indexOf(name) !== index);
  if (missing.length > 0 || twice.length > 0) {
    throw new Error(
      `bindings/pages/chapters.ts lacks ${missing.join(", ") || "nothing"}; twice: ${twice.join(", ") || "none"}`,
    );
  }
}
