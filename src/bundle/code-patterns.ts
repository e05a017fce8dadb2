/** Finds code that the engine runs but that does not do what its author expects. */

import type { Node } from "acorn";
import { isNode, type SyntaxNode } from "./syntax-nodes.ts";

export interface CodePattern {
  readonly text: string;
  readonly advice: string;
  readonly node: Node;
  /** Packages contain many of these, mostly for good reasons. */
  readonly ownCodeOnly?: boolean;
}

export function codePatternsIn(nodes: readonly SyntaxNode[]): CodePattern[] {
  return nodes.flatMap((node) =>
    finders.flatMap((find) => {
      const pattern = find(node);
      return pattern === null ? [] : [{ ...pattern, node }];
    }),
  );
}

type Finder = (node: SyntaxNode) => Omit<CodePattern, "node"> | null;

const finders: readonly Finder[] = [codeFromText, ignoredLocale, spreadText];

function codeFromText({ type, callee, arguments: args }: SyntaxNode): ReturnType<Finder> {
  if ((type !== "CallExpression" && type !== "NewExpression") || !isNode(callee)) return null;
  // Also Function.apply(null, texts), and (0, eval)(text).
  const target =
    callee.type === "MemberExpression" ? callee.object : callee.type === "SequenceExpression" ? last(callee) : callee;
  const name = isNode(target) && target.type === "Identifier" ? target.name : "";
  if (name !== "Function" && name !== "eval") return null;
  if (callee.type === "MemberExpression" && !isCall(callee.property)) return null;
  const [only] = args as SyntaxNode[];
  // How packages look for the global object; globalThis comes first.
  if (only?.type === "Literal" && only.value === "return this") return null;
  return {
    text: `"${name}" makes code from text, which plugins do not support`,
    advice: "Use a package that does not do this, or its precompiled form: many template engines have one.",
  };
}

function last({ expressions }: SyntaxNode): unknown {
  return (expressions as unknown[]).at(-1);
}

function isCall(property: unknown): boolean {
  return isNode(property) && (property.name === "apply" || property.name === "call");
}

/** How many arguments the method takes before the locale. */
const localeMethods: ReadonlyMap<unknown, number> = new Map([
  ["localeCompare", 1],
  ["toLocaleDateString", 0],
  ["toLocaleLowerCase", 0],
  ["toLocaleString", 0],
  ["toLocaleTimeString", 0],
  ["toLocaleUpperCase", 0],
]);

function ignoredLocale({ type, callee, arguments: args }: SyntaxNode): ReturnType<Finder> {
  if (type !== "CallExpression" || !isNode(callee) || callee.type !== "MemberExpression") return null;
  const name = isNode(callee.property) && callee.computed !== true ? callee.property.name : null;
  const before = localeMethods.get(name);
  const given = before === undefined ? [] : (args as SyntaxNode[]).slice(before);
  if (given.every((argument) => argument.type === "Identifier" && argument.name === "undefined")) return null;
  return {
    text: `"${String(name)}" ignores locales and options: the engine has no data on languages, and only the machine's time zone`,
    advice: "Leave the argument out, and format by hand what must look the same everywhere.",
    ownCodeOnly: true,
  };
}

/** A fault of the engine (quickjs-ng 0.17 and 0.18). */
function spreadText({ type, properties }: SyntaxNode): ReturnType<Finder> {
  if (type !== "ObjectExpression") return null;
  const isText = ({ type: kind, argument }: SyntaxNode) =>
    kind === "SpreadElement" &&
    isNode(argument) &&
    (argument.type === "TemplateLiteral" || typeof argument.value === "string");
  if (!(properties as SyntaxNode[]).some(isText)) return null;
  return {
    text: "spreading a string into an object copies nothing, because of a bug in the engine",
    advice: "Write { ...Object(text) } or Object.assign({}, text).",
  };
}
