/** What a long proof has counted or measured, for the table in docs/reliability.md. */

import { appendFileSync } from "node:fs";
import type { Figure } from "../../scripts/long-figures.ts";

/** Reports a figure to `npm run test:long`; prints it when the test runs by itself. */
export function reportFigure(proof: string, text: string): void {
  const file = process.env.WSL_SCRIPT_HOST_FIGURES;
  const figure: Figure = { proof, text };
  if (file === undefined) console.log(`${proof}: ${text}`);
  else appendFileSync(file, `${JSON.stringify(figure)}\n`);
}
