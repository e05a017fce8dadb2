// docs/administration.md: what it names is there. test/e2e/tool/administration.ts plays its commands.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pluginsKey } from "../../bindings/files/checks.ts";
import { policyKey } from "../../bindings/files/policies.ts";
import { paths } from "../../src/paths.ts";

const page = readFileSync(join(paths.root, "docs", "administration.md"), "utf8");
const help = readFileSync(join(paths.root, "host", "tool", "main.cpp"), "utf8");

test("docs/administration.md names commands and options of the tool", () => {
  const commands = [...page.matchAll(/wsl-script-host\.exe (\w[\w-]*)|^- `(\w+)` /gm)].map(
    ([, one, other]) => one ?? other,
  );
  expect(new Set(commands)).toEqual(new Set(["install", "status", "doctor", "rollback", "uninstall"]));
  for (const command of commands) expect(help).toContain(`\n  ${command} `);
  for (const [option] of page.matchAll(/--[a-z][\w-]+/g)) expect(help).toContain(option);
});

test("docs/administration.md names the keys and the files that its commands show", () => {
  const cells = [...page.matchAll(/^\| .* \| (`.*) \|$/gm)].map(([, cell = ""]) => cell);
  const places = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, place = ""]) => place));
  expect(places.filter((place) => place.startsWith("HKLM"))).toEqual([`HKLM\\${pluginsKey}`, `HKLM\\${policyKey}`]);
  const shown = [...page.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, text]) => text).join();
  for (const place of places.filter((place) => /^(C:|%)/.test(place))) {
    expect(shown).toContain(place.replace("%ProgramData%", "C:\\ProgramData"));
  }
});
