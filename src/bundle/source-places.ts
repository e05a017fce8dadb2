/** Places in a built script, as places in its source. */

import { readFileSync, statSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { originalPositionFor, sourceContentFor, TraceMap } from "@jridgewell/trace-mapping";

export interface SourcePlace {
  /** Relative to the current folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The whole line. */
  readonly text: string;
}

/** A script with its map. */
interface MappedScript {
  readonly lines: readonly string[];
  readonly map: TraceMap;
}

/** The map of one script. */
export class SourcePlaces {
  readonly #pattern: RegExp;
  readonly #read: () => MappedScript | null;

  /** Reads the map beside the script, again after each build. Without a map, texts stay as they are. */
  static beside(script: string): SourcePlaces {
    return new SourcePlaces(script, mapReader(script));
  }

  /** Takes the text of the script, and the text of its map. */
  static of(script: string, text: Uint8Array, map: Uint8Array): SourcePlaces {
    let mapped: MappedScript | null = null;
    return new SourcePlaces(script, () => {
      mapped ??= mappedScript(script, text, map);
      return mapped;
    });
  }

  private constructor(script: string, read: () => MappedScript | null) {
    this.#pattern = new RegExp(`(?<![\\w.-])${escapePattern(basename(script))}:(\\d+):(\\d+)`, "g");
    this.#read = read;
  }

  /** Replaces each place in the script, such as `hello.js:12:5`, with the one in the source, relative to the current folder. */
  translate(text: string): string {
    const mapped = this.#read();
    if (mapped === null) return text;
    return text.replace(this.#pattern, (place, line: string, column: string) => {
      const found = Number(line) < 1 ? null : sourcePlace(mapped, Number(line), unitsBefore(mapped, line, column));
      return found === null ? place : `${found.file}:${found.line}:${found.column}`;
    });
  }

  /** The place in the source; null if the map has none. The line counts from 1, the column from 0 in UTF-16 units. */
  original(line: number, column: number): SourcePlace | null {
    const mapped = this.#read();
    return mapped === null || line < 1 ? null : sourcePlace(mapped, line, column);
  }
}

/** The engine's columns count bytes of UTF-8 from 1, those of maps UTF-16 units from 0. */
function unitsBefore({ lines }: MappedScript, line: string, column: string): number {
  return Buffer.from(lines[Number(line) - 1] ?? "").toString("utf8", 0, Math.max(Number(column) - 1, 0)).length;
}

function sourcePlace({ map }: MappedScript, line: number, column: number): SourcePlace | null {
  const found = originalPositionFor(map, { line, column });
  if (found.source === null) return null;
  const text = sourceContentFor(map, found.source)?.split("\n")[found.line - 1] ?? "";
  return { file: pathOf(found.source), line: found.line, column: found.column + 1, text };
}

/** The sources of a map are URLs. */
function pathOf(url: string): string {
  try {
    return relative("", fileURLToPath(url));
  } catch {
    return url;
  }
}

/** An invalid map counts as none: the text matters more. */
function mapReader(script: string): () => MappedScript | null {
  const file = `${script}.map`;
  let known = "";
  let mapped: MappedScript | null = null;
  return () => {
    const stats = statSync(file, { throwIfNoEntry: false });
    const stamp = stats === undefined ? "" : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
    if (stamp !== known) {
      known = stamp;
      mapped = stats === undefined ? null : readMapped(script, file);
    }
    return mapped;
  };
}

function readMapped(script: string, map: string): MappedScript | null {
  try {
    return mappedScript(script, readFileSync(script), readFileSync(map));
  } catch {
    return null;
  }
}

function mappedScript(script: string, text: Uint8Array, map: Uint8Array): MappedScript {
  return {
    lines: Buffer.from(text).toString().split("\n"),
    map: new TraceMap(Buffer.from(map).toString(), pathToFileURL(resolve(`${script}.map`)).href),
  };
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
}
