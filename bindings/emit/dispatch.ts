import type { Description } from "../index.ts";
import type { DispatchRow, RecordFieldRow, RecordRow } from "../model/border.ts";
import { dispatchResults, dispatchTypes, recordTypes } from "../model/border-types.ts";
import { cppComment } from "./border-functions.ts";
import { readSettings } from "./settings-header.ts";
import { file, header, indent, pascalCase, quote } from "./text.ts";

type Parameter = DispatchRow["parameters"][number];

/** host/generated/dispatch.h: the functions of src/runtime, as C++ calls them. */
export function emitDispatchHeader({ dispatch, records }: Description): string {
  return file(
    header,
    "// What C++ calls in the runtime. What comes back is checked: a broken engine may answer with anything.",
    "#pragma once",
    "",
    "#include <cstdint>",
    "#include <optional>",
    "#include <span>",
    "#include <string>",
    "#include <string_view>",
    "",
    '#include "engine/runtime.h"',
    '#include "generated/settings.h"',
    '#include "generated/wsl_abi.h"',
    '#include "plugin/failure.h"',
    "",
    records.flatMap(struct),
    "// The functions, in a runtime that they must not outlive. All throw engine::ScriptError and engine::Trap.",
    "class Dispatch",
    "{",
    "public:",
    "    Dispatch() noexcept = default;",
    "",
    "    // `functions`: what the runtime's start has returned.",
    "    Dispatch(engine::Runtime& runtime, const engine::Value& functions);",
    "",
    "    // Whether there are functions to call.",
    "    explicit operator bool() const noexcept",
    "    {",
    "        return m_runtime != nullptr;",
    "    }",
    "",
    dispatch.flatMap((row) => indent(declaration(row), 4)),
    "private:",
    "    engine::Runtime* m_runtime = nullptr;",
    dispatch.map((row) => `    engine::Value m_${row.name};`),
    "};",
    "",
    "// The object that the runtime's start takes.",
    "engine::Value ToValue(engine::Runtime& runtime, const HostInfo& record);",
  );
}

/** host/generated/dispatch.cpp */
export function emitDispatchSource(description: Description): string {
  const { dispatch, records } = description;
  return file(
    header,
    '#include "generated/dispatch.h"',
    "",
    '#include "engine/object_reader.h"',
    "#include <utility>",
    "#include <vector>",
    "",
    "using engine::ObjectReader;",
    "using engine::RawValue;",
    "using engine::Runtime;",
    "using engine::Value;",
    "",
    "namespace",
    "{",
    readSettings(description),
    records.filter(({ from }) => from === "runtime").flatMap(reader),
    "} // namespace",
    "",
    "Dispatch::Dispatch(Runtime& runtime, const Value& functions) :",
    "    m_runtime(&runtime),",
    dispatch.map(
      ({ name }, at) => `    m_${name}(runtime.Get(functions, ${quote(name)}))${at === dispatch.length - 1 ? "" : ","}`,
    ),
    "{}",
    "",
    dispatch.flatMap(definition),
    records.filter(({ from }) => from === "host").flatMap(writer),
  );
}

function struct(row: RecordRow): string[] {
  return [
    `// ${row.summary}`,
    `struct ${row.name}`,
    "{",
    ...fieldsOf(row).flatMap(({ name, type, text }) => [
      `    // ${text}`,
      `    ${recordTypes[type][row.from === "host" ? "borrowed" : "owned"]} ${name};`,
    ]),
    "};",
    "",
  ];
}

function fieldsOf(row: RecordRow): readonly RecordFieldRow[] {
  return row.fields.filter(({ forTools }) => !forTools);
}

function reader(row: RecordRow): string[] {
  return [
    `${row.name} Read${row.name}(const ObjectReader& object)`,
    "{",
    "    return {",
    ...fieldsOf(row).map(({ name, type }) => `        ${recordTypes[type].readInCpp(name)},`),
    "    };",
    "}",
    "",
  ];
}

function writer(row: RecordRow): string[] {
  return [
    `Value ToValue(Runtime& runtime, const ${row.name}& record)`,
    "{",
    "    Value object = runtime.Object();",
    ...fieldsOf(row).flatMap(({ name, type }) => indent(recordTypes[type].writeInCpp(name), 4)),
    "    return object;",
    "}",
  ];
}

function signature(row: DispatchRow, owner: string): string {
  const parameters = row.parameters.map(({ name, type }) => `${dispatchTypes[type].cpp} ${name}`);
  return `${dispatchResults[row.result].cpp} ${owner}${pascalCase(row.name)}(${parameters.join(", ")}) const`;
}

function declaration(row: DispatchRow): string[] {
  return [...cppComment(row), `${signature(row, "")};`, ""];
}

function definition(row: DispatchRow): string[] {
  return [signature(row, "Dispatch::"), "{", ...indent(body(row), 4), "}", ""];
}

function body(row: DispatchRow): string[] {
  const call = `m_runtime->Call(m_${row.name}, ${row.parameters.length === 0 ? "{}" : "arguments"})`;
  return [
    ...row.parameters.flatMap(makeValue),
    ...argumentList(row.parameters),
    ...dispatchResults[row.result].returnInCpp(call),
  ];
}

function makeValue({ name, type }: Parameter): string[] {
  const { make } = dispatchTypes[type];
  return make === undefined ? [] : [`const Value ${name}Value = ${make(name)};`];
}

function rawValue({ name, type }: Parameter): string {
  return `${dispatchTypes[type].make === undefined ? name : `${name}Value`}.Raw()`;
}

function argumentList(parameters: readonly Parameter[]): string[] {
  if (parameters.length === 0) return [];
  const rest = parameters.find(({ type }) => type === "values");
  const raw = parameters.filter((parameter) => parameter !== rest).map(rawValue);
  if (rest === undefined) return [`const RawValue arguments[] = {${raw.join(", ")}};`];
  return [
    `std::vector<RawValue> arguments{${raw.join(", ")}};`,
    `arguments.insert(arguments.end(), ${rest.name}.begin(), ${rest.name}.end());`,
  ];
}
