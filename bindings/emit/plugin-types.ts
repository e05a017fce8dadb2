import type { Description } from "../index.ts";
import type { LimitRow } from "../model/file-rows.ts";
import type { HookParameterRow, HookRow, StructRow } from "../model/schema.ts";
import { hookValueTypes } from "../model/types.ts";
import { sinceOf } from "../wsl/versions.ts";
import { hasGatedFields, isSession } from "./information-types.ts";
import { indent, quote } from "./text.ts";
import { comment, sinceRemark } from "./tsdoc.ts";

/** The interfaces of a plugin's hooks and limits. */
export function pluginTypes(description: Description): string[] {
  const optional = description.hooks.filter((row) => row.capability !== null);
  return [
    "/** The hooks of a plugin on a WSL that has the capabilities `Guaranteed`. A hook may return a promise; WSL waits for it. */",
    "interface WSLPluginHooks<Guaranteed extends WSLCapabilityName = never> {",
    ...indent(
      description.hooks.flatMap((row) => hook(row, description.structs)),
      2,
    ),
    "}",
    "",
    "/** The hooks that a plugin can have without a guarantee that they are called. */",
    "interface WSLOptionalHooks<Guaranteed extends WSLCapabilityName = never> {",
    ...indent(
      optional.flatMap((row) => optionalHook(row, description.structs)),
      2,
    ),
    "}",
    "",
    "/** What bounds each call into a plugin. */",
    "interface WSLPluginLimits {",
    ...indent(description.limits.flatMap(limit), 2),
    "}",
    "",
  ];
}

/** The effect of a hook's failure, and who sees it. */
export function failureOf(row: HookRow): string {
  return `${row.failure} ${row.messageConsumed ? "The user reads the error's message." : "The error is only logged."}`;
}

function hook(row: HookRow, structs: readonly StructRow[]): string[] {
  const method = methodType(row, structs, "Guaranteed");
  const type = row.capability === null ? method : `WSLGating.Hook<${quote(row.capability)}, Guaranteed, ${method}>`;
  const details = `${row.called} ${row.repeats}`;
  const remarks = [`If it fails: ${failureOf(row)}`, sinceRemark(sinceOf(row.capability), row.capability)];
  return [
    ...comment({ ...row.doc, details, parameters: parametersOf(row) }, { source: row.source, remarks }),
    `readonly ${row.method}?: ${type};`,
  ];
}

/** A call of the hook guarantees its capability. */
function optionalHook(row: HookRow, structs: readonly StructRow[]): string[] {
  const known = `Guaranteed | WSLGating.GuaranteedBy<${quote(row.capability ?? "")}>`;
  return [
    `/** {@link WSLPluginHooks.${row.method}}, where the running WSL has it: since ${sinceOf(row.capability)} (\`${row.capability}\`). */`,
    `readonly ${row.method}?: ${methodType(row, structs, known)};`,
  ];
}

function methodType(row: HookRow, structs: readonly StructRow[], guaranteed: string): string {
  const parameters = row.parameters.map((parameter) => {
    const struct = structOf(parameter, structs);
    const type = struct === null ? parameterTypeName(parameter, structs) : parameterType(struct, guaranteed);
    return `${parameter.name}: ${type}`;
  });
  return `(${parameters.join(", ")}) => void | Promise<void>`;
}

export function parameterTypeName(parameter: HookParameterRow, structs: readonly StructRow[]): string {
  return "value" in parameter ? hookValueTypes[parameter.value] : (structOf(parameter, structs)?.typescript ?? "");
}

function structOf(parameter: HookParameterRow, structs: readonly StructRow[]): StructRow | null {
  if ("value" in parameter) return null;
  const struct = structs.find((candidate) => candidate.name === parameter.struct);
  if (struct === undefined)
    throw new Error(`A hook has a parameter of the struct ${parameter.struct}, which is not described`);
  return struct;
}

function parameterType(struct: StructRow, guaranteed: string): string {
  if (isSession(struct)) {
    return `${struct.typescript}<${guaranteed}>`;
  }
  return hasGatedFields(struct)
    ? `${struct.typescript}<(${guaranteed}) & WSLGating.FieldCapability>`
    : struct.typescript;
}

function parametersOf(row: HookRow): { name: string; text: string }[] {
  return row.parameters.map(({ name, text }) => ({ name, text }));
}

function limit(row: LimitRow): string[] {
  const range = `In ${row.unit}, from ${row.minimum} to ${row.maximum}. Default: ${row.default}.`;
  return [...comment({ summary: `${row.summary} ${range}` }), `readonly ${row.name}?: number;`];
}
