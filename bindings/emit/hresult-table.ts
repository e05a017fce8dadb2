import type { Description } from "../index.ts";
import type { HresultRow } from "../model/schema.ts";
import { file, header, hex, pascalCaseOfConstant, quote } from "./text.ts";

/** host/generated/hresults.h: the codes as constants, and their names for the log. */
export function emitHresultsHeader(description: Description): string {
  return file(
    header,
    "// HRESULTs that plugins meet. Those of Win32 and socket errors are wrapped: kErrorTimeout is",
    "// HRESULT_FROM_WIN32(ERROR_TIMEOUT).",
    "#pragma once",
    "",
    "#include <cstdint>",
    "",
    "namespace hresults",
    "{",
    "struct HresultName",
    "{",
    "    int32_t value;",
    "    const char* name;",
    "};",
    "",
    description.hresults.flatMap(constant),
    "",
    "inline constexpr HresultName kHresults[] = {",
    description.hresults.map((row) => `    {${constantName(row)}, ${quote(row.name)}},`),
    "};",
    "",
    "// The code's name, or null if the table has none.",
    "constexpr const char* NameOf(int32_t value) noexcept",
    "{",
    "    for (const HresultName& row : kHresults)",
    "    {",
    "        if (row.value == value)",
    "        {",
    "            return row.name;",
    "        }",
    "    }",
    "    return nullptr;",
    "}",
    "} // namespace hresults",
  );
}

function constant(row: HresultRow): string[] {
  return [
    `// ${row.meaning}`,
    `inline constexpr int32_t ${constantName(row)} = static_cast<int32_t>(${hex(row.value)}u);`,
  ];
}

function constantName(row: HresultRow): string {
  return `k${pascalCaseOfConstant(row.name)}`;
}
