/** The tables in docs/performance.md, which `npm run bench -- --write` keeps. */

import { replacePart } from "../page-parts.ts";
import { comparisonTable, growthTable, markdown, type Report, suiteTable, timeTable } from "./report.ts";

/** The page with new tables, each between `<!-- begin: name -->` and `<!-- end: name -->`. */
export function insertTables(page: string, { versions, comparison, growth, edits, overtimes, suite }: Report): string {
  const measuredWith = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
  const parts = {
    versions: `Measured with ${measuredWith}.`,
    comparison: markdown(comparisonTable(comparison)),
    growth: markdown(growthTable(growth)),
    edits: markdown(timeTable(edits)),
    overtimes: markdown(timeTable(overtimes)),
    suite: markdown(suiteTable(suite)),
  };
  return Object.entries(parts).reduce((text, [name, content]) => replacePart(text, name, content), page);
}
