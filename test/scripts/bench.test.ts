import { describe, expect, test } from "vitest";
import { largeScript } from "../../scripts/bench/large-script.ts";
import { insertTables } from "../../scripts/bench/page.ts";
import {
  comparisonTable,
  geometricMean,
  growthTable,
  lowest,
  markdown,
  plainText,
  type Report,
  suiteTable,
  timeTable,
} from "../../scripts/bench/report.ts";

describe("the statistics", () => {
  test("use the lowest value", () => expect(lowest([3, 1, 2])).toBe(1));

  test("need at least one value", () => expect(() => lowest([])).toThrow(RangeError));

  test("give a mean of 1 for a program that takes twice as long and one that takes half as long", () => {
    expect(geometricMean([2, 0.5])).toBeCloseTo(1);
  });
});

const report: Report = {
  versions: { wine: "8.0", node: "20.1.0" },
  comparison: [
    { name: "met by its time", unit: "µs", native: 0.5, script: 14.96, target: { of: "script", atMost: 15 } },
    { name: "missed by its time", unit: "ms", native: 1, script: 5.5, target: { of: "script", atMost: 5 } },
    { name: "met by its ratio", unit: "ms", native: 100, script: 125, target: { of: "ratio", atMost: 1.25 } },
    { name: "without a target", unit: "MB", native: 2, script: 2.5 },
  ],
  growth: [{ name: "timers", unit: "µs", small: 1000, large: 10_000, few: 2, many: 3 }],
  edits: [{ name: "saved", median: 61.4, highest: 118.2 }],
  overtimes: [{ name: "loops", median: 1.5, highest: 2 }],
  suite: [
    { name: "sort", dll: 20, node: 10, native: null },
    { name: "JSON", dll: 50, node: 100, native: null },
  ],
};

describe("the tables", () => {
  test("show numbers, ratios and targets", () => {
    expect(comparisonTable(report.comparison)).toEqual([
      ["", "native", "script", "script / native", "target", ""],
      ["met by its time", "0.50 µs", "15.0 µs", "29.9 ×", "≤ 15 µs", "met"],
      ["missed by its time", "1.00 ms", "5.50 ms", "5.50 ×", "≤ 5 ms", "missed"],
      ["met by its ratio", "100 ms", "125 ms", "1.25 ×", "≤ 1.25 ×", "met"],
      ["without a target", "2.00 MB", "2.50 MB", "1.25 ×", "", ""],
    ]);
  });

  test("show what one of many costs", () => {
    expect(growthTable(report.growth)[1]).toEqual(["timers", "1,000", "2.00 µs", "10,000", "3.00 µs", "1.50 ×"]);
  });

  test("show the median and the highest time", () => {
    expect(timeTable(report.edits)[1]).toEqual(["saved", "61.4 ms", "118 ms"]);
  });

  test("end with the mean of the programs", () => {
    expect(suiteTable(report.suite).at(-1)).toEqual(["geometric mean", "", "", "1.00 ×"]);
  });

  test("compare with a native engine where the machine has one", () => {
    expect(suiteTable(report.suite.map((row) => ({ ...row, native: row.dll / 2 })))).toEqual([
      ["", "DLL", "Node", "native", "DLL / Node", "DLL / native"],
      ["sort", "20.0 ms", "10.0 ms", "10.0 ms", "2.00 ×", "2.00 ×"],
      ["JSON", "50.0 ms", "100 ms", "25.0 ms", "0.50 ×", "2.00 ×"],
      ["geometric mean", "", "", "", "1.00 ×", "2.00 ×"],
    ]);
  });

  test("have aligned columns", () => {
    expect(plainText(suiteTable(report.suite))).toBe(
      [
        "                    DLL     Node  DLL / Node",
        "sort            20.0 ms  10.0 ms      2.00 ×",
        "JSON            50.0 ms   100 ms      0.50 ×",
        "geometric mean                        1.00 ×",
      ].join("\n"),
    );
  });

  test("are written as Markdown tables", () => {
    expect(markdown(suiteTable(report.suite)).split("\n").slice(0, 3)).toEqual([
      "|  | DLL | Node | DLL / Node |",
      "| --- | ---: | ---: | ---: |",
      "| sort | 20.0 ms | 10.0 ms | 2.00 × |",
    ]);
  });
});

describe("the page", () => {
  const place = (name: string, content = "") => `<!-- begin: ${name} -->\n${content}<!-- end: ${name} -->`;
  const page = `# Title\n${place("versions", "old\n")}\ntext\n${place("comparison")}\n${place("growth")}\n${place("edits")}\n${place("overtimes")}\n${place("suite")}\nend\n`;

  test("receives the tables, and keeps its own text", () => {
    const written = insertTables(page, report);
    expect(written).toContain("Measured with wine 8.0, node 20.1.0.");
    expect(written).toContain("| met by its ratio | 100 ms |");
    expect(written.split("\n")).toEqual(expect.arrayContaining(["# Title", "text", "end"]));
    expect(written).not.toContain("old");
  });

  test("does not change with the same numbers", () => {
    const written = insertTables(page, report);
    expect(insertTables(written, report)).toBe(written);
  });

  test("without a place for a table is rejected", () => {
    expect(() => insertTables("# Title\n", report)).toThrow('no place for "versions"');
  });
});

test("the large script has the right size", () => {
  const size = 50 * 1024;
  const { length } = largeScript(size);
  expect(length).toBeGreaterThanOrEqual(size);
  expect(length).toBeLessThan(size * 1.1);
});
