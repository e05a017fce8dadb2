/** The tables in docs/performance.md, which `npm run bench -- --write` keeps. */

import { comparisonTable, markdown, type Report, suiteTable, timeTable } from "./report.ts";

/** The page with other tables, each between `<!-- begin: name -->` and `<!-- end: name -->`. */
export function insertTables(page: string, { versions, comparison, edits, overtimes, suite }: Report): string {
  const measuredWith = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
  const parts = {
    versions: `Measured with ${measuredWith}.`,
    comparison: markdown(comparisonTable(comparison)),
    edits: markdown(timeTable(edits)),
    overtimes: markdown(timeTable(overtimes)),
    suite: markdown(suiteTable(suite)),
  };
  return Object.entries(parts).reduce((text, [name, content]) => replacePart(text, name, content), page);
}

function replacePart(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- begin: ${name} -->\n`, `<!-- end: ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no place for "${name}".`);
  return `${page.slice(0, from + begin.length)}\n${content}\n\n${page.slice(to)}`;
}
