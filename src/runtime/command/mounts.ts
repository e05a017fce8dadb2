// Parses /proc/self/mounts by the rules of fstab(5).

import { freeze, fromCharCode, matchPattern, parseWhole, slice, splitText } from "../base/primordials.ts";

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
}

const kOctal = /^[0-3][0-7]{2}$/;

export function parseMounts(text: string): readonly Mount[] {
  const mounts: Mount[] = [];
  const lines = splitText(text, "\n");
  for (let at = 0; at < lines.length; at++) {
    const fields = splitText(lines[at] as string, " ");
    const [source, target, type, options] = [fields[0], fields[1], fields[2], fields[3]];
    if (source === undefined || target === undefined || type === undefined || options === undefined) continue;
    mounts[mounts.length] = freeze({
      source: decode(source),
      target: decode(target),
      type: decode(type),
      options: freeze(decodeAll(splitText(options, ","))),
    });
  }
  return freeze(mounts);
}

function decodeAll(texts: string[]): string[] {
  for (let at = 0; at < texts.length; at++) texts[at] = decode(texts[at] as string);
  return texts;
}

/** The kernel writes spaces, line ends and backslashes as a backslash and three octal digits. */
function decode(text: string): string {
  const parts = splitText(text, "\\");
  let decoded = parts[0] as string;
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at] as string;
    const digits = slice(part, 0, 3);
    const isOctal = matchPattern(kOctal, digits) !== null;
    decoded += isOctal ? fromCharCode(parseWhole(digits, 8)) + slice(part, 3) : `\\${part}`;
  }
  return decoded;
}
