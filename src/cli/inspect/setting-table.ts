/** Shows the settings that a script declares. */

import type { SettingValues } from "../../host/setting-values.ts";

export interface SettingsSchema {
  readonly properties: Readonly<Record<string, ValueSchema>>;
  readonly required: readonly string[];
}

/** The schema after the runtime's check: `type` and the keywords allowed for it. */
interface ValueSchema {
  readonly type: string;
  readonly description?: string;
  readonly secret?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: ValueSchema;
}

/** One line each: name, type, default, and purpose. */
export function settingTable({ properties }: SettingsSchema): string[] {
  const rows = Object.entries(properties).map(([name, schema]) => [
    name,
    typeText(schema),
    defaultText(schema),
    schema.description ?? "",
  ]);
  return aligned(rows);
}

/** What each setting's value is, and where it comes from. */
export function valueTable(values: SettingValues): string[] {
  return aligned(
    Object.entries(values).map(([name, { value, from }]) => [
      name,
      value === undefined ? "(secret)" : JSON.stringify(value),
      from,
    ]),
  );
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return ["none"];
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widthOf(column)))
      .join("  ")
      .trimEnd(),
  );
}

function typeText({ type, enum: choices, minimum, maximum, items }: ValueSchema): string {
  if (choices !== undefined) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  if (items !== undefined) return `array of ${typeText(items)}`;
  if (minimum === undefined && maximum === undefined) return type;
  return `${type} ${minimum ?? ""}..${maximum ?? ""}`;
}

function defaultText({ secret, default: value }: ValueSchema): string {
  if (value === undefined) return "required";
  return secret === true ? "(secret)" : JSON.stringify(value);
}
