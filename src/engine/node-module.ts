/** A plugin's module as a script: node:vm runs modules only with a flag of Node's. */

import { type Node, type Program, parse } from "acorn";

/** A place counts its line from 1 and its column, in UTF-16 units, from 0. */
export class ModuleSyntaxError extends Error {
  readonly place: { readonly line: number; readonly column: number } | null;

  constructor(message: string, place: ModuleSyntaxError["place"]) {
    super(message);
    this.place = place;
  }
}

/** How many lines of `functionOf` stand before the module's first: one, and in source maps its place is the first source's beginning. */
export const linesBefore = 1;
export const mappingsBefore = "AAAA;";

/** The members of nodes that are read here. */
type SyntaxNode = Node & {
  readonly declaration: (SyntaxNode & { readonly id?: { readonly name: string } | null }) | null;
  readonly source?: unknown;
  readonly specifiers: readonly { readonly local: { readonly name: string }; readonly exported: ModuleName }[];
};

interface ModuleName {
  readonly name?: string;
  readonly value?: string;
}

/** As long as `export default` allows. */
const exportsName = "_wsl_";

/**
 * An expression: an async function of the module's exports. Everything in the module stays where it was, one line further down. `breaks`: a
 * debugger stops before the module. Throws a ModuleSyntaxError.
 */
export function functionOf(source: string, breaks: boolean): string {
  let text = source;
  let exported = "";
  for (const node of [...parsed(source).body].reverse() as unknown as readonly SyntaxNode[]) {
    const { declaration } = node;
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
        throw refusal(source, node);
      case "ExportDefaultDeclaration": {
        if (declaration === null) break;
        const name = declaration.id?.name;
        const isNamed = /^(?:Function|Class)Declaration$/.test(declaration.type) && name !== undefined;
        if (isNamed) exported = assignment(name);
        const before = isNamed ? "" : `${exportsName}.default=`;
        text = replaced(text, node.start, declaration.start, before);
        break;
      }
      case "ExportNamedDeclaration": {
        if (node.source) throw refusal(source, node);
        const local = node.specifiers.find(({ exported: name }) => (name.name ?? name.value) === "default")?.local.name;
        if (local !== undefined) exported = assignment(local);
        text = replaced(text, node.start, declaration?.start ?? node.end, "");
        break;
      }
    }
  }
  return `(async function (${exportsName}) { "use strict";${breaks ? " debugger;" : ""}\n${text}\n${exported}})`;
}

function assignment(name: string): string {
  return `${exportsName}.default = ${name};\n`;
}

function parsed(source: string): Program {
  try {
    return parse(source, { ecmaVersion: "latest", sourceType: "module", locations: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { loc } = error as { loc?: { line: number; column: number } };
    throw new ModuleSyntaxError(error.message.replace(/ \(\d+:\d+\)$/, ""), loc ?? null);
  }
}

function refusal(source: string, { start }: Node): ModuleSyntaxError {
  const lines = source.slice(0, start).split("\n");
  const place = { line: lines.length, column: lines.at(-1)?.length ?? 0 };
  return new ModuleSyntaxError("a plugin's script is one file: it imports nothing", place);
}

/** As many characters as before, and the same line ends. */
function replaced(text: string, start: number, end: number, by: string): string {
  const blank = text.slice(start + by.length, end).replace(/[^\n\r]/g, " ");
  return `${text.slice(0, start)}${by}${blank}${text.slice(end)}`;
}
