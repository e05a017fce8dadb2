/** Places in a built script, told as places in its source. */

import { readFileSync, statSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** Reads the map beside a script, and again when it has been built anew. */
export class SourcePlaces {
  readonly #mapFile: string;
  readonly #pattern: RegExp;
  #map: TraceMap | null = null;
  #stamp = "";

  /** `script` need not exist (yet): then texts stay as they are. */
  constructor(script: string) {
    this.#mapFile = resolve(`${script}.map`);
    this.#pattern = new RegExp(`(?<![\\w.-])${escapePattern(basename(script))}:(\\d+):(\\d+)`, "g");
  }

  /** Replaces each place in the script, such as `hello.js:12:5`, with the one in the source, relative to the current folder. */
  translate(text: string): string {
    this.#refresh();
    return text.replace(this.#pattern, (place, line: string, column: string) => {
      return this.#sourcePlace(Number(line), Number(column)) ?? place;
    });
  }

  /** Lines and columns count from 1. */
  #sourcePlace(line: number, column: number): string | null {
    if (this.#map === null || line < 1) return null;
    const found = originalPositionFor(this.#map, { line, column: Math.max(column - 1, 0) });
    if (found.source === null) return null;
    const source = relative("", resolve(dirname(this.#mapFile), found.source));
    return `${source}:${found.line}:${found.column + 1}`;
  }

  #refresh(): void {
    const stamp = stampOf(this.#mapFile);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#map = stamp === "" ? null : readMap(this.#mapFile);
  }
}

/** A map that is no map is as good as none: the log is what matters. */
function readMap(file: string): TraceMap | null {
  try {
    return new TraceMap(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
}
