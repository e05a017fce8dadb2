/** The lines of a file that another program writes, and turns over when it has grown: `<file>` becomes `<file>.1`. */

import type { BigIntStats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

export interface FollowOptions {
  /** Whether to wait for more at the end of the file, and for the file itself; else its end is the end. */
  readonly follow: boolean;
  /** How many of the lines that are there already; all by default. */
  readonly last?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The lines, without their ends. A last line that is not finished yet is kept back while following. */
export async function* fileLines(file: string, { follow, last, signal }: FollowOptions): AsyncGenerator<string> {
  const reader = new Reader(file);
  try {
    const present = follow ? reader.readMore() : reader.readAll();
    yield* last === undefined ? present : lastOf(present, last);
    while (follow && signal?.aborted !== true) {
      // Polling sees what network drives and Wine do not notify of.
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

  /** What has been written since, in whichever file it is by now. */
  async *readMore(): AsyncGenerator<string> {
    this.#handle ??= await openIfThere(this.#file);
    while (this.#handle !== null) {
      yield* this.#drain(this.#handle);
      const next = await this.#successor(this.#handle);
      if (next === null) return;
      // What was written between the last read and the turn.
      yield* this.#drain(this.#handle);
      await this.close();
      this.#handle = next;
    }
  }

  /** All that is there, up to a last line that nothing ends. */
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

  /** The file to go on with, open, if the one that is read is no longer the log: it has been turned over, twice perhaps, or emptied. */
  async #successor(handle: FileHandle): Promise<FileHandle | null> {
    const log = await stat(this.#file, { bigint: true }).catch(() => null);
    if (log === null || (await this.#isRead(handle, log))) return null;
    // In this order: if the log is turned over in between, what was the log is the file before it.
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
