/** What the DLL's version resource says of its origin, as macros for host/version.rc.in. */

import { paths } from "../../src/paths.ts";
import { engineText, type Facts } from "../parts/facts.ts";
import { writeIfChanged } from "./write-if-changed.ts";

export function writeVersionTexts(facts: Facts): void {
  const texts = { ENGINE: engineText(facts), COMMIT: facts.source.commit };
  const lines = Object.entries(texts).map(([name, text]) => `#define VERSION_${name} ${JSON.stringify(text)}\n`);
  writeIfChanged(paths.versionHeader, lines.join(""));
}
