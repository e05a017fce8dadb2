/** Places in a built script, told as places in its source. */

import { readFileSync, statSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** A script with its map. */
interface MappedScript {
  readonly lines: readonly string[];
  readonly map: TraceMap;
}

/** The map of one script. */
export class SourcePlaces {
  readonly #pattern: RegExp;
  readonly #read: () => MappedScript | null;

  /** With the map beside the script, read again when it has been built anew. Without one, texts stay as they are. */
  static beside(script: string): SourcePlaces {
    return new SourcePlaces(script, mapReader(script));
  }

  /** With the text of the script, and of the map that would lie beside it. */
  static of(script: string, text: Uint8Array, map: Uint8Array): SourcePlaces {
    const mapped = mappedScript(script, text, map);
    return new SourcePlaces(script, () => mapped);
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
      return sourcePlace(mapped, Number(line), Number(column)) ?? place;
    });
  }
}

/** Lines and columns count from 1; the engine's columns are bytes of UTF-8, those of sources and maps UTF-16 units. */
function sourcePlace({ lines, map }: MappedScript, line: number, column: number): string | null {
  if (line < 1) return null;
  const before = Buffer.from(lines[line - 1] ?? "").toString("utf8", 0, Math.max(column - 1, 0));
  const found = originalPositionFor(map, { line, column: before.length });
  if (found.source === null) return null;
  return `${pathOf(found.source)}:${found.line}:${found.column + 1}`;
}

/** The sources of a map are URLs. */
function pathOf(url: string): string {
  try {
    return relative("", fileURLToPath(url));
  } catch {
    return url;
  }
}

/** A map that is no map is as good as none: the text is what matters. */
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
