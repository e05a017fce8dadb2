// The tables of what can go wrong, against the tree: each row names tests that are there.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { linePattern } from "../../src/simulator/scenario/compare-lines.ts";

/** The last column of the tables whose heading ends in "shown by", by the first column. */
function rows(name: string): [what: string, shownBy: string][] {
  const page = readFileSync(join(paths.root, "docs", name), "utf8");
  const tables = page.split(/\n\n/).filter((block) => /^\|.*\| shown by \|\n/.test(block));
  return tables.flatMap((table) =>
    table
      .trim()
      .split("\n")
      .slice(2)
      .map((row): [string, string] => {
        const cells = row.split("|").map((cell) => cell.trim());
        return [cells.at(1) ?? "", cells.at(-2) ?? ""];
      }),
  );
}

test.each([
  ["reliability.md", 80],
  ["security.md", 25],
])("every row of docs/%s names an existing test, or says why there is none", (name, least) => {
  const files = readdirSync(join(paths.root, "test"), { recursive: true, encoding: "utf8" });
  const isThere = (name: string) => files.some((file) => linePattern(`*/${name}`).test(`/test/${file}`));
  const known = rows(name);
  expect(known.length).toBeGreaterThanOrEqual(least);
  const wrong = known.flatMap(([what, shownBy]) => {
    if (/^no test: ./.test(shownBy)) return [];
    const names = [...shownBy.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");
    return names.length > 0 && names.every(isThere) ? [] : [`${what}: ${names.filter((name) => !isThere(name))}`];
  });
  expect(wrong).toEqual([]);
});
