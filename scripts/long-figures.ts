/** What long proofs write into the docs: their row of the table in docs/reliability.md, and tables of their own. */

/** What a long proof has counted or measured. */
export interface Figure {
  /** The name of the file in test/long, without `.test.ts`. */
  readonly proof: string;
  /** What was run, how often, and what came of it: "1,000,000 hooks: +0 handles, +0 KiB". */
  readonly text: string;
}

/** All that one proof has tried, thing by thing. */
export interface FullTable {
  /** The page in docs, without `.md`, and the name of the place in it. */
  readonly page: string;
  readonly place: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const head = ["proof", "last figures"];

/** The page with new rows for the proofs that have figures; the rows of others stay. */
export function insertFigures(page: string, figures: readonly Figure[]): string {
  const { before, table, after } = partsOf(page, "long");
  const rows = rowsOf(table);
  for (const proof of new Set(figures.map((figure) => figure.proof))) {
    const texts = figures.filter((figure) => figure.proof === proof).map(({ text }) => text);
    rows.set(proof, texts.join("; "));
  }
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
  return (
    before +
    inMarkdown(
      head,
      sorted.map(([proof, text]) => [`\`${proof}\``, text]),
    ) +
    after
  );
}

/** The page with the table in its place. */
export function insertTable(page: string, { place, head: columns, rows }: FullTable): string {
  const { before, after } = partsOf(page, place);
  return before + inMarkdown(columns, rows) + after;
}

function partsOf(page: string, place: string): { before: string; table: string; after: string } {
  const [begin, end] = [`<!-- begin: ${place} -->\n`, `<!-- end: ${place} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page lacks "${begin.trim()}" or "${end}".`);
  const start = from + begin.length;
  return { before: page.slice(0, start), table: page.slice(start, to), after: page.slice(to) };
}

function inMarkdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`);
  return `\n${lines.join("")}\n`;
}

function rowsOf(table: string): Map<string, string> {
  return new Map([...table.matchAll(/^\| `(.+?)` \| (.+) \|$/gm)].map(([, proof = "", text = ""]) => [proof, text]));
}
