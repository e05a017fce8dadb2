/** What of a script cannot work in the engine, found before it runs: in the plugin's own code and in that of packages. */

import { type Node, Parser } from "acorn";
import type { PartialMessage } from "esbuild";
import { missingGlobals } from "../../bindings/script/missing-globals.ts";
import { knownGlobals } from "../runtime/generated/globals.ts";
import { codePatternsIn } from "./code-patterns.ts";
import type { RegExpLiteral } from "./engine-syntax.ts";
import { type FreeName, freeNamesOf } from "./free-names.ts";
import { Locator } from "./locator.ts";
import type { Bundle } from "./plugin-bundle.ts";
import { SourcePlaces } from "./source-places.ts";
import { nodesIn, type SyntaxNode } from "./syntax-nodes.ts";

export interface ExaminedBundle {
  /** What fails where it is reached. */
  readonly errors: PartialMessage[];
  /** What does something else than elsewhere. */
  readonly warnings: PartialMessage[];
}

/** Places are those of the sources. */
export async function examineBundle({ script, map, outfile, sources }: Bundle): Promise<ExaminedBundle> {
  const text = Buffer.from(script).toString();
  const program = parse(text);
  // Whoever loads the script reports what this parser does not know, and the engine may.
  if (program === null) return { errors: [], warnings: [] };
  const locate = new Locator(text, sources, SourcePlaces.of(outfile, script, map));
  const nodes = nodesIn(program);
  const patterns = codePatternsIn(nodes)
    .sort((one, other) => one.node.start - other.node.start)
    .filter(({ ownCodeOnly, node }) => !ownCodeOnly || !locate.isOfPackage(node));
  return {
    errors: [...(await wrongRegExps(suspiciousRegExps(nodes), locate)), ...missingNames(program, locate)],
    warnings: patterns.map(({ text: message, advice, node }) => ({
      text: message,
      notes: [{ text: advice }],
      ...locate.at(node),
    })),
  };
}

/** Leaves regular expressions to the engine; acorn's own check would end at the first one. */
class LenientParser extends Parser {
  validateRegExpFlags(): void {}
  validateRegExpPattern(): void {}
}

function parse(text: string): Node | null {
  try {
    return LenientParser.parse(text, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

interface FoundLiteral extends RegExpLiteral {
  readonly node: Node;
}

/** What Node takes, and no sets of characters are in, the engine takes, too. */
function suspiciousRegExps(nodes: readonly SyntaxNode[]): FoundLiteral[] {
  return nodes.flatMap((node) => {
    const { pattern, flags } = (node.regex ?? { pattern: "", flags: "" }) as RegExpLiteral;
    return node.regex !== undefined && (node.value === null || flags.includes("v")) ? [{ pattern, flags, node }] : [];
  });
}

async function wrongRegExps(literals: readonly FoundLiteral[], locate: Locator): Promise<PartialMessage[]> {
  if (literals.length === 0) return [];
  const { objectionsTo } = await import("./engine-syntax.ts");
  const objections = objectionsTo(literals);
  return literals.flatMap(({ pattern, flags, node }, index) => {
    const objection = objections[index];
    if (objection === null || objection === undefined) return [];
    const text = `The engine does not take the regular expression /${pattern}/${flags}: ${objection}`;
    return [{ text, ...locate.at(node) }];
  });
}

const known = new Set(knownGlobals);

/** One message for each name and source file. A file that asks `typeof name` anywhere knows that the name may be missing. */
function missingNames(program: Node, locate: Locator): PartialMessage[] {
  const missing = freeNamesOf(program).filter(({ name }) => !known.has(name));
  const keyOf = ({ name, node }: FreeName) => `${name} ${locate.fileOf(node)}`;
  const asked = new Set(missing.filter((use) => use.asked).map(keyOf));
  const seen = new Set<string>();
  return missing.flatMap((use) => {
    const key = keyOf(use);
    if (use.asked || use.caught || asked.has(key) || seen.has(key)) return [];
    seen.add(key);
    const advice = missingGlobals.find(({ name }) => name === use.name)?.instead;
    const notes = advice === undefined ? [] : [{ text: advice }];
    return [{ text: `"${use.name}" is not there when a plugin runs`, notes, ...locate.at(use.node) }];
  });
}
