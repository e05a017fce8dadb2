import { recordingFormat, recordingRow } from "../files/recording.ts";
import type { Member, Shape } from "../model/shape.ts";
import { file, header, indent, pascalCase, quote } from "./text.ts";

/** host/generated/recording.h: a function for each kind of row, which makes its text. */
export function emitRecordingHeader(): string {
  return file(
    header,
    "// The rows of a recording.",
    "#pragma once",
    "",
    '#include "text/json_text.h"',
    "#include <cstdint>",
    "#include <optional>",
    "#include <string>",
    "#include <string_view>",
    "#include <utility>",
    "",
    "namespace recording",
    "{",
    `inline constexpr int64_t kFormat = ${recordingFormat};`,
    "",
    Object.entries(recordingRow.of).flatMap(([kind, { text, members }]) => rowFunction(kind, text, members)),
    "} // namespace recording",
  );
}

function rowFunction(kind: string, text: string, members: Readonly<Record<string, Member>>): string[] {
  const written = Object.entries(members).filter(([, { simulatorOnly }]) => simulatorOnly !== true);
  const parameters = written.map(([name, member]) => `${parameterType(member)} ${name}`);
  return [
    `// ${text}`,
    ...written.map(([name, { text }]) => `// ${name}: ${text}`),
    `inline std::string ${pascalCase(kind)}Row(${parameters.join(", ")})`,
    "{",
    ...indent(
      [
        "text::JsonLine line;",
        `line.Add("kind", std::string_view(${quote(kind)}));`,
        ...written.map(([name]) => `line.Add(${quote(name)}, ${name});`),
        "return std::move(line).End();",
      ],
      4,
    ),
    "}",
    "",
  ];
}

function parameterType({ shape, required }: Member): string {
  const type = valueType(shape);
  return required ? type : `const std::optional<${type.replace(/^const (.*)&$/, "$1")}>&`;
}

function valueType(shape: Shape): string {
  switch (shape.kind) {
    case "flag":
      return "bool";
    case "integer":
      return "int64_t";
    case "text":
    case "choice":
      return "std::string_view";
    default:
      return "const text::Json&";
  }
}
