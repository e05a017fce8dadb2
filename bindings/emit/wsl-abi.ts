import type { Description } from "../index.ts";
import type { ApiFunctionRow, ApiTypeRow, CapabilityRow, EnumRow, HookParameterRow, HookRow } from "../model/schema.ts";
import { parseVersion } from "../wsl/versions.ts";
import { type Layout, layoutOfApi, layoutOfHooks, layoutOfStruct } from "./layout.ts";
import { file, header, indent, quote } from "./text.ts";

/** host/generated/wsl_abi.h: WSL's structs and tables, with proof that this compiler lays them out as WSL's does. */
export function emitWslAbi(description: Description): string {
  const structs = description.structs.map(layoutOfStruct);
  const api = layoutOfApi(description);
  const hooks = layoutOfHooks(description);
  return file(
    header,
    "// The binary interface between WSL and its plugins, for 64-bit Windows. The names are WSL's own.",
    "#pragma once",
    "",
    "// winsock2.h has to come before windows.h.",
    "#include <winsock2.h>",
    "#include <windows.h>",
    "",
    "#include <cstddef>",
    "#include <cstdint>",
    "",
    '#include "wsl/member.h"',
    '#include "wsl/version.h"',
    "",
    "namespace wsl",
    "{",
    capabilities(description.capabilities),
    description.apiTypes.flatMap(apiType),
    "",
    description.enums.flatMap(enumeration),
    structs.flatMap(struct),
    description.apiFunctions.map(apiPointer),
    "",
    hookPointers(description.hooks),
    "",
    struct(api),
    struct(hooks),
    memberTables([...structs, api, hooks]),
    "} // namespace wsl",
  );
}

function capabilities(rows: readonly CapabilityRow[]): string[] {
  return [
    "// What newer versions of WSL added to the plugin API, oldest first.",
    "enum class Capability : uint32_t",
    "{",
    ...rows.map((row) => `    ${row.name},`),
    "};",
    "",
    "struct CapabilityInfo",
    "{",
    "    const char* name;",
    "    WSLVersion since;",
    "};",
    "",
    "inline constexpr CapabilityInfo kCapabilities[] = {",
    ...rows.map((row) => `    {${quote(row.name)}, ${braces(row.since)}},`),
    "};",
    "",
    "// Whether a WSL of this version has the capability.",
    "constexpr bool Supports(WSLVersion version, Capability capability) noexcept",
    "{",
    "    return version >= kCapabilities[static_cast<size_t>(capability)].since;",
    "}",
    "",
  ];
}

function enumeration(row: EnumRow): string[] {
  return [
    `// ${row.source}. ${row.doc.summary}`,
    `enum ${row.name} : int32_t`,
    "{",
    "    None = 0,",
    ...row.members.map((member) => `    ${member.name} = ${member.value},`),
    "};",
    "",
  ];
}

function struct(layout: Layout): string[] {
  return [
    `// ${layout.source}. ${layout.summary}`,
    `struct ${layout.name}`,
    "{",
    ...layout.members.map((member) => `    ${member.cpp} ${member.name};${remark(member.since, member.note)}`),
    "};",
    "",
    `static_assert(sizeof(${layout.name}) == ${layout.size});`,
    ...layout.members.map((member) => `static_assert(offsetof(${layout.name}, ${member.name}) == ${member.offset});`),
    "",
  ];
}

function remark(since: string, note: string): string {
  return note === "" ? "" : ` // since ${since}: ${note}`;
}

function apiType({ name, definition }: ApiTypeRow): string[] {
  if (typeof definition === "string") return [`using ${name} = ${definition};`];
  const values = Object.entries(definition).map(([value, number]) => `    ${value} = ${number},`);
  return [`enum ${name} : int32_t`, "{", ...values, "};"];
}

function apiPointer(row: ApiFunctionRow): string {
  const parameters = row.parameters.map((parameter) => `${parameter.cpp} ${parameter.name}`).join(", ");
  return `using ${row.pointer} = ${row.result ?? "HRESULT"} (*)(${parameters});`;
}

/** Two hooks may share one type, as they do in WSL's header. */
function hookPointers(rows: readonly HookRow[]): string[] {
  const lines = rows.map((row) => {
    const parameters = row.parameters.map((parameter) => cppParameter(parameter).replace("wsl::", "")).join(", ");
    return `using ${row.pointer} = HRESULT (*)(${parameters});`;
  });
  return [...new Set(lines)];
}

/** A hook's parameter, outside of the namespace of WSL's types. */
export function cppParameter(parameter: HookParameterRow): string {
  return "struct" in parameter ? `const wsl::${parameter.struct}* ${parameter.name}` : `LPCSTR ${parameter.name}`;
}

function memberTables(layouts: readonly Layout[]): string[] {
  return layouts.flatMap(memberTable);
}

function memberTable(layout: Layout): string[] {
  const rows = layout.members.map(
    (member) =>
      `{${quote(member.name)}, ${member.offset}, ${member.size}, ${braces(member.since)}, ${member.alignment}},`,
  );
  const name = `k${layout.name}Members`;
  return [
    `inline constexpr Member ${name}[] = {`,
    ...indent(rows, 4),
    "};",
    "",
    `static_assert(SizeAt(${name}, {UINT32_MAX, 0, 0}) == sizeof(${layout.name}));`,
    "",
  ];
}

function braces(text: `${number}.${number}.${number}`): string {
  return `{${parseVersion(text).join(", ")}}`;
}
