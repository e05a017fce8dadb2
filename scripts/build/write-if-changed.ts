import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Replaces a file only if its content changes, so that a new date alone triggers no rebuild, and atomically, so that
 * tests can read it during a build.
 */
export function writeIfChanged(file: string, content: string | Uint8Array, mode = 0o644): void {
  if (readIfThere(file)?.equals(Buffer.from(content)) === true) return;
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, file);
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
