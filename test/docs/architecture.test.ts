// Compares docs/architecture.md with the tree: each file and folder that it names exists.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

const page = readFileSync(join(paths.root, "docs", "architecture.md"), "utf8");

function pathsIn(text: string): string[] {
  const named = [...text.matchAll(/`((?:bindings|docs|host|scripts|src|test)\/[\w./-]*)`/g)].flatMap(
    ([, path]) => path ?? [],
  );
  return [...new Set(named)];
}

test("docs/architecture.md names files and folders that exist", () => {
  const named = pathsIn(page);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((path) => !existsSync(join(paths.root, path)))).toEqual([]);
});

test("docs/architecture.md names the files to edit for each kind of addition", () => {
  const [, section = ""] = /## To add something\n(.*?)\n## /s.exec(page) ?? [];
  const kinds = [...section.matchAll(/^\| (an? [^|]+) \|/gm)].map(([, kind]) => kind);
  expect(kinds).toEqual([
    "a field of a struct",
    "a hook",
    "a call of WSL's API",
    "a setting",
    "a keyword of a plugin's settings",
    "an HRESULT",
    "a command",
    "a check of doctor",
    "a number that C++ and TypeScript share",
    "a function of the runtime that C++ calls",
  ]);
});
