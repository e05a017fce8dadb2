// Small text functions for messages.

import { charCodeAt, isArray, joinTexts, min, slice, splitText, toLowerCase, toText } from "./primordials.ts";

/** At most `limit` UTF-16 units of `text`, followed by how many were cut off. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = charCodeAt(text, limit - 1);
  const end = last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit;
  return `${slice(text, 0, end)}... (${text.length - end} more characters)`;
}

/** Indents every line but the first. */
export function indentText(text: string): string {
  return joinTexts(splitText(text, "\n"), "\n  ");
}

/** Describes a value for the second half of "must be ..., not ...". */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return toText(value);
  if (typeof value === "number") return toText(value);
  if (typeof value === "bigint") return `${toText(value)}n`;
  if (typeof value === "string") return quote(value);
  if (typeof value === "object") return isArray(value) ? "an array" : "an object";
  return `a ${typeof value}`;
}

/** A text in double quotes, short enough for a message. */
export function quote(text: string): string {
  return `"${cutText(text, 100)}"`;
}

/** Each of the texts, quoted. */
export function quoteAll(texts: readonly string[]): string[] {
  const quoted: string[] = [];
  for (let at = 0; at < texts.length; at++) quoted[at] = quote(texts[at] as string);
  return quoted;
}

/** `"a", "b" or "c"`: the conjunction stands before the last of several. */
export function listTexts(texts: readonly string[], conjunction: "and" | "or"): string {
  if (texts.length < 2) return texts[0] ?? "";
  const first: string[] = [];
  for (let at = 0; at < texts.length - 1; at++) first[at] = texts[at] as string;
  return `${joinTexts(first, ", ")} ${conjunction} ${texts[texts.length - 1]}`;
}

/** The candidate that a misspelt name probably means, if one is close enough. */
export function nearestText(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > 100) return undefined;
  let nearest: string | undefined;
  let least = text.length < 6 ? 2 : 3;
  for (let at = 0; at < candidates.length; at++) {
    const candidate = candidates[at] as string;
    const distance = editDistance(toLowerCase(text), toLowerCase(candidate));
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Insertions, deletions and replacements between two texts (Levenshtein), one row of the table at a time. */
function editDistance(left: string, right: string): number {
  let row: number[] = [];
  for (let column = 0; column <= right.length; column++) row[column] = column;
  for (let line = 1; line <= left.length; line++) {
    const next: number[] = [line];
    for (let column = 1; column <= right.length; column++) {
      const same = charCodeAt(left, line - 1) === charCodeAt(right, column - 1) ? 0 : 1;
      const replaced = (row[column - 1] as number) + same;
      const inserted = (next[column - 1] as number) + 1;
      const deleted = (row[column] as number) + 1;
      next[column] = min(replaced, inserted, deleted);
    }
    row = next;
  }
  return row[right.length] as number;
}
