/** The text of a script in UTF-8, because the engine counts columns in bytes. */

import { decode } from "../platform/bytes.ts";
import { maximumSourceAround } from "../runtime/generated/numbers.ts";

const lineFeed = 0x0a;

export class ScriptSource {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The text around a place, within its line: the part before it, a line feed, and the rest. */
  around(line: number, column: number): string {
    let start = 0;
    for (let at = 1; at < line && start < this.bytes.length; at += 1) start = this.#endOfLine(start) + 1;
    const end = this.#endOfLine(start);
    const place = Math.min(start + Math.max(column, 1) - 1, end);
    const before = this.bytes.subarray(Math.max(start, place - maximumSourceAround), place);
    const after = this.bytes.subarray(place, Math.min(place + maximumSourceAround, end));
    return `${decode(before)}\n${decode(after)}`;
  }

  /**
   * The engine reports no place for errors in regular expression literals. It stops reading at the first error, so the
   * shortest prefix of the script with an error that has no place ends with the literal. Returns its line and column,
   * or null if there is no such error, or if the search takes too long.
   */
  findError(hasErrorWithoutPlace: (beginning: Uint8Array) => boolean, isLate: () => boolean): string | null {
    // Otherwise it is not a syntax error but an import, which the engine resolves after the last line.
    if (!hasErrorWithoutPlace(this.bytes)) return null;
    let [before, end] = [0, this.bytes.length];
    while (end - before > 1) {
      if (isLate()) return null;
      const middle = before + Math.floor((end - before) / 2);
      if (hasErrorWithoutPlace(this.bytes.subarray(0, middle))) end = middle;
      else before = middle;
    }
    const read = this.bytes.subarray(0, before);
    const line = 1 + read.reduce((lines, byte) => lines + Number(byte === lineFeed), 0);
    return `${line}:${before - read.lastIndexOf(lineFeed)}`;
  }

  #endOfLine(start: number): number {
    const end = this.bytes.indexOf(lineFeed, start);
    return end < 0 ? this.bytes.length : end;
  }
}
