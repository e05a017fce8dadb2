import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { insertFigures, insertTable } from "../../scripts/long-figures.ts";
import { paths } from "../../src/paths.ts";

const page = "before\n\n<!-- begin: long -->\n\n<!-- end: long -->\n\nafter\n";

test("a long proof's figures replace its rows, and the rows of other proofs stay", () => {
  const first = insertFigures(page, [
    { proof: "races", text: "10,000 loads" },
    { proof: "endurance", text: "1,000,000 hooks" },
  ]);
  const second = insertFigures(first, [
    { proof: "races", text: "20,000 loads" },
    { proof: "races", text: "0 got through" },
  ]);
  expect(insertFigures(second, [])).toBe(second);
  expect(second).toBe(
    "before\n\n<!-- begin: long -->\n\n| proof | last figures |\n| --- | --- |\n" +
      "| `endurance` | 1,000,000 hooks |\n| `races` | 20,000 loads |\n| `races` | 0 got through |\n\n" +
      "<!-- end: long -->\n\nafter\n",
  );
});

test("a long proof's own table replaces its previous one", () => {
  const table = { page: "language", place: "long", head: ["package", "version"] };
  const first = insertTable(page, { ...table, rows: [["yaml", "2.9.0"]] });
  expect(insertTable(first, { ...table, rows: [["yaml", "2.9.1"]] })).toBe(
    "before\n\n<!-- begin: long -->\n\n| package | version |\n| --- | --- |\n| yaml | 2.9.1 |\n\n<!-- end: long -->\n\nafter\n",
  );
});

test("docs/reliability.md has a place for the figures of long proofs", () => {
  const text = readFileSync(join(paths.root, "docs", "reliability.md"), "utf8");
  expect(insertFigures(text, [{ proof: "new", text: "1 run" }])).toContain("| `new` | 1 run |");
  expect(() => insertFigures("no markers", [])).toThrow('The page has no place for "long".');
});

test("docs/language.md has a place for the tested packages", () => {
  const text = readFileSync(join(paths.root, "docs", "language.md"), "utf8");
  const table = { page: "language", place: "packages", head: ["package"], rows: [["yaml"]] };
  expect(insertTable(text, table)).toContain("| package |\n| --- |\n| yaml |\n");
});
