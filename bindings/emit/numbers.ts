import type { Description } from "../index.ts";
import { file, header, pascalCase } from "./text.ts";

/** host/generated/numbers.h */
export function emitNumbersHeader({ numbers }: Description): string {
  return file(
    header,
    "// What C++ and TypeScript must agree on.",
    "#pragma once",
    "",
    "#include <cstdint>",
    "",
    "namespace numbers",
    "{",
    numbers.flatMap(({ name, value, text }) => [
      `// ${text}`,
      `inline constexpr uint32_t k${pascalCase(name)} = ${value};`,
      "",
    ]),
    "} // namespace numbers",
  );
}

/** src/runtime/generated/numbers.ts */
export function emitRuntimeNumbers({ numbers }: Description): string {
  return file(
    header,
    numbers.flatMap(({ name, value, text }) => ["", `/** ${text} */`, `export const ${name} = ${value};`]),
  );
}
