// console.table: formats an array's or object's contents as rows and columns.

import {
  Dictionary,
  dictionaryGet,
  dictionarySet,
  getOwnPropertyDescriptor,
  isArray,
  isObject,
  joinTexts,
  max,
  ownKeys,
} from "../base/primordials.ts";
import { inspect } from "./inspect.ts";
import { kMaximumItems } from "./inspection.ts";

const kIndex = "(index)";
/** The column for rows that are not objects. */
const kValues = "Values";

interface Row {
  readonly name: string;
  readonly value: unknown;
}

/** Null for a value without rows. Getters are not called. */
export function formatTable(data: unknown, wanted: unknown): string | null {
  if (!isObject(data) || typeof data === "function") return null;
  const rows = entriesOf(data);
  const columns = isArray(wanted) ? textsOf(wanted) : columnsOf(rows);
  const lines: string[][] = [[kIndex]];
  for (let at = 0; at < columns.length; at++) append(lines[0] as string[], columns[at] as string);
  let anyPlain = false;
  for (let at = 0; at < rows.length; at++) if (!isObject((rows[at] as Row).value)) anyPlain = true;
  if (anyPlain) append(lines[0] as string[], kValues);
  for (let at = 0; at < rows.length; at++) append(lines, cellsOf(rows[at] as Row, columns, anyPlain));
  return layOutTable(lines);
}

function cellsOf({ name, value }: Row, columns: readonly string[], anyPlain: boolean): string[] {
  const cells = [name];
  for (let at = 0; at < columns.length; at++) {
    const property = isObject(value) ? getOwnPropertyDescriptor(value, columns[at] as string) : undefined;
    append(cells, property === undefined ? "" : "value" in property ? inspect(property.value, 0) : "[Getter]");
  }
  if (anyPlain) append(cells, isObject(value) ? "" : inspect(value, 0));
  return cells;
}

function columnsOf(rows: readonly Row[]): string[] {
  const known: Map<unknown, unknown> = new Dictionary();
  const columns: string[] = [];
  for (let at = 0; at < rows.length; at++) {
    const { value } = rows[at] as Row;
    const cells = isObject(value) ? entriesOf(value) : [];
    for (let index = 0; index < cells.length; index++) {
      const { name } = cells[index] as Row;
      if (dictionaryGet(known, name) === undefined && columns.length < kMaximumItems) append(columns, name);
      dictionarySet(known, name, true);
    }
  }
  return columns;
}

/** Enumerable properties with names that are text. */
function entriesOf(value: object): Row[] {
  const keys = ownKeys(value);
  const rows: Row[] = [];
  for (let at = 0; at < keys.length && rows.length < kMaximumItems; at++) {
    const name = keys[at];
    const property = typeof name === "string" ? getOwnPropertyDescriptor(value, name) : undefined;
    if (property?.enumerable === true) append(rows, { name: name as string, value: property.value });
  }
  return rows;
}

function textsOf(list: readonly unknown[]): string[] {
  const texts: string[] = [];
  for (let at = 0; at < list.length && at < kMaximumItems; at++) {
    if (typeof list[at] === "string") append(texts, list[at] as string);
  }
  return texts;
}

/** The first line is the heads of the columns. */
function layOutTable(lines: readonly string[][]): string {
  const widths: number[] = [];
  for (let line = 0; line < lines.length; line++) {
    const cells = lines[line] as string[];
    for (let at = 0; at < cells.length; at++) widths[at] = max(widths[at] ?? 1, (cells[at] as string).length);
  }
  const texts: string[] = [];
  for (let line = 0; line < lines.length; line++) {
    append(texts, rowText(lines[line] as string[], widths, " "));
    if (line === 0) append(texts, rowText([], widths, "-"));
  }
  return joinTexts(texts, "\n");
}

function rowText(cells: readonly string[], widths: readonly number[], fill: string): string {
  let text = "|";
  for (let at = 0; at < widths.length; at++) {
    let cell = cells[at] ?? "";
    while (cell.length < (widths[at] as number)) cell += fill;
    text += ` ${cell} |`;
  }
  return text;
}

function append<Item>(list: Item[], item: Item): void {
  list[list.length] = item;
}
