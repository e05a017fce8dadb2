import type { Description } from "../index.ts";
import type { FieldRow, HookParameterRow, HookRow, StructRow } from "../model/schema.ts";
import { fieldTypes } from "../model/types.ts";
import { parseVersion, sinceOf } from "../wsl/versions.ts";
import { file, header, quote } from "./text.ts";
import { cppParameter } from "./wsl-abi.ts";

/** host/generated/hook_table.h: the list of hooks, and the function that fills WSL's table. */
export function emitHookTableHeader(description: Description): string {
  return file(
    header,
    "// The hooks that a script can have. A hook's id is its place in WSL's table, and its bit in a mask of hooks.",
    "#pragma once",
    "",
    "#include <cstdint>",
    "",
    '#include "generated/wsl_abi.h"',
    "",
    "enum class HookId : uint32_t",
    "{",
    description.hooks.map((row) => `    ${row.name},`),
    "};",
    "",
    "// Whether a session is over once a hook has been called for it.",
    "enum class EndsSession : uint32_t",
    "{",
    ...["Never", "OnFailure", "Always"].map((name) => `    ${name},`),
    "};",
    "",
    "struct HookInfo",
    "{",
    "    const char* name;     // WSL's name of the slot",
    "    const char* method;   // the plugin's method",
    "    wsl::WSLVersion since;",
    "    bool messageConsumed; // WSL shows the message of PluginError() after this hook",
    "    bool fatal;           // a failure stops what was about to start",
    "    EndsSession endsSession;",
    "    uint32_t longest; // milliseconds that loading and hook may take together, or 0",
    "};",
    "",
    "inline constexpr HookInfo kHooks[] = {",
    description.hooks.map(hookInfo),
    "};",
    "",
    "constexpr const HookInfo& InfoOf(HookId hook) noexcept",
    "{",
    "    return kHooks[static_cast<size_t>(hook)];",
    "}",
    "",
    "constexpr uint32_t MaskOf(HookId hook) noexcept",
    "{",
    "    return 1u << static_cast<uint32_t>(hook);",
    "}",
    "",
    "// Calls `visit` with each hook and the member of the table that is its slot.",
    "template <typename Visit>",
    "void VisitSlots(Visit&& visit)",
    "{",
    description.hooks.map(({ name }) => `    visit(HookId::${name}, &wsl::WSLPluginHooksV1::${name});`),
    "}",
    "",
    "// What the host fills also for a script without these hooks.",
    `inline constexpr uint32_t kAlwaysRegistered = ${description.hooks
      .filter(({ alwaysRegistered }) => alwaysRegistered)
      .map(({ name }) => `MaskOf(HookId::${name})`)
      .join(" | ")};`,
    "",
    "// Fills the slots of the hooks in the mask that a WSL of this version has. Writes nothing else: behind the",
    "// version's last slot there is no memory.",
    "void FillHookTable(wsl::WSLPluginHooksV1& table, wsl::WSLVersion version, uint32_t hooks) noexcept;",
  );
}

/** host/generated/hook_table.cpp: the functions that WSL calls. */
export function emitHookTableSource(description: Description): string {
  const used = new Set(description.hooks.flatMap((hook) => hook.parameters.map(structOf)));
  const structs = description.structs.filter((struct) => used.has(struct.name));
  return file(
    header,
    '#include "generated/hook_table.h"',
    "",
    "#include <functional>",
    "",
    '#include "plugin/hook_runner.h"',
    "",
    "namespace",
    "{",
    "// Structs come as pointers: a reference would promise the compiler memory that an older WSL does not have.",
    structs.flatMap(append),
    description.hooks.flatMap(trampoline),
    "constexpr bool Wanted(HookId hook, wsl::WSLVersion version, uint32_t hooks) noexcept",
    "{",
    "    return (hooks & MaskOf(hook)) != 0 && version >= InfoOf(hook).since;",
    "}",
    "} // namespace",
    "",
    "void FillHookTable(wsl::WSLPluginHooksV1& table, wsl::WSLVersion version, uint32_t hooks) noexcept",
    "{",
    description.hooks.flatMap(fill),
    "}",
  );
}

function hookInfo(row: HookRow): string {
  const since = `{${parseVersion(sinceOf(row.capability)).join(", ")}}`;
  const ends = { never: "Never", "on failure": "OnFailure", always: "Always" }[row.endsSession];
  const flags = `${row.messageConsumed}, ${row.fatal}, EndsSession::${ends}, ${row.longest ?? 0}`;
  return `    {${quote(row.name)}, ${quote(row.method)}, ${since}, ${flags}},`;
}

function append(struct: StructRow): string[] {
  const visible = struct.fields.filter((field) => field.property !== null);
  const gated = visible.some((field) => field.capability !== null);
  const version = gated ? "wsl::WSLVersion version" : "wsl::WSLVersion";
  return [
    `void Append(ArgumentList& list, const wsl::${struct.name}* value, ${version})`,
    "{",
    ...visible.flatMap(appendField),
    "}",
    "",
  ];
}

function appendField(field: FieldRow): string[] {
  const type: { append: string | null; cast?: string } = fieldTypes[field.type];
  if (type.append === null) {
    throw new Error(`Scripts cannot see ${field.name}: values of the type "${field.type}" are never passed on`);
  }
  const value = type.cast === undefined ? `value->${field.name}` : `${type.cast}(value->${field.name})`;
  const line = `list.${type.append}(${value});`;
  if (field.capability === null) {
    return [`    ${line}`];
  }
  return [
    `    if (wsl::Supports(version, wsl::Capability::${field.capability}))`,
    "    {",
    `        ${line}`,
    "    }",
    "    else",
    "    {",
    "        list.Absent();",
    "    }",
  ];
}

function trampoline(row: HookRow): string[] {
  const { session, kind } = sessionOf(row);
  const isEnd = row.endsSession === "always";
  if (isEnd && row.parameters.length > 1)
    throw new Error(`${row.name} has more than its session, which nothing copies`);
  return [
    `HRESULT ${row.name}(${row.parameters.map(cppParameter).join(", ")}) noexcept`,
    "{",
    `    if (${row.parameters.map(({ name }) => `${name} == nullptr`).join(" || ")})`,
    "    {",
    "        return E_INVALIDARG;",
    "    }",
    ...(isEnd ? lastHook(row, session) : anyHook(row, session, kind)),
    "}",
    "",
  ];
}

function anyHook(row: HookRow, session: string, kind: string): string[] {
  return [
    "    const wsl::WSLVersion version = ApiVersion();",
    "    const auto write = [&](ArgumentList& list) {",
    ...row.parameters.map((parameter) => `        ${appendParameter(parameter)}`),
    "    };",
    "    // By reference, because a copy of the lambda might need memory, and nothing may throw here.",
    `    const HookSession about{{${session}->SessionId, SessionKind::${kind}}, ${session}->UserSid, ${session}->UserToken};`,
    `    return RunHook(HookId::${row.name}, about, std::ref(write));`,
  ];
}

/** WSL does not wait for it: its arguments are freed before it runs. */
function lastHook(row: HookRow, session: string): string[] {
  return [
    `    return RunLastHook(HookId::${row.name}, *${session}, [](ArgumentList& list, const auto& copy) {`,
    "        Append(list, &copy, ApiVersion());",
    "    });",
  ];
}

function appendParameter(parameter: HookParameterRow): string {
  if ("struct" in parameter) return `Append(list, ${parameter.name}, version);`;
  return `list.${parameter.value === "narrowText" ? "NarrowString" : "Inspection"}(${parameter.name});`;
}

function structOf(parameter: HookParameterRow): string | null {
  return "struct" in parameter ? parameter.struct : null;
}

/** The parameter that names a hook's session. */
function sessionOf({ name, parameters }: HookRow): { session: string; kind: string } {
  const kinds: Readonly<Record<string, string>> = {
    WSLSessionInformation: "Distributions",
    WSLCSessionInformation: "Containers",
  };
  for (const parameter of parameters) {
    const kind = kinds[structOf(parameter) ?? ""];
    if (kind !== undefined) return { session: parameter.name, kind };
  }
  throw new Error(`${name} is about no session`);
}

function fill(row: HookRow): string[] {
  return [
    `    if (Wanted(HookId::${row.name}, version, hooks))`,
    "    {",
    `        table.${row.name} = ${row.name};`,
    "    }",
  ];
}
