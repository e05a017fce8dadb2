import type { Description } from "../index.ts";
import { type ChapterRow, unknownRow } from "../model/schema.ts";
import { oldestVersion } from "../wsl/versions.ts";
import { renderDocument, type Section } from "./markdown.ts";
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

/** docs/api.md: the reference for plugin authors and administrators. */
export function emitReference(description: Description): string {
  checkChapters(description);
  const document = {
    title: "Reference",
    body: [...introduction, ""],
    sections: description.chapters.map((row) => chapter(row, description)),
  };
  return file(`<!-- ${origin} -->`, "", renderDocument(document)).replace(/\n+$/, "\n");
}

const introduction = [
  "Everything that a plugin's script can use, and everything that an administrator can set.",
  "",
  `- WSL's versions matter only where a section says "Since". The plugin API is as old as WSL ${oldestVersion}.`,
  "- Every example is a whole plugin, and a test runs it. The package's types show the same texts in editors.",
  "- Codes such as `E_FAIL` are members of `HRESULT`.",
];

function chapter(row: ChapterRow, description: Description): Section {
  const sections = row.rows.map((name) => rowSection(name, description));
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
