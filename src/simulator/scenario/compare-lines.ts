/**
 * Lists in readable form where the events differ from the expected ones; `*` matches anything within a line. An extra
 * or missing line is reported once; the lines after it are compared with each other.
 */
export function compareLines(actual: readonly string[], expected: readonly string[]): string[] {
  const matches = matching(actual, expected);
  const common = lengthsOfCommon(matches, expected.length);
  const differences: string[] = [];
  let [line, pattern] = [0, 0];
  while (line < actual.length || pattern < expected.length) {
    const [extra, missing] = [line, pattern];
    while (!matches[line]?.[pattern] && (line < actual.length || pattern < expected.length)) {
      // One line in place of another one, unless fewer lines would then match.
      const best = common[line]?.[pattern];
      const isReplaced = common[line + 1]?.[pattern + 1] === best;
      const isMissing = common[line]?.[pattern + 1] === best;
      if (isReplaced || !isMissing) line += 1;
      if (isReplaced || isMissing) pattern += 1;
    }
    differences.push(...difference(extra, actual.slice(extra, line), expected.slice(missing, pattern)));
    line += 1;
    pattern += 1;
  }
  return differences;
}

/** By line and by pattern. */
function matching(actual: readonly string[], expected: readonly string[]): boolean[][] {
  const patterns = expected.map(linePattern);
  return actual.map((line) => patterns.map((pattern) => pattern.test(line)));
}

/** A line in which `*` matches anything. */
export function linePattern(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

/** How many lines from there on match in order. */
function lengthsOfCommon(matches: readonly boolean[][], count: number): number[][] {
  const lengths: number[][] = [...matches.map(() => []), new Array<number>(count + 1).fill(0)];
  for (let line = matches.length - 1; line >= 0; line -= 1) {
    const [row = [], next = []] = [lengths[line], lengths[line + 1]];
    row[count] = 0;
    for (let pattern = count - 1; pattern >= 0; pattern -= 1) {
      row[pattern] = matches[line]?.[pattern]
        ? 1 + (next[pattern + 1] ?? 0)
        : Math.max(next[pattern] ?? 0, row[pattern + 1] ?? 0);
    }
  }
  return lengths;
}

function difference(first: number, lines: readonly string[], patterns: readonly string[]): string[] {
  return Array.from({ length: Math.max(lines.length, patterns.length) }, (_, index) => [
    `line ${first + Math.min(index, lines.length) + 1}: ${lines[index] ?? "(nothing)"}`,
    `  expected: ${patterns[index] ?? "(nothing)"}`,
  ]).flat();
}
