/** The results of `npm run bench`, as data and as tables. */

/** A row of the comparison with a native plugin. Less is better in all of them. */
export interface ComparisonRow {
  readonly name: string;
  readonly unit: Unit;
  /** Null if a native plugin has no counterpart. */
  readonly native: number | null;
  readonly script: number;
  readonly target?: Target;
}

export type Unit = "µs" | "ms" | "MB";

/** What the measurements count in, nanoseconds and bytes, of each unit. */
export const perUnit = { µs: 1e3, ms: 1e6, MB: 1024 * 1024 } as const satisfies Record<Unit, number>;

/** The target for the script's side: a number in the row's unit, or a multiple of the native side's. */
export interface Target {
  readonly of: "script" | "ratio";
  readonly atMost: number;
}

/** A program of the JavaScript suite: milliseconds in the DLL's engine, and in the same WebAssembly under Node. */
export interface SuiteRow {
  readonly name: string;
  readonly dll: number;
  readonly node: number;
  /** In a native QuickJS; null if the machine has none. */
  readonly native: number | null;
}

/** Milliseconds, of several rounds. */
export interface TimeRow {
  readonly name: string;
  readonly median: number;
  readonly highest: number;
}

/** What one of many costs, where there are few and where there are many. */
export interface GrowthRow {
  readonly name: string;
  readonly unit: Unit;
  /** How many there are. */
  readonly small: number;
  readonly large: number;
  /** What one costs there. */
  readonly few: number;
  readonly many: number;
}

export interface Report {
  /** The conditions of the measurement, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly comparison: readonly ComparisonRow[];
  readonly growth: readonly GrowthRow[];
  /** From an edit to the first hook that runs the new code. */
  readonly edits: readonly TimeRow[];
  /** From the end of a hook's time to the end of the hook. */
  readonly overtimes: readonly TimeRow[];
  readonly suite: readonly SuiteRow[];
}

export type Table = readonly (readonly string[])[];

/** The rows as texts, below a row of headings. */
export function comparisonTable(rows: readonly ComparisonRow[]): Table {
  return [
    ["", "native", "script", "script / native", "target", ""],
    ...rows.map(({ name, unit, native, script, target }) => [
      name,
      native === null ? "" : amount(native, unit),
      amount(script, unit),
      native === null ? "" : ratio(script / native),
      target === undefined ? "" : targetText(target, unit),
      target === undefined ? "" : meets(target, script, native) ? "met" : "missed",
    ]),
  ];
}

export function growthTable(rows: readonly GrowthRow[]): Table {
  return [
    ["", "of", "each", "of", "each", "growth"],
    ...rows.map(({ name, unit, small, large, few, many }) => [
      name,
      small.toLocaleString("en"),
      amount(few, unit),
      large.toLocaleString("en"),
      amount(many, unit),
      ratio(many / few),
    ]),
  ];
}

export function timeTable(rows: readonly TimeRow[]): Table {
  return [
    ["", "median", "highest"],
    ...rows.map(({ name, median, highest }) => [name, amount(median, "ms"), amount(highest, "ms")]),
  ];
}

/** The same of the suite, with the programs' geometric mean as the last row. */
export function suiteTable(rows: readonly SuiteRow[]): Table {
  const others = ["Node", ...(rows.some(({ native }) => native !== null) ? ["native"] : [])];
  const times = ({ node, native }: SuiteRow) => (native === null ? [node] : [node, native]);
  const ratios = rows.map((row) => times(row).map((time) => row.dll / time));
  const means = others.map((_, at) => ratio(geometricMean(ratios.map((all) => all[at] ?? Number.NaN))));
  return [
    ["", "DLL", ...others, ...others.map((other) => `DLL / ${other}`)],
    ...rows.map((row, at) => [
      row.name,
      ...[row.dll, ...times(row)].map((time) => amount(time, "ms")),
      ...(ratios[at] ?? []).map(ratio),
    ]),
    ["geometric mean", "", ...others.map(() => ""), ...means],
  ];
}

/** Columns side by side: the first to the left, all others to the right. */
export function plainText(table: Table): string {
  const widths = widthsOf(table);
  return table
    .map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((cells) => cells.join("  ").trimEnd())
    .join("\n");
}

export function markdown([headings = [], ...rows]: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = headings.map((_, at) => (at === 0 ? "---" : "---:"));
  return [headings, rule, ...rows].map(line).join("\n");
}

/** Disturbances only add time, so the lowest of several rounds is the most accurate. */
export function lowest(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("There is no lowest of nothing.");
  return Math.min(...values);
}

export function timeRow(name: string, times: readonly number[]): TimeRow {
  const sorted = times.toSorted((one, other) => one - other);
  return { name, median: sorted[sorted.length >> 1] ?? 0, highest: sorted.at(-1) ?? 0 };
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function meets({ of, atMost }: Target, script: number, native: number | null): boolean {
  return (of === "script" || native === null ? script : script / native) <= atMost;
}

function targetText({ of, atMost }: Target, unit: Unit): string {
  return of === "script" ? `≤ ${atMost} ${unit}` : `≤ ${ratio(atMost)}`;
}

function amount(value: number, unit: Unit): string {
  return `${threeDigits(value)} ${unit}`;
}

function ratio(value: number): string {
  return `${threeDigits(value)} ×`;
}

/** More digits would differ between runs. */
function threeDigits(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function widthsOf(table: Table): number[] {
  return (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
}
