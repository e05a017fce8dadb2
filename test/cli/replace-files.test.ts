import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFiles } from "../../src/cli/shared/replace-files.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wsl-script-host-replace-"));
  writeFileSync(join(folder, "a"), "old a");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The content of each file by its name. */
const contents = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
const files = () => ["a", "b"].map((name) => [join(folder, name), `new ${name}`] as const);
const failure = (code: string) => Object.assign(new Error(code), { code });

test("replaced files have their new contents, and no other file is left", async () => {
  await replaceFiles(files());
  expect(contents()).toEqual([
    ["a", "new a"],
    ["b", "new b"],
  ]);
});

test.each(["EBUSY", "EPERM", "EACCES"])(
  "a file that another program has open (%s) is replaced once it is closed",
  async (code) => {
    let busy = 3;
    await replaceFiles(files(), async (from, to) => {
      busy -= 1;
      if (busy > 0) throw failure(code);
      await rename(from, to);
    });
    expect(contents()).toEqual([
      ["a", "new a"],
      ["b", "new b"],
    ]);
  },
);

test.each(["EBUSY", "ENOSPC"])(
  "a file that cannot be replaced (%s) stays, and no file is left beside it",
  async (code) => {
    const replacing = replaceFiles(files(), async () => {
      throw failure(code);
    });
    await expect(replacing).rejects.toThrow(code);
    expect(contents()).toEqual([["a", "old a"]]);
  },
);
