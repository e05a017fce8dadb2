/**
 * `npm run test:long`: the proofs that take too long for `npm test`, one file of test/long each.
 *
 *   npm run test:long                       all of them
 *   npm run test:long -- endurance races    only these
 *   npm run test:long -- --write            also puts their figures and tables into docs/
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { paths } from "../src/paths.ts";
import { type Figure, type FullTable, insertFigures, insertTable } from "./long-figures.ts";
import { main, StepError } from "./progress.mjs";

const ending = ".test.ts";
const figuresFile = join(paths.build, "long-figures.jsonl");

await main(async () => {
  const { names, write } = readArguments();
  rmSync(figuresFile, { force: true });
  const code = await runVitest(names);
  const reported = readReported();
  const figures = reported.filter((one) => "proof" in one);
  const tables = reported.filter((one) => "rows" in one);
  for (const { proof, text } of figures) console.log(`${proof}: ${text}`);
  if (code !== 0) throw new StepError("A long test failed.");
  if (!write) return;
  edit("reliability", (page) => insertFigures(page, figures));
  for (const table of tables) edit(table.page, (page) => insertTable(page, table));
});

function edit(name: string, change: (page: string) => string): void {
  const file = join(paths.root, "docs", `${name}.md`);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

function readArguments(): { names: readonly string[]; write: boolean } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { write: { type: "boolean", default: false } },
  });
  const known = readdirSync(join(paths.root, "test", "long"))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new StepError(`There is no long test "${unknown}"; there are ${known.join(", ")}.`);
  return { names: positionals, ...values };
}

async function runVitest(names: readonly string[]): Promise<number> {
  const vitest = join(paths.root, "node_modules", "vitest", "vitest.mjs");
  const files = names.map((name) => `test/long/${name}${ending}`);
  const child = spawn(process.execPath, [vitest, "run", "--mode", "long", ...files], {
    cwd: paths.root,
    env: { ...process.env, WSL_SCRIPT_HOST_FIGURES: figuresFile },
    stdio: "inherit",
  });
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
}

function readReported(): (Figure | FullTable)[] {
  if (!existsSync(figuresFile)) return [];
  const lines = readFileSync(figuresFile, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}
