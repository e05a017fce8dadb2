// CHANGELOG.md keeps up with package.json.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { version } from "../../package.json" with { type: "json" };
import { paths } from "../../src/paths.ts";

const page = readFileSync(join(paths.root, "CHANGELOG.md"), "utf8");

test("CHANGELOG.md starts with this version, or with unreleased changes", () => {
  const versions = [...page.matchAll(/^## (Unreleased|\d+\.\d+\.\d+)$/gm)].map(([, name]) => name);
  expect(versions.find((name) => name !== "Unreleased")).toBe(version);
  expect(versions.lastIndexOf("Unreleased")).toBeLessThanOrEqual(0);
});

test("CHANGELOG.md lists which scripts a DLL of this version runs", () => {
  const line = version.replace(/\d+$/, "x");
  expect(page).toMatch(new RegExp(`^\\| ${line.replaceAll(".", "\\.")} \\| \\d+\\.\\d+\\.0 to ${line} \\|$`, "m"));
});
