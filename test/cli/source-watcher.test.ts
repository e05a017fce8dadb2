/** What makes `dev` build at once. */

import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SourceWatcher } from "../../src/cli/build/source-watcher.ts";

let folder = "";
let changes: string[] = [];
let onChange = () => {};
const source = (name: string) => join(folder, name);
const nextChange = () =>
  new Promise<void>((resolve) => {
    onChange = resolve;
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wsl-sources-"));
  writeFileSync(source("hello.ts"), "1");
  changes = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

function watcherOf(...files: string[]): SourceWatcher {
  const watcher = new SourceWatcher(() => {
    changes.push("change");
    onChange();
  });
  watcher.watch(files);
  return watcher;
}

test("a source file that is written to is noticed, and again when another one takes its place", async () => {
  const watcher = watcherOf(source("hello.ts"));
  const written = nextChange();
  writeFileSync(source("hello.ts"), "2");
  await written;
  const replaced = nextChange();
  writeFileSync(source("hello.ts.new"), "3");
  renameSync(source("hello.ts.new"), source("hello.ts"));
  await replaced;
  watcher.close();
  expect(changes.length).toBeGreaterThanOrEqual(2);
  expect(watcher.changes).toBeGreaterThanOrEqual(changes.length);
});

test("a source file in a missing folder is no error", () => {
  const watcher = watcherOf(source("missing/hello.ts"));
  watcher.close();
  expect(changes).toEqual([]);
});
