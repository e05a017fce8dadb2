/** Finds what cannot work in the engine before the script runs, in the plugin's own code and in packages. */

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
  /** Code that fails when it is reached. */
  readonly errors: PartialMessage[];
  /** Code that behaves differently than elsewhere. */
  readonly warnings: PartialMessage[];
}

/** Places are those in the sources. */
export async function examineBundle({ script, map, outfile, sources }: Bundle): Promise<ExaminedBundle> {
  const text = Buffer.from(script).toString();
  const program = parse(text);
  // Syntax that this parser does not know is reported when the script is loaded; the engine may know it.
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

/** Leaves regular expressions to the engine; acorn's own check would stop at the first error. */
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

/** The engine accepts every expression that Node accepts and that contains no set of characters. */
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
    const text = `The engine does not accept the regular expression /${pattern}/${flags}: ${objection}`;
    return [{ text, ...locate.at(node) }];
  });
}

const known = new Set(knownGlobals);

/**
 * One message for each name and source file. A file with `typeof name` anywhere expects that the name may be missing.
 */
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
    return [{ text: `"${use.name}" does not exist when a plugin runs`, notes, ...locate.at(use.node) }];
  });
}
