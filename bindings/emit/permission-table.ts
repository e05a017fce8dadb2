import {
  containerEnvironment,
  freeVariables,
  interpreters,
  otherNameRemark,
  programFolders,
} from "../files/permissions.ts";
import type { Description } from "../index.ts";
import type { PermissionRow } from "../model/schema.ts";
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
    list("kProgramFolders", programFolders),
    list("kFreeVariables", freeVariables),
    list("kContainerEnvironment", containerEnvironment),
    list("kInterpreters", interpreters),
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
    "",
    "/** Where a program that is named without a path is looked for. */",
    `export const programFolders: readonly string[] = ${JSON.stringify(programFolders)};`,
    "",
    "/** Variables that every command may set. */",
    `export const freeVariables: readonly string[] = ${JSON.stringify(freeVariables)};`,
    "",
    "/** What every process in the VM of a container session has in its environment. */",
    `export const containerEnvironment: readonly string[] = ${JSON.stringify(containerEnvironment)};`,
    "",
    "/** Programs that run whatever they are given. */",
    `export const interpreters: readonly string[] = ${JSON.stringify(interpreters)};`,
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
