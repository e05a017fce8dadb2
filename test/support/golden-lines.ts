import { expect } from "vitest";
import { compareLines } from "../../src/simulator/scenario/compare-lines.ts";

/** What is expected, a line each, `*` standing for anything within a line. Indentation and empty lines do not count. */
export function expectLines(actual: readonly string[], expected: string): void {
  const lines = expected.split("\n").map((line) => line.trim());
  expect(
    compareLines(
      actual,
      lines.filter((line) => line !== ""),
    ),
  ).toEqual([]);
}
