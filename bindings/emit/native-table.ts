import type { Description } from "../index.ts";
import type { NativeRow } from "../model/border.ts";
import { nativeResults, nativeTypes } from "../model/border-types.ts";
import { cppComment } from "./border-functions.ts";
import { file, header, indent, pascalCase, quote } from "./text.ts";

/** host/generated/natives.h: declarations of the hand-written bodies, and the table that binds them. */
export function emitNativesHeader(description: Description): string {
  return file(
    header,
    "// What the runtime calls. The bodies are written by hand and never see a value of the engine.",
    "#pragma once",
    "",
    "#include <cstdint>",
    "#include <span>",
    "#include <string>",
    "#include <variant>",
    "#include <vector>",
    "",
    '#include "engine/unchecked_number.h"',
    "",
    "class Script;",
    "",
    "namespace engine",
    "{",
    "class Arguments;",
    "class Value;",
    "} // namespace engine",
    "",
    "namespace natives",
    "{",
    "struct NativeEntry",
    "{",
    "    const char* name;",
    "    uint32_t argumentCount;",
    "    engine::Value (*trampoline)(Script&, engine::Arguments&);",
    "};",
    "",
    `extern const NativeEntry kNatives[${description.natives.length}];`,
    "",
    description.natives.flatMap(declaration),
    "} // namespace natives",
  );
}

/** host/generated/natives.cpp: converts arguments, calls the body, converts the result. */
export function emitNativesSource(description: Description): string {
  return file(
    header,
    '#include "generated/natives.h"',
    "",
    '#include "engine/arguments.h"',
    '#include "engine/value.h"',
    '#include "plugin/script.h"',
    "",
    "namespace natives",
    "{",
    "namespace",
    "{",
    description.natives.flatMap(trampoline),
    "} // namespace",
    "",
    `const NativeEntry kNatives[${description.natives.length}] = {`,
    description.natives.map((row) => `    {${quote(row.name)}, ${row.parameters.length}, ${trampolineName(row)}},`),
    "};",
    "} // namespace natives",
  );
}

function declaration(row: NativeRow): string[] {
  const parameters = row.parameters.map((parameter) => `${nativeTypes[parameter.type].parameter} ${parameter.name}`);
  return [
    ...cppComment(row),
    `${nativeResults[row.result].cpp} ${pascalCase(row.name)}(${["Script& script", ...parameters].join(", ")});`,
    "",
  ];
}

function trampoline(row: NativeRow): string[] {
  const reads = row.parameters.map(
    (parameter, index) =>
      `const auto ${parameter.name} = arguments.${nativeTypes[parameter.type].reader}(${index}, ${quote(parameter.name)});`,
  );
  const passed = ["script", ...row.parameters.map(({ name }) => name)];
  const call = `natives::${pascalCase(row.name)}(${passed.join(", ")})`;
  return [
    `engine::Value ${trampolineName(row)}(Script& script, engine::Arguments& arguments)`,
    "{",
    ...indent([...reads, ...recordCall(row), ...returnResult(row, call)], 4),
    "}",
    "",
  ];
}

function recordCall({ name, parameters, isPure }: NativeRow): string[] {
  if (isPure) return [];
  const adds = parameters.map((each) => `values.Add${each.isContent ? "Content" : ""}(${each.name});`);
  const values = adds.length === 0 ? "recording::Values&" : "recording::Values& values";
  return [`script.GetRecorder().Call(${quote(name)}, [&](${values}) { ${adds.join(" ")} });`];
}

function returnResult({ result, isPure, returnsContent }: NativeRow, call: string): string[] {
  if (result === "void") return [`${call};`, "return arguments.Result();"];
  if (isPure) return [`return arguments.Result(${call});`];
  return [`return arguments.Result(script.GetRecorder().${returnsContent ? "AnswerContent" : "Answer"}(${call}));`];
}

function trampolineName(row: NativeRow): string {
  return `Call${pascalCase(row.name)}`;
}
