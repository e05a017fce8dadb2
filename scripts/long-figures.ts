/** Writes the results of long proofs into the docs: rows of the table in docs/reliability.md, and their own tables. */

import { code, table } from "../bindings/emit/markdown.ts";
import { partOf, replacePart } from "./page-parts.ts";

/** A count or a measurement of a long proof. */
export interface Figure {
  /** The name of the file in test/long, without `.test.ts`. */
  readonly proof: string;
  /** What was run, how often, and the result: "1,000,000 hooks: +0 handles, +0 KiB". */
  readonly text: string;
}

/** Everything that one proof has tried, one row each. */
export interface FullTable {
  /** The page in docs, without `.md`, and the name of the place in it. */
  readonly page: string;
  readonly place: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const place = "long";
const head = ["proof", "last figures"];

/** The page with new rows for the proofs that have figures, a row a figure; the rows of others stay. */
export function insertFigures(page: string, figures: readonly Figure[]): string {
  const renewed = new Set(figures.map(({ proof }) => proof));
  const kept = figuresIn(partOf(page, place)).filter(({ proof }) => !renewed.has(proof));
  const sorted = [...kept, ...figures].sort(({ proof: one }, { proof: other }) =>
    one === other ? 0 : one < other ? -1 : 1,
  );
  const rows = sorted.map(({ proof, text }) => [code(proof), text]);
  return replacePart(page, place, table(head, rows).join("\n"));
}

/** The page with the table in its place. */
export function insertTable(page: string, { place, head, rows }: FullTable): string {
  return replacePart(page, place, table(head, rows).join("\n"));
}

function figuresIn(rows: string): Figure[] {
  return [...rows.matchAll(/^\| `(.+?)` \| (.+) \|$/gm)].map(([, proof = "", text = ""]) => ({
    proof,
    text: text.replaceAll("\\|", "|"),
  }));
}
