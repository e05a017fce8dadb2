import { isDeepStrictEqual } from "node:util";
import type { NativeValue } from "../../engine/runtime.ts";
import { isLeftOut, type LeftOut, type RowValue, valueOfRow } from "../../host/recording/row.ts";

/** Where a script does something else than its recording says. */
export interface Departure {
  /** The line of the recording, from 1. */
  readonly line: number;
  /** The hook, or the part of the plugin. */
  readonly within: string;
  /** The call; null for how the script returned. */
  readonly call: string | null;
  /** Null: nothing. */
  readonly recorded: string | null;
  readonly got: string | null;
}

export function formatDeparture({ line, within, call, recorded, got }: Departure): string {
  const what = call === null ? `${within} returned` : `${within}, ${call}`;
  return `line ${line}: ${what}\n  recorded: ${recorded ?? "no such call"}\n  got:      ${got ?? "no such call"}`;
}

/** Whether the script passes what it passed then. What the recording leaves out has its length. */
export function isSameValue(recorded: RowValue | undefined, got: NativeValue): boolean {
  const value = recorded === undefined ? undefined : valueOfRow(recorded);
  return isLeftOut(value) ? value.length === sizeOf(got) : isDeepStrictEqual(value, got);
}

function sizeOf(value: NativeValue): number {
  return value instanceof Uint8Array ? value.length : Buffer.byteLength(String(value));
}

export function valuesText(values: readonly (NativeValue | LeftOut | null | bigint)[]): string {
  return `(${values.map(valueText).join(", ")})`;
}

function valueText(value: NativeValue | LeftOut | null | bigint): string {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("latin1"));
  if (isLeftOut(value)) return `(${value.length} bytes)`;
  // Lists cross the border as one text.
  return typeof value === "string"
    ? value
        .split("\0")
        .map((part) => JSON.stringify(part))
        .join(" ")
    : String(value);
}
