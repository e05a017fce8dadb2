import { type RowValue, valueOfRow } from "../../host/recording/row.ts";
import { type Hook, hooks } from "../../runtime/generated/hooks.ts";
import { type StructField, structs } from "../../runtime/generated/structs.ts";
import type { HookName } from "../../wsl/plugin-host.ts";

/** A struct's members, or those of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** A hook's structs, and its other values, by the names of its parameters. */
export interface HookMembers {
  readonly session?: Members;
  readonly settings?: Members;
  readonly distribution?: Members;
  readonly container?: unknown;
  readonly containerId?: unknown;
  readonly image?: unknown;
  readonly imageId?: unknown;
}

export function membersOf(name: HookName, values: readonly RowValue[]): HookMembers {
  const hook: Hook | undefined = hooks.find((each) => each.name === name);
  const left = values.map(valueOfRow);
  const entries = (hook?.parameters ?? []).map((parameter) => {
    if ("value" in parameter) return [parameter.name, left.shift()];
    const fields: readonly StructField[] = structs[parameter.struct].fields;
    return [parameter.name, Object.fromEntries(fields.map((field) => [field.property, left.shift()]))];
  });
  return Object.fromEntries(entries);
}
