import type { Description } from "../index.ts";
import type { NativeRow } from "../model/border.ts";
import { nativeResults, nativeTypes } from "../model/border-types.ts";
import type { DerivedRow, EnumRow, FieldRow, FieldTypeName, HookRow, StructRow } from "../model/schema.ts";
import { fieldTypes } from "../model/types.ts";
import { engineGlobals } from "../script/missing-globals.ts";
import { parseVersion, sinceOf } from "../wsl/versions.ts";
import { typescriptComment } from "./border-functions.ts";
import { file, header, hex, indent, quote } from "./text.ts";

/** src/runtime/generated/natives.ts */
export function emitRuntimeNatives(description: Description): string {
  return file(
    header,
    "",
    "/** What C++ offers to the runtime alone. */",
    "export interface Natives {",
    description.natives.flatMap((row) => indent(native(row), 2)),
    "}",
  );
}

/** src/runtime/generated/globals.ts */
export function emitGlobals({ globals }: Description): string {
  const names = [...new Set([...engineGlobals, ...globals.map(({ name }) => name)])].sort();
  return file(
    header,
    "",
    "/** Every name that a script finds on its global object, the engine's own included. */",
    "export const knownGlobals: readonly string[] = [",
    indent(
      names.map((name) => `${quote(name)},`),
      2,
    ),
    "];",
  );
}

/** src/runtime/generated/capabilities.ts */
export function emitRuntimeCapabilities(description: Description): string {
  return file(
    header,
    "",
    "/** What newer versions of WSL added to the plugin API, oldest first, and the version that each came with. */",
    "export const capabilities = {",
    description.capabilities.map((row) => `  ${row.name}: ${version(sinceOf(row.name))},`),
    "} as const;",
    "",
    "export type CapabilityName = keyof typeof capabilities;",
  );
}

/** src/runtime/generated/structs.ts */
export function emitRuntimeStructs(description: Description): string {
  return file(
    header,
    "",
    "/**",
    " * The structs that hooks get: `name` is the class in JavaScript, `fields` are in the order of a hook's arguments, and",
    " * `derived` properties are made of the field with that index when they are first read.",
    " */",
    "export const structs = {",
    description.structs.flatMap((row) => indent(struct(row, description.enums), 2)),
    "} as const;",
    "",
    "export type StructName = keyof typeof structs;",
    "export type Struct = (typeof structs)[StructName];",
    'export type StructField = Struct["fields"][number];',
  );
}

/** src/runtime/generated/hooks.ts */
export function emitRuntimeHooks(description: Description): string {
  return file(
    header,
    "",
    "/**",
    " * In the order of the hooks' ids. A hook's arguments are the fields of its structs and its values, one after the other.",
    " * bindings/model/schema.ts says what the members mean.",
    " */",
    "export const hooks = [",
    description.hooks.flatMap((row) => indent(hook(row), 2)),
    "] as const;",
    "",
    "export type Hook = (typeof hooks)[number];",
    'export type HookMethod = Hook["method"];',
    'export type HookParameter = Hook["parameters"][number];',
  );
}

/** src/runtime/generated/hresults.ts */
export function emitRuntimeHresults(description: Description): string {
  return file(
    header,
    "",
    "/** The codes that have a name, as they are written: unsigned. */",
    "export const hresults = {",
    description.hresults.map((row) => `  ${row.name}: ${hex(row.value)},`),
    "} as const;",
  );
}

function native(row: NativeRow): string[] {
  const parameters = row.parameters.map((parameter) => `${parameter.name}: ${nativeTypes[parameter.type].typescript}`);
  return [...typescriptComment(row), `${row.name}(${parameters.join(", ")}): ${nativeResults[row.result].typescript};`];
}

function struct(row: StructRow, enums: readonly EnumRow[]): string[] {
  const fields = row.fields.filter((field) => field.property !== null);
  return [
    `${row.name}: {`,
    `  name: ${quote(row.typescript)},`,
    "  fields: [",
    ...fields.map((field) => `    ${structField(field, enums)},`),
    "  ],",
    `  derived: [${row.derived.map((property) => derivedProperty(property, fields)).join(", ")}],`,
    "},",
  ];
}

function derivedProperty(row: DerivedRow, fields: readonly FieldRow[]): string {
  const index = fields.findIndex((field) => field.name === row.from && field.capability === null);
  if (index === -1) {
    throw new Error(`${row.property} is made of ${row.from}, which is no field that scripts see on every version`);
  }
  return `{ property: ${quote(row.property)}, kind: ${quote(row.type)}, field: ${index} }`;
}

function structField(field: FieldRow, enums: readonly EnumRow[]): string {
  const capability = field.capability === null ? "null" : quote(field.capability);
  const common = `name: ${quote(field.name)}, property: ${quote(field.property ?? "")}`;
  const kind = fieldKind(field);
  return `{ ${common}, kind: ${quote(kind)}, capability: ${capability}${kind === "flags" ? flags(field, enums) : ""} }`;
}

/** How a field's argument becomes a property: by its type, or as an object with a boolean for each bit. */
function fieldKind(field: FieldRow): Exclude<FieldTypeName, "userConfiguration" | "handle"> | "flags" {
  switch (field.type) {
    case "userConfiguration":
      return "flags";
    case "handle":
      throw new Error(`Scripts cannot see ${field.name}: a handle dies with the hook`);
    default:
      return field.type;
  }
}

function flags(field: FieldRow, enums: readonly EnumRow[]): string {
  const row = enums.find((candidate) => candidate.name === fieldTypes[field.type].cpp);
  if (row === undefined) {
    throw new Error(`The description has no enumeration for ${field.name}`);
  }
  const bits = row.members.filter((member) => member.property !== null);
  return `, flags: [${bits.map((bit) => `{ property: ${quote(bit.property ?? "")}, value: ${bit.value} }`).join(", ")}]`;
}

function hook(row: HookRow): string[] {
  const parameters = row.parameters.map((parameter) =>
    "struct" in parameter
      ? `{ name: ${quote(parameter.name)}, struct: ${quote(parameter.struct)} }`
      : `{ name: ${quote(parameter.name)}, value: ${quote(parameter.value)} }`,
  );
  return [
    "{",
    `  name: ${quote(row.name)},`,
    `  method: ${quote(row.method)},`,
    `  since: ${version(sinceOf(row.capability))},`,
    `  capability: ${row.capability === null ? "null" : quote(row.capability)},`,
    `  parameters: [${parameters.join(", ")}],`,
    `  messageConsumed: ${row.messageConsumed},`,
    `  fatal: ${row.fatal},`,
    `  alwaysRegistered: ${row.alwaysRegistered},`,
    `  endsSession: ${quote(row.endsSession)},`,
    `  longest: ${row.longest},`,
    "},",
  ];
}

function version(text: `${number}.${number}.${number}`): string {
  return `[${parseVersion(text).join(", ")}]`;
}
