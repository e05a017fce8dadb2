/** Finds names that a script uses and does not define. */

import type { Node } from "acorn";
import { isNode, type SyntaxNode } from "./syntax-nodes.ts";

export interface FreeName {
  readonly name: string;
  readonly node: Node;
  /** Whether it occurs only behind `typeof`, which tests for the name and does not use it. */
  readonly asked: boolean;
  /** Whether a `catch` handles the missing name. */
  readonly caught: boolean;
}

/**
 * All free names in order, in a script that esbuild wrote: esbuild gives no local the name of a global that is used,
 * not even in another block, so a declaration anywhere in a function counts for the whole function.
 */
export function freeNamesOf(program: Node): FreeName[] {
  const search = new Search();
  search.visit(program, { names: new Set(["arguments"]), outer: null, caught: false, asked: false });
  return search.found;
}

interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | null;
  readonly caught: boolean;
  readonly asked: boolean;
}

class Search {
  readonly found: FreeName[] = [];

  visit(node: Node, scope: Scope): void {
    const it = node as SyntaxNode;
    switch (node.type) {
      case "Identifier":
        this.#use(it, scope);
        return;
      case "Program":
        this.#visitChildren(it, within(scope, declaredIn(childrenOf(it))));
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        // A surrounding `catch` does not catch what runs later.
        this.#visitChildren(it, { ...within(scope, declaredByFunction(it)), caught: false });
        return;
      case "StaticBlock":
        this.#visitChildren(it, within(scope, declaredIn(childrenOf(it))));
        return;
      case "ClassExpression":
        this.#visitChildren(it, within(scope, new Set(patternNames(it.id))));
        return;
      case "TryStatement":
        this.#visitTry(it, scope);
        return;
      case "UnaryExpression":
        this.#visitChildren(it, { ...scope, asked: it.operator === "typeof" });
        return;
      default:
        this.#visitChildren(it, scope);
    }
  }

  #use(node: SyntaxNode, scope: Scope): void {
    const name = node.name as string;
    for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.names.has(name)) return;
    this.found.push({ name, node, asked: scope.asked, caught: scope.caught });
  }

  #visitTry(node: SyntaxNode, scope: Scope): void {
    const { block, handler, finalizer } = node as unknown as Record<string, Node | null>;
    if (block) this.visit(block, { ...scope, caught: scope.caught || handler !== null });
    for (const part of [handler, finalizer]) if (part) this.visit(part, scope);
  }

  #visitChildren(node: SyntaxNode, scope: Scope): void {
    const inner = scope.asked && node.type !== "UnaryExpression" ? { ...scope, asked: false } : scope;
    for (const child of childrenOf(node)) this.visit(child, inner);
  }
}

function within(outer: Scope, names: ReadonlySet<string>): Scope {
  return { names, outer, caught: outer.caught, asked: false };
}

/** The parts of a node that are code, without names of members, labels and exports. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const key in node) {
    const value = node[key];
    if (typeof value !== "object" || value === null || isPlainName(node, key)) continue;
    if (isNode(value)) children.push(value);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) children.push(item);
  }
  return children;
}

function isPlainName({ type, computed, shorthand }: SyntaxNode, key: string): boolean {
  switch (type) {
    case "MemberExpression":
      return key === "property" && computed !== true;
    case "Property":
      return key === "key" && (computed !== true || shorthand === true);
    case "MethodDefinition":
    case "PropertyDefinition":
      return key === "key" && computed !== true;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return key === "label";
    case "ExportSpecifier":
      return key === "exported";
    case "ExportAllDeclaration":
    case "ImportSpecifier":
    case "MetaProperty":
      return true;
    default:
      return false;
  }
}

function declaredByFunction({ id, params, body }: SyntaxNode): Set<string> {
  const names = declaredIn([body as Node]);
  for (const pattern of [id, ...(params as Node[])]) for (const name of patternNames(pattern)) names.add(name);
  return names;
}

/** The names that these parts of a function or module declare, at any depth, but not in nested functions. */
function declaredIn(parts: readonly Node[]): Set<string> {
  const names = new Set<string>();
  const pending = [...parts] as SyntaxNode[];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.type) {
      case "FunctionDeclaration":
      case "ClassDeclaration":
        for (const name of patternNames(node.id)) names.add(name);
        break;
      case "VariableDeclarator":
        for (const name of patternNames(node.id)) names.add(name);
        break;
      case "CatchClause":
        for (const name of patternNames(node.param)) names.add(name);
        break;
      case "ImportSpecifier":
      case "ImportDefaultSpecifier":
      case "ImportNamespaceSpecifier":
        for (const name of patternNames(node.local)) names.add(name);
        break;
    }
    if (!/^(?:Function|ArrowFunction|Class)/.test(node.type)) pending.push(...(childrenOf(node) as SyntaxNode[]));
  }
  return names;
}

function patternNames(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name as string];
    case "Property":
      return patternNames(pattern.value);
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    default:
      return [pattern.properties, pattern.elements].flatMap((list) =>
        Array.isArray(list) ? list.flatMap(patternNames) : [],
      );
  }
}
