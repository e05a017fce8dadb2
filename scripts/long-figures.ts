/** The table of long proofs in docs/reliability.md. */

/** What a long proof has counted or measured. */
export interface Figure {
  /** The name of the file in test/long, without `.test.ts`. */
  readonly proof: string;
  /** What was run, how often, and what came of it: "1,000,000 hooks: +0 handles, +0 KiB". */
  readonly text: string;
}

const begin = "<!-- begin: long -->\n";
const end = "<!-- end: long -->";
const head = "| proof | last figures |\n| --- | --- |\n";

/** The page with new rows for the proofs that have figures; the rows of others stay. */
export function insertFigures(page: string, figures: readonly Figure[]): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/reliability.md lacks "${begin.trim()}" or "${end}".`);
  const rows = rowsOf(page.slice(from + begin.length, to));
  for (const proof of new Set(figures.map((figure) => figure.proof))) {
    const texts = figures.filter((figure) => figure.proof === proof).map(({ text }) => text);
    rows.set(proof, texts.join("; "));
  }
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
  const table = head + sorted.map(([proof, text]) => `| \`${proof}\` | ${text} |\n`).join("");
  return `${page.slice(0, from + begin.length)}\n${table}\n${page.slice(to)}`;
}

function rowsOf(table: string): Map<string, string> {
  return new Map([...table.matchAll(/^\| `(.+?)` \| (.+) \|$/gm)].map(([, proof = "", text = ""]) => [proof, text]));
}
