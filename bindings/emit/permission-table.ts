import {
  aliases,
  codeVariables,
  containerEnvironment,
  freeVariables,
  interpreters,
  otherNameRemark,
  programTrees,
  writtenCode,
} from "../files/permissions.ts";
import type { Description } from "../index.ts";
import type { PermissionRow } from "../model/file-rows.ts";
import { file, header, pascalCase, quote } from "./text.ts";

/** host/generated/permissions.h */
export function emitPermissionsHeader({ permissions }: Description): string {
  const rules = [...new Set(permissions.flatMap(({ kinds }) => kinds.map(({ rule }) => rule)))];
  return file(
    header,
    "// What a script may do only if it declares it: see docs/security.md.",
    "#pragma once",
    "",
    "#include <string_view>",
    "",
    "namespace permissions",
    "{",
    "enum class Rule",
    "{",
    rules.map((rule) => `    ${pascalCase(rule)},`),
    "};",
    "",
    "struct Kind",
    "{",
    "    std::string_view name;",
    "    Rule rule;",
    "};",
    "",
    "inline constexpr Kind kKinds[] = {",
    kindsOf(permissions).map(({ name, rule }) => `    {${quote(name)}, Rule::${pascalCase(rule)}},`),
    "};",
    "",
    "inline constexpr std::string_view kOtherName =",
    `    ${quote(otherNameRemark)};`,
    "",
    list("kFreeVariables", freeVariables),
    list("kContainerEnvironment", containerEnvironment),
    list("kInterpreters", interpreters),
    list("kAliases", aliases),
    list("kProgramTrees", programTrees),
    list("kWrittenCode", writtenCode),
    list("kCodeVariables", codeVariables),
    "} // namespace permissions",
  );
}

/** src/runtime/generated/permissions.ts */
export function emitRuntimePermissions({ permissions }: Description): string {
  return file(
    header,
    `export type PermissionRule = ${ruleNames(permissions)};`,
    "",
    "/** What a script may do only if it declares it: the members of `permissions`. */",
    "export const permissionPlaces: Readonly<Record<string, Readonly<Record<string, PermissionRule>>>> = {",
    permissions.flatMap(({ name, kinds }) => [
      `  ${name}: {`,
      ...kinds.map((kind) => `    ${kind.name}: ${quote(kind.rule)},`),
      "  },",
    ]),
    "};",
  );
}

function kindsOf(permissions: Description["permissions"]): { name: string; rule: PermissionRow["rule"] }[] {
  return permissions.flatMap((place) => place.kinds.map(({ name, rule }) => ({ name: `${place.name}.${name}`, rule })));
}

function ruleNames(permissions: Description["permissions"]): string {
  return [...new Set(kindsOf(permissions).map(({ rule }) => quote(rule)))].join(" | ");
}

function list(name: string, texts: readonly string[]): string[] {
  return [`inline constexpr std::string_view ${name}[] = {`, ...texts.map((text) => `    ${quote(text)},`), "};", ""];
}
