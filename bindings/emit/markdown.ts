/** A document as a tree of sections, and its rendering as Markdown for GitHub: a contents page, and a page for each part. */

export interface Section {
  /** The heading, which `{@link ...}` and code in the text refer to. */
  readonly title: string;
  /** Lines of Markdown. */
  readonly body: readonly string[];
  readonly sections: readonly Section[];
  /** The version of WSL that brought it. */
  readonly since?: string | undefined;
}

/** The rest of a heading's line, for a reader that shows more than GitHub does. */
export type HeadingSuffix = (section: Section) => string;

export const contentsPage = "README.md";

/** The document's files by their names. Names of sections in the text become links to them. */
export function renderPages(document: Section, suffix: HeadingSuffix = () => ""): Readonly<Record<string, string[]>> {
  const places = placesOf(document);
  const contentsLines = [
    `# ${document.title}`,
    "",
    ...withLinks(document, { page: contentsPage, anchor: "" }, places),
    ...document.sections.flatMap((section) => contents(section, places)),
  ];
  const parts = document.sections.map((section) => {
    const { page } = placeOf(section, places);
    return [page, render(section, 1, { places, suffix })] as const;
  });
  return { [contentsPage]: contentsLines, ...Object.fromEntries(parts) };
}

export function paragraph(text: string): string[] {
  return text === "" ? [] : [text, ""];
}

export function codeBlock(language: string, lines: readonly string[]): string[] {
  return [`\`\`\`${language}`, ...lines, "```", ""];
}

/** A table; nothing if it has no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) {
    return [];
  }
  return [tableRow(head), tableRow(head.map(() => "---")), ...rows.map(tableRow), ""];
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Where a section is: its page, and its anchor there; a whole page has none. */
interface Place {
  readonly page: string;
  readonly anchor: string;
}

type Places = ReadonlyMap<string, Place>;

function placesOf(document: Section): Places {
  const places = new Map<string, Place>();
  const taken = new Set<string>();
  const visit = (section: Section, page: string, anchor: string): void => {
    const name = anchorOf(section.title);
    if (taken.has(name)) {
      throw new Error(`Two sections of the reference have the anchor #${name}`);
    }
    taken.add(name);
    places.set(section.title, { page, anchor });
    for (const child of section.sections) visit(child, page, anchorOf(child.title));
  };
  for (const part of document.sections) visit(part, `${anchorOf(part.title)}.md`, "");
  return places;
}

function placeOf({ title }: Section, places: Places): Place {
  const place = places.get(title);
  if (place === undefined) throw new Error(`The reference has no section "${title}"`);
  return place;
}

function linkTo({ page, anchor }: Place, from: Place): string {
  const fragment = anchor === "" ? "" : `#${anchor}`;
  return page === from.page && fragment !== "" ? fragment : `${page}${fragment}`;
}

/** A part and its sections; members are listed under their owner. */
function contents(section: Section, places: Places): string[] {
  const line = (of: Section): string => `- [${of.title}](${linkTo(placeOf(of, places), { page: "", anchor: "" })})`;
  return [line(section), ...section.sections.map((child) => `  ${line(child)}`)];
}

interface Rendering {
  readonly places: Places;
  readonly suffix: HeadingSuffix;
}

function render(section: Section, level: number, rendering: Rendering): string[] {
  const { places, suffix } = rendering;
  return [
    `${"#".repeat(level)} ${section.title}${suffix(section)}`,
    "",
    ...withLinks(section, placeOf(section, places), places),
    ...section.sections.flatMap((child) => render(child, level + 1, rendering)),
  ];
}

function withLinks(section: Section, from: Place, places: Places): string[] {
  let inCode = false;
  return section.body.map((line) => {
    inCode = line.startsWith("```") ? !inCode : inCode;
    return inCode ? line : linkNames(line, section.title, from, places);
  });
}

/** `Name` in code becomes a link to the section of that name, but not in the section itself. */
function linkNames(line: string, here: string, from: Place, places: Places): string {
  const named = line.replace(/\{@link ([^}]+)\}/g, (_, name: string) => {
    if (!places.has(name)) {
      throw new Error(`"${here}" links to "${name}", which the reference does not have`);
    }
    return code(name);
  });
  return named.replace(/(?<!\[)`([^`]+)`/g, (text, name: string) => {
    const place = places.get(name);
    return place === undefined || name === here ? text : `[${text}](${linkTo(place, from)})`;
  });
}
