import type { Description } from "../index.ts";
import { type Doc, type GlobalRow, type MemberRow, type TypeRow, unknownRow } from "../model/schema.ts";
import { sinceOf } from "../wsl/versions.ts";
import { anchorOf, code, codeBlock, paragraph, type Section, table } from "./markdown.ts";
import { exampleLines, sinceRemark } from "./tsdoc.ts";

/** The section of a global, of a type, or of both if they share the name. */
export function rowSection(name: string, { globals, types }: Description, methodExamples: boolean): Section {
  const global = globals.find((row) => row.name === name);
  const type = types.find((row) => row.name === name);
  if (global === undefined && type === undefined) {
    throw new Error(`bindings/pages/chapters.ts names "${name}", which is neither a global nor a type`);
  }
  const members = [...membersOf(global), ...membersOf(type)].filter(isShown);
  const sections = members.map((row) => memberSection(name, row, methodExamples));
  return {
    title: name,
    body: [
      ...(type === undefined ? [] : typeBody(type)),
      ...(global === undefined ? [] : globalBody(global)),
      ...memberList(sections),
    ],
    sections,
    since: global?.kind === "function" && global.source !== null ? sinceOf(global.capability) : undefined,
  };
}

/** Summary, details, code, parameters, result, errors, remarks and example, always in this order. */
export function docBody(doc: Doc, declarations: readonly string[], remarks: readonly string[] = []): string[] {
  const errors = (doc.errors ?? []).map(({ error, when }) => `- ${code(error)} ${when}`);
  return [
    ...paragraph(doc.summary),
    ...paragraph(doc.details ?? ""),
    ...(declarations.length === 0 ? [] : codeBlock("ts", declarations.join("\n").split("\n"))),
    ...table(
      ["Parameter", "Meaning"],
      (doc.parameters ?? []).map(({ name, text }) => [code(name), text]),
    ),
    ...(doc.returns === undefined ? [] : paragraph(`**Returns:** ${doc.returns}`)),
    ...(errors.length === 0 ? [] : ["**Throws:**", "", ...errors, ""]),
    ...remarks.flatMap(paragraph),
    ...(doc.example === undefined ? [] : codeBlock("ts", exampleLines(doc.example))),
  ];
}

/** The same without the example, which only editors show: for members whose owner's example is enough. */
export function bodyWithoutExample(
  { example: _, ...doc }: Doc,
  declarations: readonly string[],
  remarks: readonly string[] = [],
): string[] {
  return docBody(doc, declarations, remarks);
}

/** Links to the sections of a section's members, without the name that all of them start with. */
export function memberList(sections: readonly Section[]): string[] {
  const links = sections.map(({ title }) => `[${code(title.replace(/^\w+\.|^\w+(?=\[)/, ""))}](#${anchorOf(title)})`);
  return links.length === 0 ? [] : paragraph(`**Members:** ${links.join(", ")}`);
}

function globalBody(row: GlobalRow): string[] {
  switch (row.kind) {
    case "function": {
      const remarks = row.source === null ? [] : [sinceRemark(sinceOf(row.capability), row.capability)];
      return docBody(row.doc, [`function ${row.name}${row.signature}`], remarks);
    }
    case "class":
      return docBody(row.doc, heading("class", row.name, row.parameters ?? "", row.heritage));
    case "object":
      return docBody(row.doc, []);
    default:
      return unknownRow(row);
  }
}

function typeBody(row: TypeRow): string[] {
  switch (row.kind) {
    case "interface":
      return [...docBody(row.doc, heading("interface", row.name, row.parameters, row.heritage)), ...memberTable(row)];
    case "alias":
      return docBody(row.doc, [`type ${row.name}${row.parameters} = ${row.text}`]);
    default:
      return unknownRow(row);
  }
}

/** Members without sections of their own. */
function memberTable({ members }: Extract<TypeRow, { kind: "interface" }>): string[] {
  const rows = members.filter((member) => member.tabled === true);
  return table(
    ["Member", "Type", "Meaning"],
    rows.map((member) => [code(member.name), code(typeOf(member)), member.doc.summary]),
  );
}

function typeOf({ declarations: [declaration = ""] }: MemberRow): string {
  return declaration.slice(declaration.indexOf(": ") + 2);
}

function memberSection(owner: string, { name, doc, declarations }: MemberRow, methodExamples: boolean): Section {
  const isProperty = declarations.every((text) => /^(?:readonly )?\w+\??: /.test(text));
  const body = methodExamples && !isProperty ? docBody : bodyWithoutExample;
  return { title: memberTitle(owner, name), body: body(doc, declarations), sections: [] };
}

function memberTitle(owner: string, name: string): string {
  if (name === "constructor") {
    return `new ${owner}`;
  }
  return name.startsWith("[") ? `${owner}${name}` : `${owner}.${name}`;
}

function membersOf(row: GlobalRow | TypeRow | undefined): readonly MemberRow[] {
  return row !== undefined && "members" in row ? row.members : [];
}

/** A tilde marks members for the compiler only. */
function isShown(row: MemberRow): boolean {
  return (
    !row.name.startsWith("~") && row.tabled !== true && !row.declarations.some((text) => text.startsWith("private "))
  );
}

/** The first line of a class or an interface, if it contains more than its name. */
function heading(keyword: string, name: string, parameters: string, heritage: string): string[] {
  return parameters === "" && heritage === "" ? [] : [`${keyword} ${name}${parameters} ${heritage}`.trimEnd()];
}
