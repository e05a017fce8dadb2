import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { ShapeError } from "./check-shape.ts";
import { parseScenario, type Scenario } from "./scenario.ts";

/** Reads a scenario file. Throws an Error that names the file, the place in it, and what is allowed there. */
export async function readScenario(file: string): Promise<Scenario> {
  const text = await readFile(file, "utf8");
  try {
    return parseScenario(text, dirname(file));
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof SyntaxError)) throw error;
    throw new Error(`${basename(file)}: ${error.message}`, { cause: error });
  }
}
