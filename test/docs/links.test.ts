// The links of all pages, as they are read in the repository.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { exampleNames } from "../../scripts/site/example-page.ts";
import { anchorsOf, parseTarget, targetsOf } from "../../scripts/site/markdown.ts";
import { paths } from "../../src/paths.ts";

const folders = [".", "docs", "docs/reference", ...exampleNames.map((name) => `docs/examples/${name}`)];
const pages = folders.flatMap((folder) => {
  const entries = readdirSync(join(paths.root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith(".md")).map(({ name }) => join(folder, name));
});

test.each(pages)("the links of %s lead somewhere", (page) => {
  const lost = targetsOf(read(page)).filter((target) => {
    const parsed = parseTarget(target);
    if (parsed === null) return false;
    const file = parsed.path === "" ? page : join(dirname(page), parsed.path);
    if (!existsSync(join(paths.root, file))) return true;
    return parsed.anchor !== "" && !anchorsOf(read(file)).has(parsed.anchor);
  });

  expect(lost).toEqual([]);
});

function read(file: string): string {
  return readFileSync(join(paths.root, file), "utf8");
}
