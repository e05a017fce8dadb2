import { expect } from "vitest";
import { compareLines, linePattern } from "../../src/simulator/scenario/compare-lines.ts";

/** The expected lines; `*` matches any text within a line. Indentation and empty lines are ignored. */
export function expectLines(actual: readonly string[], expected: string): void {
  const lines = expected.split("\n").map((line) => line.trim());
  expect(
    compareLines(
      actual,
      lines.filter((line) => line !== ""),
    ),
  ).toEqual([]);
}

/** Each line of what is expected, in this order, with others between them. */
export function expectLinesAmong(printed: string, expected: string): void {
  const lines = printed.split(/\r?\n/);
  let next = 0;
  for (const line of expected.trimEnd().split("\n")) {
    const pattern = linePattern(line);
    const at = lines.findIndex((candidate, index) => index >= next && pattern.test(candidate));
    expect(at, `${JSON.stringify(line)} in:\n${printed}`).toBeGreaterThanOrEqual(next);
    next = at + 1;
  }
}
