/** Reads the lines of a file that another program writes and rotates when it grows: `<file>` becomes `<file>.1`. */

import type { BigIntStats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

export interface FollowOptions {
  /** Whether to wait for more lines, and for the file itself; otherwise reading ends at the end of the file. */
  readonly follow: boolean;
  /** How many of the existing lines to return; all by default. */
  readonly last?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The lines, without line ends. While following, an unfinished last line is held back. */
export async function* fileLines(file: string, { follow, last, signal }: FollowOptions): AsyncGenerator<string> {
  const reader = new Reader(file);
  try {
    const present = follow ? reader.readMore() : reader.readAll();
    yield* last === undefined ? present : lastOf(present, last);
    while (follow && signal?.aborted !== true) {
      // Polling works on network drives and under Wine, which send no notifications.
      await pause(pollMilliseconds, undefined, signal && { signal }).catch(() => {});
      yield* reader.readMore();
    }
  } finally {
    await reader.close();
  }
}

async function* lastOf(lines: AsyncIterable<string>, count: number): AsyncGenerator<string> {
  const kept: string[] = [];
  for await (const line of lines) {
    kept.push(line);
    if (kept.length > count) kept.shift();
  }
  yield* kept;
}

const pollMilliseconds = 200;
const chunkSize = 64 * 1024;
const lineEnd = 0x0a;

class Reader {
  readonly #file: string;
  #handle: FileHandle | null = null;
  #position = 0;
  #pending: Buffer[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Reads what was written since, even if the file has been rotated. */
  async *readMore(): AsyncGenerator<string> {
    this.#handle ??= await openIfThere(this.#file);
    while (this.#handle !== null) {
      yield* this.#drain(this.#handle);
      const next = await this.#successor(this.#handle);
      if (next === null) return;
      // Reads what was written between the last read and the rotation.
      yield* this.#drain(this.#handle);
      await this.close();
      this.#handle = next;
    }
  }

  /** Reads everything up to an unfinished last line. */
  async *readAll(): AsyncGenerator<string> {
    yield* this.readMore();
    if (this.#pending.length > 0) yield textOf(this.#pending);
    this.#pending = [];
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
    this.#position = 0;
  }

  async *#drain(handle: FileHandle): AsyncGenerator<string> {
    const chunk = Buffer.alloc(chunkSize);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunkSize, this.#position);
      if (bytesRead === 0) return;
      this.#position += bytesRead;
      yield* this.#lines(Buffer.from(chunk.subarray(0, bytesRead)));
    }
  }

  *#lines(bytes: Buffer): Generator<string> {
    let start = 0;
    for (let end = bytes.indexOf(lineEnd); end !== -1; end = bytes.indexOf(lineEnd, start)) {
      const line = textOf([...this.#pending, bytes.subarray(start, end)]);
      this.#pending = [];
      start = end + 1;
      yield line;
    }
    if (start < bytes.length) this.#pending.push(bytes.subarray(start));
  }

  /**
   * The next file to read, open, if the current one is no longer the log: it was rotated, perhaps twice, or emptied.
   */
  async #successor(handle: FileHandle): Promise<FileHandle | null> {
    const log = await stat(this.#file, { bigint: true }).catch(() => null);
    if (log === null || (await this.#isRead(handle, log))) return null;
    // In this order: if the log is rotated in between, the former log is the previous file.
    const current = await openIfThere(this.#file);
    const previous = await openIfThere(`${this.#file}.1`);
    const next = previous !== null && (await comesAfter(previous, handle)) ? previous : current;
    for (const opened of [current, previous]) if (opened !== next) await opened?.close();
    return next;
  }

  async #isRead(handle: FileHandle, log: BigIntStats): Promise<boolean> {
    return log.ino === (await handle.stat({ bigint: true })).ino && log.size >= this.#position;
  }
}

async function comesAfter(previous: FileHandle, read: FileHandle): Promise<boolean> {
  const [next, mine] = await Promise.all([previous.stat({ bigint: true }), read.stat({ bigint: true })]);
  return next.ino !== mine.ino && next.mtimeNs >= mine.mtimeNs;
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  return open(file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

function textOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString("utf8").replace(/\r$/, "");
}
