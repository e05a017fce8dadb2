/** Places in a built script, told as places in its source. */

import { readFileSync, statSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** The map of one script. */
export class SourcePlaces {
  readonly #mapFile: string;
  readonly #pattern: RegExp;
  readonly #read: () => TraceMap | null;

  /** With the map beside the script, read again when it has been built anew. Without one, texts stay as they are. */
  static beside(script: string): SourcePlaces {
    return new SourcePlaces(script, mapReader(`${script}.map`));
  }

  /** With the map that would lie beside the script. */
  static of(script: string, map: Uint8Array): SourcePlaces {
    const parsed = new TraceMap(Buffer.from(map).toString());
    return new SourcePlaces(script, () => parsed);
  }

  private constructor(script: string, read: () => TraceMap | null) {
    this.#mapFile = resolve(`${script}.map`);
    this.#pattern = new RegExp(`(?<![\\w.-])${escapePattern(basename(script))}:(\\d+):(\\d+)`, "g");
    this.#read = read;
  }

  /** Replaces each place in the script, such as `hello.js:12:5`, with the one in the source, relative to the current folder. */
  translate(text: string): string {
    const map = this.#read();
    if (map === null) return text;
    return text.replace(this.#pattern, (place, line: string, column: string) => {
      return this.#sourcePlace(map, Number(line), Number(column)) ?? place;
    });
  }

  /** Lines and columns count from 1. */
  #sourcePlace(map: TraceMap, line: number, column: number): string | null {
    if (line < 1) return null;
    const found = originalPositionFor(map, { line, column: Math.max(column - 1, 0) });
    if (found.source === null) return null;
    const source = relative("", resolve(dirname(this.#mapFile), found.source));
    return `${source}:${found.line}:${found.column + 1}`;
  }
}

/** A map that is no map is as good as none: the text is what matters. */
function mapReader(file: string): () => TraceMap | null {
  let known = "";
  let map: TraceMap | null = null;
  return () => {
    const stats = statSync(file, { throwIfNoEntry: false });
    const stamp = stats === undefined ? "" : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
    if (stamp !== known) {
      known = stamp;
      map = stats === undefined ? null : readMap(file);
    }
    return map;
  };
}

function readMap(file: string): TraceMap | null {
  try {
    return new TraceMap(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
}
