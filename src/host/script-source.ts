/** The text of a script, as the host keeps it: in UTF-8, in which the engine counts columns. */

import { maximumSourceAround } from "../runtime/generated/numbers.ts";

export class ScriptSource {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The text around a place, within its line: before it, a line feed, and from it on. */
  around(line: number, column: number): string {
    let start = 0;
    for (let at = 1; at < line && start < this.bytes.length; at += 1) start = this.#endOfLine(start) + 1;
    const end = this.#endOfLine(start);
    const place = Math.min(start + Math.max(column, 1) - 1, end);
    const before = this.bytes.subarray(Math.max(start, place - maximumSourceAround), place);
    return `${before}\n${this.bytes.subarray(place, Math.min(place + maximumSourceAround, end))}`;
  }

  /**
   * The engine gives errors in literals of regular expressions no place. It reads a script up to its first error: the
   * shortest beginning of the script that has one without a place ends with the literal. Returns its line and column,
   * or null if there is no such error, or if that takes too long.
   */
  findError(hasErrorWithoutPlace: (beginning: Uint8Array) => boolean, isLate: () => boolean): string | null {
    // Else it is no error of the syntax: an import, which is looked up behind the last line.
    if (!hasErrorWithoutPlace(this.bytes)) return null;
    let [before, end] = [0, this.bytes.length];
    while (end - before > 1) {
      if (isLate()) return null;
      const middle = before + Math.floor((end - before) / 2);
      if (hasErrorWithoutPlace(this.bytes.subarray(0, middle))) end = middle;
      else before = middle;
    }
    const lines = this.bytes.toString("latin1", 0, before).split("\n");
    return `${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
  }

  #endOfLine(start: number): number {
    const end = this.bytes.indexOf("\n", start);
    return end < 0 ? this.bytes.length : end;
  }
}
