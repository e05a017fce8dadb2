// Formats the arguments of a console call as one text: format specifiers as in Node, other values inspected.

import {
  indexOf,
  isObject,
  parseDecimal,
  parseWhole,
  slice,
  stringifyJson,
  toNumber,
  toText,
} from "../base/primordials.ts";
import { inspect } from "./inspect.ts";

export function formatArguments(values: readonly unknown[]): string {
  const first = values[0];
  let next = 0;
  let text = "";
  if (typeof first === "string") {
    next = 1;
    let from = 0;
    for (let at = indexOf(first, "%"); at !== -1; at = indexOf(first, "%", at + 2)) {
      const specifier = slice(first, at + 1, at + 2);
      const isEscape = specifier === "%" && values.length > 1;
      if (!isEscape && (next === values.length || !isSpecifier(specifier))) continue;
      text += slice(first, from, at) + (isEscape ? "%" : formatOne(specifier, values[next++]));
      from = at + 2;
    }
    text += slice(first, from);
  }
  for (let at = next; at < values.length; at++) {
    const value = values[at];
    text += (at === 0 ? "" : " ") + (typeof value === "string" ? value : inspect(value));
  }
  return text;
}

function isSpecifier(letter: string): boolean {
  return letter !== "" && letter !== "%" && indexOf("sdifjoOc", letter) !== -1;
}

function formatOne(specifier: string, value: unknown): string {
  switch (specifier) {
    case "s":
      return typeof value === "string" ? value : inspect(value, 0);
    case "d":
      return numberText(value, toNumber);
    case "i":
      return numberText(value, parseWhole);
    case "f":
      return numberText(value, parseDecimal);
    case "j":
      return jsonText(value);
    case "c":
      // Styles for browsers are ignored.
      return "";
    default:
      return inspect(value);
  }
}

function numberText(value: unknown, convert: (text: string) => number): string {
  if (typeof value === "bigint") return inspect(value);
  return typeof value === "symbol" || isObject(value) ? "NaN" : inspect(convert(toText(value)));
}

function jsonText(value: unknown): string {
  try {
    return stringifyJson(value) ?? "undefined";
  } catch {
    return inspect(value);
  }
}
