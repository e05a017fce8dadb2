/** What a long proof has counted or measured, for the docs. */

import { appendFileSync } from "node:fs";
import type { Figure, FullTable } from "../../scripts/long-figures.ts";

/** Reports a figure to `npm run test:long`; prints it when the test runs by itself. */
export function reportFigure(proof: string, text: string): void {
  const figure: Figure = { proof, text };
  if (!report(figure)) console.log(`${proof}: ${text}`);
}

/** The same with a table. */
export function reportTable(table: FullTable): void {
  if (!report(table)) console.log(table.rows.map((cells) => cells.join("  ")).join("\n"));
}

function report(reported: Figure | FullTable): boolean {
  const file = process.env.WSL_SCRIPT_HOST_FIGURES;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(reported)}\n`);
  return file !== undefined;
}
