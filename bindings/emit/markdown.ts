/** A document as a tree of sections, and its rendering as Markdown for GitHub. */

export interface Section {
  /** The heading, which `{@link ...}` and code in the text refer to. */
  readonly title: string;
  /** Lines of Markdown. */
  readonly body: readonly string[];
  readonly sections: readonly Section[];
}

/** The document with its contents list. Names of sections in the text become links to them. */
export function renderDocument(document: Section): string[] {
  const anchors = anchorsOf(document);
  return [
    `# ${document.title}`,
    "",
    ...withLinks(document, anchors),
    "## Contents",
    "",
    ...document.sections.flatMap((section) => contents(section, 0)),
    "",
    ...document.sections.flatMap((section) => render(section, 2, anchors)),
  ];
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

function anchorsOf(document: Section): Map<string, string> {
  const anchors = new Map<string, string>();
  const taken = new Set<string>();
  const visit = (section: Section): void => {
    const anchor = anchorOf(section.title);
    if (taken.has(anchor)) {
      throw new Error(`Two sections of the reference have the anchor #${anchor}`);
    }
    taken.add(anchor);
    anchors.set(section.title, anchor);
    section.sections.forEach(visit);
  };
  document.sections.forEach(visit);
  return anchors;
}

/** Chapters and their sections; members are listed under their owner. */
function contents(section: Section, depth: number): string[] {
  const line = `${"  ".repeat(depth)}- [${section.title}](#${anchorOf(section.title)})`;
  return [line, ...(depth === 1 ? [] : section.sections.flatMap((child) => contents(child, depth + 1)))];
}

function render(section: Section, level: number, anchors: ReadonlyMap<string, string>): string[] {
  return [
    `${"#".repeat(level)} ${section.title}`,
    "",
    ...withLinks(section, anchors),
    ...section.sections.flatMap((child) => render(child, level + 1, anchors)),
  ];
}

function withLinks(section: Section, anchors: ReadonlyMap<string, string>): string[] {
  let inCode = false;
  return section.body.map((line) => {
    inCode = line.startsWith("```") ? !inCode : inCode;
    return inCode ? line : linkNames(line, section.title, anchors);
  });
}

/** `Name` in code becomes a link to the section of that name, but not in the section itself. */
function linkNames(line: string, here: string, anchors: ReadonlyMap<string, string>): string {
  const named = line.replace(/\{@link ([^}]+)\}/g, (_, name: string) => {
    if (!anchors.has(name)) {
      throw new Error(`"${here}" links to "${name}", which the reference does not have`);
    }
    return code(name);
  });
  return named.replace(/(?<!\[)`([^`]+)`/g, (text, name: string) => {
    const anchor = anchors.get(name);
    return anchor === undefined || name === here ? text : `[${text}](#${anchor})`;
  });
}
