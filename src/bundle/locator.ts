/** Finds the source places of a script's nodes. */

import type { Node } from "acorn";
import type { PartialMessage } from "esbuild";
import type { SourcePlace, SourcePlaces } from "./source-places.ts";

export class Locator {
  /** Where each line starts. */
  readonly #lines: readonly number[];
  /** Where the code of each source starts: esbuild names it in a comment, unless it minifies. */
  readonly #starts: readonly number[];
  readonly #names: readonly string[];
  readonly #places: SourcePlaces;

  constructor(text: string, sources: readonly string[], places: SourcePlaces) {
    this.#lines = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const known = new Set(sources);
    const comments = [...text.matchAll(/^ *\/\/ (.+)$/gm)].filter(([, name = ""]) => known.has(name));
    this.#starts = comments.map(({ index }) => index);
    this.#names = comments.map(([, name = ""]) => name);
    this.#places = places;
  }

  at(node: Node): Pick<PartialMessage, "location"> {
    const place = this.#find(node);
    if (place === null) return {};
    const { file, line, column, text } = place;
    return { location: { file, line, column: column - 1, length: node.end - node.start, lineText: text } };
  }

  /** The source. Looking it up in the map would take as long as everything else. */
  fileOf(node: Node): string {
    return this.#names[lastUpTo(this.#starts, node.start)] ?? this.#find(node)?.file ?? "";
  }

  isOfPackage(node: Node): boolean {
    return /(?:^|[\\/])node_modules[\\/]/.test(this.fileOf(node));
  }

  #find({ start }: Node): SourcePlace | null {
    const line = lastUpTo(this.#lines, start);
    return this.#places.original(line + 1, start - (this.#lines[line] ?? 0));
  }
}

/** The index of the last number that is not larger; -1 if all are. */
function lastUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [-1, numbers.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
