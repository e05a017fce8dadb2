// README.md and docs/guide.md: one line for all shells, so that no page shows a command two or three times.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

/** Programs, and what cmd and PowerShell both have under the same name with the same arguments. */
const programs = /^(cd|mkdir|npm|npx|icacls|net|reg|findstr|xcopy|wsl|\.\\wsl-script-host\.exe) /;
/** Outside of double quotes: what only some shells know, or take for another thing. */
const special = /[&|;<>*?%^`'$@(){}#]/;

test.each(["README.md", "docs/guide.md"])(
  "%s has no line of a shell that cmd or PowerShell reads otherwise",
  (page) => {
    const text = readFileSync(join(paths.root, page), "utf8");
    const blocks = [...text.matchAll(/^ *```(?:sh|bat)\n([\s\S]*?)^ *```$/gm)].map(([, lines = ""]) => lines);
    const lines = blocks.flatMap((block) => block.trim().split(/\n */));
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => !programs.test(line) || special.test(line.replaceAll(/"[^"$%`]*"/g, "")))).toEqual(
      [],
    );
  },
);
