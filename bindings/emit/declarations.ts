import type { Description } from "../index.ts";
import { type GlobalRow, type MemberRow, type TypeRow, unknownRow } from "../model/schema.ts";
import { type IgnoredLocale, ignoredLocales } from "../script/ignored-locales.ts";
import { sinceOf } from "../wsl/versions.ts";
import { gatingTypes } from "./gating-types.ts";
import { informationTypes } from "./information-types.ts";
import { pluginTypes } from "./plugin-types.ts";
import { file, header, indent } from "./text.ts";
import { comment, sinceRemark } from "./tsdoc.ts";

/**
 * bindings/generated/wsl-script-host.d.ts: the declarations for plugin authors. A script without imports: everything in
 * it is global.
 */
export function emitDeclarations(description: Description): string {
  return file(
    header,
    '/// <reference lib="esnext.disposable" />',
    "",
    gatingTypes(description),
    informationTypes(description),
    pluginTypes(description),
    description.types.flatMap(type),
    description.globals.flatMap(global),
    ignoredLocales.flatMap(withIgnoredLocale),
    missingIntl,
  ).replace(/\n+$/, "\n");
}

/** Editors strike deprecated overloads through. TypeScript tries ours before those of the language. */
function withIgnoredLocale({ owner, methods, before, result }: IgnoredLocale): string[] {
  const parameters = before === undefined ? "" : before;
  const comma = before === undefined ? "" : ", ";
  return [
    `interface ${owner} {`,
    ...methods.flatMap((name) => [
      `  ${name}(${parameters}): ${result};`,
      "  /** @deprecated Locales and options are ignored: the engine knows no languages and no time zones but the machine's. */",
      `  ${name}(${parameters}${comma}locales: unknown, options?: object): ${result};`,
    ]),
    "}",
    "",
  ];
}

/** The part of Intl in the oldest library of TypeScript, which cannot be left out. */
const missingIntl = [
  "declare namespace Intl {",
  ...["Collator", "DateTimeFormat", "NumberFormat"].flatMap((name) => [
    `  interface ${name}Constructor {`,
    "    /** @deprecated The engine has no Intl: this throws a ReferenceError. */",
    `    new (locales?: unknown, options?: object): ${name};`,
    "    /** @deprecated The engine has no Intl: this throws a ReferenceError. */",
    `    (locales?: unknown, options?: object): ${name};`,
    "  }",
  ]),
  "}",
  "",
];

function type(row: TypeRow): string[] {
  switch (row.kind) {
    case "interface":
      return [
        ...comment(row.doc),
        `${["interface", row.name + row.parameters, row.heritage].filter(Boolean).join(" ")} {`,
        ...indent(row.members.flatMap(member), 2),
        "}",
        "",
      ];
    case "alias":
      return [...comment(row.doc), `type ${row.name}${row.parameters} = ${row.text};`, ""];
    default:
      return unknownRow(row);
  }
}

function global(row: GlobalRow): string[] {
  switch (row.kind) {
    case "function": {
      const remarks = row.source === null ? [] : [sinceRemark(sinceOf(row.capability), row.capability)];
      return [
        ...comment(row.doc, { source: row.source, remarks }),
        ...`declare function ${row.name}${row.signature};`.split("\n"),
        "",
      ];
    }
    case "class":
      return [
        ...comment(row.doc),
        `${["declare class", row.name + (row.parameters ?? ""), row.heritage].filter(Boolean).join(" ")} {`,
        ...indent(row.members.flatMap(member), 2),
        "}",
        "",
      ];
    case "object":
      if (row.type !== undefined) return [...comment(row.doc), `declare const ${row.name}: ${row.type};`, ""];
      return [...comment(row.doc), `declare const ${row.name}: {`, ...indent(row.members.flatMap(member), 2), "};", ""];
    default:
      return unknownRow(row);
  }
}

function member(row: MemberRow): string[] {
  return row.declarations.flatMap((text) => [
    ...comment(row.doc, { source: row.source ?? null }),
    ...`${text};`.split("\n"),
  ]);
}
