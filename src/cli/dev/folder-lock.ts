/** Locks a folder: a file in it names the process that works there. A process that has died does not count. */

import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CliError } from "../shared/cli-error.ts";
import { reasonOf } from "../shared/reason-of.ts";

const lockName = ".wsl-script-host.lock";
const attempts = 20;
const pauseMilliseconds = 50;

export class FolderLock {
  readonly #file: string;
  readonly #text: string;

  /** Creates the folder if needed. Throws a CliError that names the process which holds the lock. */
  static async acquire(folder: string, purpose: string): Promise<FolderLock> {
    const file = join(folder, lockName);
    const text = JSON.stringify({ pid: process.pid, purpose, since: new Date().toISOString() });
    let holder = "";
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (await create(folder, file, text)) return new FolderLock(file, text);
      holder = await readFile(file, "utf8").catch(() => "");
      const pid = pidOf(holder);
      if (pid !== null && isAlive(pid)) throw taken(folder, file, pid);
      // A lock file without a process id is either just being written, or its writer died: look a few times.
      if (pid === null && attempt < attempts / 2) await pause(pauseMilliseconds);
      else await removeStale(file, holder);
    }
    throw new CliError(`"${file}" cannot be replaced. If no process works in that folder, delete the file.`);
  }

  private constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /** Keeps a lock that another process holds by now. */
  async release(): Promise<void> {
    const text = await readFile(this.#file, "utf8").catch(() => "");
    if (text === this.#text) await rm(this.#file, { force: true });
  }
}

async function create(folder: string, file: string, text: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, error as Error);
  }
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw unwritable(folder, error as Error);
  }
}

function unwritable(folder: string, error: Error): CliError {
  return new CliError(
    `"${folder}" cannot be written: ${reasonOf(error)}. Choose another folder, or run as a user who may write there.`,
  );
}

/** Two processes may find the same stale lock: check that the moved file is the stale one. */
async function removeStale(file: string, stale: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, "utf8")) === stale) await rm(aside, { force: true });
  else await rename(aside, file);
}

function pidOf(text: string): number | null {
  try {
    const { pid } = JSON.parse(text) as { pid?: unknown };
    return typeof pid === "number" ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process cannot be signalled, but it exists.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function taken(folder: string, file: string, pid: number): CliError {
  return new CliError(
    `Process ${pid} already works in "${folder}": perhaps another "wsl-script-host dev". Stop it first, or use another folder. If no such process exists, delete "${file}".`,
  );
}
