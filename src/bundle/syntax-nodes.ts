/** The nodes of a parsed script. */

import type { Node } from "acorn";

/** As acorn makes them: the type decides which members exist. */
export type SyntaxNode = Node & Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The node and everything inside it, in no order. */
export function nodesIn(root: Node): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const pending = [root as SyntaxNode];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    found.push(node);
    for (const key in node) {
      const value = node[key];
      if (isNode(value)) pending.push(value);
      else if (Array.isArray(value)) for (const item of value) if (isNode(item)) pending.push(item);
    }
  }
  return found;
}
