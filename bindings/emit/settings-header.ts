import type { Description } from "../index.ts";
import type { LimitRow, SettingRow } from "../model/file-rows.ts";
import { unknownRow } from "../model/schema.ts";
import { file, header, indent, pascalCase, quote } from "./text.ts";

type ChoiceSetting = Extract<SettingRow, { kind: "choice" }>;
type Unit = LimitRow["unit"];

/** host/generated/settings.h: the content of the settings file, in C++. */
export function emitSettingsHeader({ settings, limits }: Description): string {
  return file(
    header,
    "// What the settings file says; every member has its default.",
    "#pragma once",
    "",
    "#include <algorithm>",
    "#include <chrono>",
    "#include <cstdint>",
    "#include <string>",
    "",
    "// What a plugin may use.",
    "struct Limits",
    "{",
    limits.flatMap(({ name, unit, summary, default: value }) => [
      `    // In ${unit}. ${summary}`,
      `    ${numberType(unit)} ${name}{${value}};`,
    ]),
    "};",
    "",
    "// What both allow.",
    "inline Limits Lower(const Limits& a, const Limits& b)",
    "{",
    "    return {",
    limits.map(({ name }) => `        std::min(a.${name}, b.${name}),`),
    "    };",
    "}",
    "",
    choices(settings, "").flatMap(([name, row]) => enumeration(name, row)),
    "struct Settings",
    "{",
    settings.flatMap((row) => indent(member(row, ""), 4)),
    "};",
  );
}

/** The functions of dispatch.cpp that read them. */
export function readSettings({ settings, limits }: Description): string[] {
  return [
    "Limits ReadLimits(const ObjectReader& object)",
    "{",
    "    return {",
    ...limits.map((row) => `        ${readNumber(row, "object")},`),
    "    };",
    "}",
    "",
    "Settings ReadSettings(const ObjectReader& object)",
    "{",
    "    Settings settings;",
    ...settings.flatMap((row) => indent(readMember(row, "", "settings", "object"), 4)),
    "    return settings;",
    "}",
    "",
  ];
}

/** All choices, and the names of their types: `LogLevel` is that of `log.level`. */
export function choices(rows: readonly SettingRow[], path: string): [name: string, row: ChoiceSetting][] {
  return rows.flatMap((row) => {
    const name = path + pascalCase(row.name);
    if (row.kind === "object") return choices(row.members, name);
    return row.kind === "choice" ? [[name, row] as [string, ChoiceSetting]] : [];
  });
}

/** Its members are `limits` themselves, and have their type. */
export function isLimits(row: SettingRow): boolean {
  return row.name === "limits";
}

function enumeration(name: string, row: ChoiceSetting): string[] {
  return [
    `// ${row.summary}`,
    `enum class ${name} : uint32_t`,
    "{",
    ...row.choices.map(({ value, summary }) => `    ${pascalCase(value)}, // ${summary}`),
    "};",
    `inline constexpr const char* k${name}Names[] = {${row.choices.map(({ value }) => quote(value)).join(", ")}};`,
    "",
  ];
}

function member(row: SettingRow, path: string): string[] {
  const name = path + pascalCase(row.name);
  switch (row.kind) {
    case "object":
      // A plugin's maximum; it may request less.
      if (isLimits(row)) {
        const values = row.members.map((each) => `${memberDefault(each)}`).join(", ");
        return [`Limits ${row.name}{${values}};`];
      }
      return [
        "struct",
        "{",
        ...(row.isSwitch ? ["    bool isOn = false; // the file has it"] : []),
        ...row.members.flatMap((each) => indent(member(each, name), 4)),
        `} ${row.name};`,
      ];
    case "integer":
      return [`${numberType(row.unit)} ${row.name}{${row.default}}; // ${row.unit}`];
    case "boolean":
      return [`bool ${row.name} = ${row.default};`];
    case "choice":
      return [`${name} ${row.name} = ${name}::${pascalCase(row.default)};`];
    case "windowsPath":
      return [`std::u16string ${row.name} = u${quote(row.default)}; // with %VARIABLES% and <name> in it`];
    case "permissions":
      return [`std::string ${row.name} = ${quote(row.default)}; // what plugin/permissions.h reads`];
    case "pluginSettings":
    case "ignoredText":
      return [];
    default:
      return unknownRow(row);
  }
}

function memberDefault(row: SettingRow): string {
  if (row.kind !== "integer") throw new Error(`The limit ${row.name} is no number`);
  return row.unit === "milliseconds" ? `std::chrono::milliseconds(${row.default})` : `${row.default}`;
}

function readMember(row: SettingRow, path: string, target: string, object: string): string[] {
  const name = path + pascalCase(row.name);
  const to = `${target}.${row.name}`;
  switch (row.kind) {
    case "object": {
      const inner = `${object}.Object(${quote(row.name)})`;
      if (isLimits(row)) return [`${to} = ReadLimits(${inner});`];
      const reader = `${row.name}Object`;
      return [
        `const ObjectReader ${reader} = ${inner};`,
        ...(row.isSwitch ? [`${to}.isOn = ${reader}.Boolean("isOn");`] : []),
        ...row.members.flatMap((each) => readMember(each, name, to, reader)),
      ];
    }
    case "integer":
      return [`${to} = ${readNumber(row, object)};`];
    case "boolean":
      return [`${to} = ${object}.Boolean(${quote(row.name)});`];
    case "choice":
      return [`${to} = ${object}.Choice(${quote(row.name)}, k${name}Names, ${to});`];
    case "windowsPath":
      return [`${to} = ${object}.Utf16(${quote(row.name)});`];
    case "permissions":
      return [`${to} = ${object}.Utf8(${quote(row.name)});`];
    case "pluginSettings":
    case "ignoredText":
      return [];
    default:
      return unknownRow(row);
  }
}

function numberType(unit: Unit): string {
  return unit === "milliseconds" ? "std::chrono::milliseconds" : "uint64_t";
}

/** A number out of range becomes the nearest one in range. */
function readNumber({ name, unit, minimum, maximum }: LimitRow, object: string): string {
  const number = `${object}.Integer<uint64_t>(${quote(name)}, ${minimum}, ${maximum})`;
  return unit === "milliseconds" ? `${numberType(unit)}(${number})` : number;
}
