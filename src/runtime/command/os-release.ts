// Parses an os-release file by the rules of os-release(5).

import { create, defineProperty, freeze, indexOf, matchPattern, slice, splitText, trim } from "../base/primordials.ts";

const kName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Its variables by name. Lines that are not assignments are skipped, unlike in a shell. The last of several assignments
 * counts.
 */
export function parseOsRelease(text: string): Readonly<Record<string, string>> {
  const variables = create(null) as Record<string, string>;
  const lines = splitText(text, "\n");
  for (let at = 0; at < lines.length; at++) {
    const line = trim(lines[at] as string);
    const equals = indexOf(line, "=");
    const name = slice(line, 0, equals === -1 ? 0 : equals);
    if (matchPattern(kName, name) === null) continue;
    const value = unquote(slice(line, equals + 1));
    defineProperty(variables, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return freeze(variables);
}

/** The value that a shell would assign. No variable or command in it is expanded. */
function unquote(text: string): string {
  let value = "";
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    const next = text[at + 1];
    if (letter === quote) quote = "";
    else if (quote === "" && (letter === '"' || letter === "'")) quote = letter;
    else if (letter === "\\" && quote !== "'" && next !== undefined && (quote === "" || isEscaped(next))) {
      value += next;
      at++;
    } else value += letter;
  }
  return value;
}

/** Within double quotes a backslash is literal, unless it escapes the next character. */
function isEscaped(letter: string): boolean {
  return letter === '"' || letter === "\\" || letter === "$" || letter === "`";
}
