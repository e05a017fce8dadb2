import { readFileSync, statSync } from "node:fs";
import { type MappedScript, mappedScript, SourcePlaces } from "./source-places.ts";

/** Reads the map beside a script, again after each build. */
export function placesBeside(script: string): SourcePlaces {
  return new SourcePlaces(script, mapReader(script));
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
