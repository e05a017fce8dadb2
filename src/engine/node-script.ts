/** The text that Node runs for a plugin's script, and how its places become those of the script. */

import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { functionOf, linesBefore, mappingsBefore } from "./node-module.ts";
import type { ScriptOrigin } from "./runtime.ts";

export interface LoweredScript {
  readonly text: string;
  /** From the text to the script; null where they are the same. */
  readonly map: string | null;
}

export class NodeScript {
  /** The module that is run. */
  readonly text: string;
  readonly url: string;
  readonly #file: string;
  /** Of the script, whose columns count bytes. */
  readonly #lines: readonly string[];
  /** From the text to the script. */
  readonly #toScript: TraceMap | null;
  readonly #map: string | null;

  constructor(
    script: string,
    file: string,
    origin: ScriptOrigin | undefined,
    lower: (source: string, file: string) => LoweredScript,
  ) {
    const { text, map } = lower(script, file);
    this.text = text;
    this.#file = file;
    this.#lines = script.split("\n");
    this.#toScript = map === null ? null : new TraceMap(map);
    this.url = origin?.url ?? `wsl-script-host:///${file}`;
    this.#map = map ?? (origin === undefined ? null : Buffer.from(origin.map).toString());
  }

  /** The source map of `functionOf(text)`; null without one. */
  get map(): string | null {
    if (this.#map === null) return null;
    const map = JSON.parse(this.#map) as { mappings: string };
    return JSON.stringify({ ...map, mappings: mappingsBefore + map.mappings });
  }

  /** What Node evaluates; debuggers find its source. Throws a ModuleSyntaxError. */
  code(breaks: boolean): string {
    const code = functionOf(this.text, breaks);
    const { map } = this;
    if (map === null) return code;
    return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}`;
  }

  /** `hello.js:1:2` for a place of the text: the line from 1, the column from 0. Null for what is not in the script. */
  placeOf(line: number, column: number): string | null {
    const place = this.#toScript === null ? { line, column } : originalPositionFor(this.#toScript, { line, column });
    if (place.line === null) return null;
    const before = (this.#lines[place.line - 1] ?? "").slice(0, place.column);
    return `${this.#file}:${place.line}:${Buffer.byteLength(before) + 1}`;
  }

  /** The same for a place as V8 has it. */
  placeOfCall(line: number, column: number): string | null {
    return this.placeOf(Math.max(1, line - linesBefore), column - 1);
  }
}
