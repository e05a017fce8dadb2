/** Reads a log while a writer rotates it between any two of the reader's looks at the folder. */

import { appendFileSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

/** Runs just before each look at a file by its path. */
const looks = { before: (): void => {} };

let fileLines: typeof import("../../src/cli/logs/follow-file.ts")["fileLines"];

// Other files of the worker keep the module that they have, which has Node's own functions.
beforeAll(async () => {
  vi.resetModules();
  vi.doMock("node:fs/promises", async (importOriginal) => {
    const real = await importOriginal<typeof import("node:fs/promises")>();
    const watched =
      <Arguments extends unknown[], Result>(look: (...args: Arguments) => Result) =>
      (...args: Arguments): Result => {
        looks.before();
        return look(...args);
      };
    return { ...real, open: watched(real.open), stat: watched(real.stat) };
  });
  ({ fileLines } = await import("../../src/cli/logs/follow-file.ts"));
});
afterAll(() => {
  vi.doUnmock("node:fs/promises");
  vi.resetModules();
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "follow-file-"));
});
afterEach(() => {
  looks.before = () => {};
  rmSync(folder, { recursive: true });
});

/** Look 0 opens the log, look 1 finds it unchanged; one rotation is found within three looks, and two within seven. */
const moments = [1, 2, 3, 4, 5, 6, 7].map((second) => [1, second]);

test.each(moments)(
  "following a log loses no line if it is rotated before look %i and before look %i",
  async (...turns) => {
    const log = join(folder, "hello.log");
    appendFileSync(log, "0\n");
    let written = 0;
    const turnOver = () => {
      renameSync(log, `${log}.1`);
      written += 1;
      appendFileSync(log, `${written}\n`);
    };
    let look = 0;
    looks.before = () => {
      for (const turn of turns) if (turn === look) turnOver();
      look += 1;
    };

    const lines: string[] = [];
    for await (const line of fileLines(log, { follow: true, signal: AbortSignal.timeout(5000) })) {
      lines.push(line);
      if (line === "2") break;
    }
    expect(lines).toEqual(["0", "1", "2"]);
  },
);
