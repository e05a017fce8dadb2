/**
 * Where what happened differs from what was expected, `*` standing for anything within a line: a readable list, or
 * none.
 */
export function compareLines(actual: readonly string[], expected: readonly string[]): string[] {
  const count = Math.max(actual.length, expected.length);
  const differences: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const [line, pattern] = [actual[index], expected[index]];
    if (line === undefined || pattern === undefined || !patternOf(pattern).test(line)) {
      differences.push(`line ${index + 1}: ${line ?? "(nothing more happened)"}`);
      differences.push(`  expected: ${pattern ?? "(nothing more)"}`);
    }
  }
  return differences;
}

function patternOf(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
