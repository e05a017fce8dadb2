import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { description } from "../../bindings/index.ts";

const page = await readFile(new URL("../../docs/security.md", import.meta.url), "utf8");

test("docs/security.md lists each policy and its effect", () => {
  const types = { flag: "REG_DWORD", hashes: "REG_MULTI_SZ", folder: "REG_SZ", account: "REG_SZ" };
  for (const { name, kind } of description.policies) expect(page).toContain(`| \`${name}\` | \`${types[kind]}\` |`);
});

test("docs/security.md lists each event as the Event Viewer shows it", () => {
  const levels = { informational: "information", warning: "warning", error: "error" };
  for (const { id, severity, summary } of description.events) {
    expect(page).toContain(`| ${id} | ${levels[severity]} | ${summary} |`);
  }
});
