import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The text of each recording in a folder, in the order of the instances. */
export async function readRecordings(folder: string): Promise<string[]> {
  const number = (file: string) => Number(/-(\d+)\.recording$/.exec(file)?.[1]);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".recording"));
  files.sort((one, other) => number(one) - number(other));
  return Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
}
