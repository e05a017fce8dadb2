/**
 * docs/language.md: what the page lists as present exists, what it lists as missing does not, and its numbers are the
 * engine's.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingGlobals } from "../../bindings/script/missing-globals.ts";
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";

const page = readFileSync(join(paths.root, "docs", "language.md"), "utf8");

/** What console.log prints in a hook. */
async function printed(body: string): Promise<readonly string[]> {
  const script = `export default definePlugin({ onVmStarted() { ${body} } });`;
  await using wsl = await startWsl({ plugin: { script } });
  expect(await wsl.startVm()).toEqual({ ok: true });
  return wsl.printed;
}

test("docs/language.md names every global that is known to be missing, and none that exists", async () => {
  const [, missing = ""] = page.split("## What does not exist");
  expect(missingGlobals.filter(({ name }) => !missing.includes(`\`${name}\``))).toEqual([]);
  const names = JSON.stringify(missingGlobals.map(({ name }) => name));
  expect(await printed(`for (const name of ${names}) if (name in globalThis) console.log(name);`)).toEqual([]);
});

test("docs/language.md has the engine's test262 counts", async () => {
  const attempts = [
    "Math.max(...new Array(65_535).fill(1))",
    "Math.max(...new Array(65_536).fill(1))",
    'new RegExp("(a)".repeat(254)).source.length',
    'new RegExp("(a)".repeat(255)).source.length',
  ];
  const lines = attempts.map((text) => `try { console.log(${text}) } catch (error) { console.log(error.name) }`);
  expect(await printed(lines.join("\n"))).toEqual(["1", "RangeError", "762", "SyntaxError"]);
  const [depth] = await printed(
    "let depth = 0; const down = () => { depth++; down(); }; try { down(); } catch {} console.log(depth);",
  );
  expect(Number(depth)).toBeGreaterThan(900);
  expect(Number(depth)).toBeLessThan(1200);
});

test("the engine has the bugs that docs/language.md names", async () => {
  const regexp = "try { new RegExp('a-b', 'v') } catch (error) { console.log(error.name) }";
  expect(await printed(`console.log(JSON.stringify({ ..."hi" })); ${regexp}`)).toEqual(["{}", "SyntaxError"]);
});
