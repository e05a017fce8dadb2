/**
 * Checks a project's types again whenever one of its files changes, including files that are not part of the script.
 */

import { stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { checkTypes, type TypeProject } from "./type-check.ts";

/**
 * Runs until the signal. It starts the whole compiler each time: compilers' own watch modes differ in what they notice,
 * and leave processes behind when they are killed.
 */
export async function watchTypes(
  project: TypeProject,
  onResult: (errors: readonly string[]) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const start = Date.now();
    const { errors, files } = await checkTypes(project, signal);
    if (signal.aborted) return;
    onResult(errors);
    await changeOf([project.tsconfig, ...files], start, signal);
  }
}

const pollMilliseconds = 300;

/** Resolves when one of the files has changed since that time. */
async function changeOf(files: readonly string[], time: number, signal: AbortSignal): Promise<void> {
  const before = await stampsOf(files);
  // Edited while the compiler ran.
  if (before.some((stamp) => stamp !== null && stamp >= time && stamp <= Date.now())) return;
  while (!signal.aborted) {
    await pause(pollMilliseconds, undefined, { signal }).catch(() => {});
    const now = await stampsOf(files);
    if (now.some((stamp, index) => stamp !== before[index])) return;
  }
}

function stampsOf(files: readonly string[]): Promise<(number | null)[]> {
  return Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => null,
      ),
    ),
  );
}
