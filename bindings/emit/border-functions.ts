import type { DispatchRow, NativeRow } from "../model/border.ts";

type Row = NativeRow | DispatchRow;

/** The comment above a declaration in C++. */
export function cppComment(row: Row): string[] {
  return [
    `// ${row.summary}`,
    ...row.parameters.map(({ name, text }) => `// ${name}: ${text}`),
    ...(row.returns === "" ? [] : [`// Returns: ${row.returns}`]),
  ];
}

/** The comment above a declaration in TypeScript. */
export function typescriptComment(row: Row): string[] {
  return [
    "/**",
    ` * ${row.summary}`,
    ...row.parameters.map(({ name, text }) => ` * @param ${name} ${text}`),
    ...(row.returns === "" ? [] : [` * @returns ${row.returns}`]),
    " */",
  ];
}
