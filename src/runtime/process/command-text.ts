// Formats command lines for messages.

import { joinTexts, matchPattern, stringifyJson } from "../base/primordials.ts";
import { cutText } from "../base/text.ts";

const kPlainText = /^[\w@%+=:,./-]+$/;

/** Quoted only if needed, and shortened. */
export function commandText(program: string, args: readonly string[]): string {
  const words = [shellText(program)];
  for (let at = 0; at < args.length && at < 20; at++) words[at + 1] = shellText(cutText(args[at] as string, 100));
  if (args.length > 20) words[words.length] = `... (${args.length - 20} more arguments)`;
  return cutText(joinTexts(words, " "), 500);
}

export function shellText(text: string): string {
  return matchPattern(kPlainText, text) === null ? stringifyJson(text) : text;
}
