/** Golden lines: what is expected, one line after the other, `*` standing for anything within a line. */

import { expect } from "vitest";

/** Indentation and empty lines around the expected ones do not count. */
export function expectLines(actual: readonly string[], expected: string): void {
  const patterns = linesOf(expected);
  const shown = actual.map((line, index) => {
    const pattern = patterns[index] ?? "";
    return new RegExp(`^${pattern.split("*").map(escapeText).join(".*")}$`).test(line) ? pattern : line;
  });
  expect(shown).toEqual(patterns);
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
