import type { Description } from "../index.ts";
import type { SettingRow } from "../model/file-rows.ts";
import { unknownRow } from "../model/schema.ts";
import { file, header, origin, quote } from "./text.ts";

/** test/fuzz/generated/vocabulary.h: the names that scripts use, for the fuzzer that writes scripts. */
export function emitScriptVocabulary(description: Description): string {
  const { globals, types, structs, hooks } = description;
  const members = [...globals, ...types].flatMap((row) => ("members" in row ? row.members : []));
  const fields = structs.flatMap((row) => [...row.fields, ...row.derived]);
  return file(
    header,
    "// The names that scripts use.",
    "#pragma once",
    "",
    "namespace vocabulary",
    "{",
    names(
      "kGlobals",
      globals.map(({ name }) => name),
    ),
    "",
    names("kMembers", [
      ...members.map(({ name }) => name),
      ...fields.flatMap(({ property }) => property ?? []),
      ...hooks.map(({ method }) => method),
    ]),
    "} // namespace vocabulary",
  );
}

/** test/fuzz/generated/settings.dict: the words of a settings file, in libFuzzer's format. */
export function emitSettingsDictionary(description: Description): string {
  const words = new Set([...description.settings.flatMap(settingWords), ...jsonWords].map((word) => entry(word)));
  return file(`# ${origin}`, "# The words of a settings file.", [...words]);
}

const jsonWords = ["{", "}", "[", "]", ":", ",", "null", "true", "false", "\\u0000", "1e309", "-0", "\ufeff"];

function names(list: string, texts: readonly string[]): string[] {
  // Constants all look alike.
  const plain = [...new Set(texts.filter((text) => /^\w+$/.test(text) && !/^[A-Z]+_/.test(text)))].sort();
  return [`inline constexpr const char* ${list}[] = {`, ...plain.map((text) => `    ${quote(text)},`), "};"];
}

function settingWords(row: SettingRow): string[] {
  const key = quote(row.name);
  switch (row.kind) {
    case "object":
      return [`${key}:{}`, ...row.members.flatMap(settingWords)];
    case "integer":
      return [row.minimum, row.maximum, row.example].map((value) => `${key}:${value}`);
    case "boolean":
      return [`${key}:${row.example}`];
    case "choice":
      return row.choices.map(({ value }) => `${key}:${quote(value)}`);
    case "pluginSettings":
      return [`${key}:${JSON.stringify(row.example)}`];
    case "permissions":
      return [`${key}:${quote(row.default)}`, `${key}:{}`];
    case "windowsPath":
    case "ignoredText":
      return [`${key}:${quote(row.example)}`];
    default:
      return unknownRow(row);
  }
}

/** A line of a dictionary: quotes, backslashes and what is not ASCII are escaped. */
function entry(word: string): string {
  const text = [...Buffer.from(word)].map((byte) =>
    byte === 0x22 || byte === 0x5c
      ? `\\${String.fromCharCode(byte)}`
      : byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16)}`,
  );
  return `"${text.join("")}"`;
}
