/** Places in a built script, as places in its source. */

import { originalPositionFor, sourceContentFor, TraceMap } from "@jridgewell/trace-mapping";
import { decode, encode } from "../platform/bytes.ts";
import { platform } from "../platform/platform.ts";

export interface SourcePlace {
  /** Relative to the current folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The whole line. */
  readonly text: string;
}

/** A script with its map. */
export interface MappedScript {
  readonly lines: readonly string[];
  readonly map: TraceMap;
}

/** The map of one script. */
export class SourcePlaces {
  readonly #pattern: RegExp;
  readonly #read: () => MappedScript | null;

  /** Takes the text of the script, and the text of its map. */
  static of(script: string, text: Uint8Array, map: Uint8Array): SourcePlaces {
    let mapped: MappedScript | null = null;
    return new SourcePlaces(script, () => {
      mapped ??= mappedScript(script, text, map);
      return mapped;
    });
  }

  /** `read` returns null if there is no map; texts then stay as they are. */
  constructor(script: string, read: () => MappedScript | null) {
    this.#pattern = new RegExp(`(?<![\\w.-])${escapePattern(script.replace(/^.*[\\/]/, ""))}:(\\d+):(\\d+)`, "g");
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
  return decode(encode(lines[Number(line) - 1] ?? "").subarray(0, Math.max(Number(column) - 1, 0))).length;
}

function sourcePlace({ map }: MappedScript, line: number, column: number): SourcePlace | null {
  const found = originalPositionFor(map, { line, column });
  if (found.source === null) return null;
  const text = sourceContentFor(map, found.source)?.split("\n")[found.line - 1] ?? "";
  return { file: platform.pathOf(found.source), line: found.line, column: found.column + 1, text };
}

/** Throws for an invalid map. */
export function mappedScript(script: string, text: Uint8Array, map: Uint8Array): MappedScript {
  return {
    lines: decode(text).split("\n"),
    map: new TraceMap(decode(map), platform.urlOf(`${script}.map`)),
  };
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
}
