import type { Description } from "../index.ts";
import type { NativeRow } from "../model/border.ts";
import { nativeResults, nativeTypes } from "../model/border-types.ts";
import {
  type DerivedRow,
  type EnumRow,
  type FieldRow,
  type HookRow,
  type StructRow,
  unknownRow,
} from "../model/schema.ts";
import { derivedTypes, fieldTypes, hookValueTypes } from "../model/types.ts";
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
    'import type { CapabilityName } from "./capabilities.ts";',
    "",
    "/**",
    " * How a field's argument becomes a property:",
    ...Object.entries(fieldKinds).map(([kind, text]) => ` * ${kind}: ${text}`),
    " */",
    `type FieldKind = ${Object.keys(fieldKinds).map(quote).join(" | ")};`,
    "",
    "export interface StructField {",
    "  /** WSL's name of the field. */",
    "  readonly name: string;",
    "  /** The property in JavaScript. */",
    "  readonly property: string;",
    "  readonly kind: FieldKind;",
    "  readonly capability: CapabilityName | null;",
    "  /** For flags: the boolean property of each bit. */",
    "  readonly flags?: readonly { readonly property: string; readonly value: number }[];",
    "}",
    "",
    "/** A property that is made of a field when it is first read. */",
    "export interface DerivedProperty {",
    "  readonly property: string;",
    `  readonly kind: ${Object.keys(derivedTypes).map(quote).join(" | ")};`,
    "  /** The field's index. */",
    "  readonly field: number;",
    "}",
    "",
    "export interface Struct {",
    "  /** The name of the class in JavaScript. */",
    "  readonly name: string;",
    "  /** In the order of the arguments that a hook gets. */",
    "  readonly fields: readonly StructField[];",
    "  readonly derived: readonly DerivedProperty[];",
    "}",
    "",
    "export const structs = {",
    description.structs.flatMap((row) => indent(struct(row, description.enums), 2)),
    "} as const satisfies Record<string, Struct>;",
    "",
    "export type StructName = keyof typeof structs;",
  );
}

/** src/runtime/generated/hooks.ts */
export function emitRuntimeHooks(description: Description): string {
  return file(
    header,
    'import type { CapabilityName } from "./capabilities.ts";',
    'import type { StructName } from "./structs.ts";',
    "",
    "export type HookParameter =",
    "  | { readonly name: string; readonly struct: StructName }",
    `  | { readonly name: string; readonly value: ${Object.keys(hookValueTypes).map(quote).join(" | ")} };`,
    "",
    "export interface Hook {",
    "  /** WSL's name of the slot. */",
    "  readonly name: string;",
    "  /** The plugin's method. */",
    "  readonly method: string;",
    "  readonly since: readonly [number, number, number];",
    "  readonly capability: CapabilityName | null;",
    "  /** The method's parameters. A hook's arguments are the fields of structs, and values, one after the other. */",
    "  readonly parameters: readonly HookParameter[];",
    "  /** WSL shows the error's message to the user. */",
    "  readonly messageConsumed: boolean;",
    "  /** A failure stops what was about to start. */",
    "  readonly fatal: boolean;",
    "  /** The host fills the slot also for a script without this hook. */",
    "  readonly alwaysRegistered: boolean;",
    '  /** Whether the session is over once the hook has been called; with "always" it runs when WSL goes on. */',
    '  readonly endsSession: "never" | "on failure" | "always";',
    "  /** Milliseconds that loading and hook may take together, or null. */",
    "  readonly longest: number | null;",
    "}",
    "",
    "/** In the order of the hooks' ids. */",
    "export const hooks = [",
    description.hooks.flatMap((row) => indent(hook(row), 2)),
    "] as const satisfies readonly Hook[];",
    "",
    'export type HookMethod = (typeof hooks)[number]["method"];',
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

const fieldKinds = {
  sessionId: "a SessionID, a number",
  containerSessionId: "a WSLCSessionID, text",
  guid: "a DistributionID, text in lower case without braces",
  sid: "a security identifier as SDDL text",
  text: "text; null becomes empty",
  optionalText: "text; empty becomes null",
  uint32: "a number",
  uint64: "a bigint",
  flags: "an object with a boolean for each bit, and the number as `flags`",
} as const;

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

function fieldKind(field: FieldRow): keyof typeof fieldKinds {
  switch (field.type) {
    case "sessionId":
    case "containerSessionId":
    case "guid":
    case "sid":
    case "text":
    case "optionalText":
    case "uint32":
    case "uint64":
      return field.type;
    case "userConfiguration":
      return "flags";
    case "handle":
      throw new Error(`Scripts cannot see ${field.name}: a handle dies with the hook`);
    default:
      return unknownRow(field.type);
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
    `  since: ${version(row.since)},`,
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
