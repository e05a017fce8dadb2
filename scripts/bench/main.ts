/**
 * `npm run bench`: what the host costs, beside a native plugin and beside the same engine under Node.
 * docs/performance.md explains the numbers.
 *
 *   npm run bench                       prints tables
 *   npm run bench -- hooks loads edits  prints only these parts
 *   npm run bench -- --json             prints JSON
 *   npm run bench -- --write            also puts the tables into docs/performance.md
 */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { paths } from "../../src/paths.ts";
import { teardown } from "../../src/wslservice/wine.ts";
import { main, StepError, step } from "../progress.mjs";
import { keepAwake } from "./awake.ts";
import { measureEdits } from "./edits.ts";
import { measureGrowth } from "./growth.ts";
import { measureHooks } from "./hooks.ts";
import { measureLoads } from "./loads.ts";
import { NativeQuickJs } from "./native-quickjs.ts";
import { measureOvertimes } from "./overtimes.ts";
import { insertTables } from "./page.ts";
import { comparisonTable, growthTable, plainText, type Report, suiteTable, timeTable } from "./report.ts";
import { measureSessions } from "./sessions.ts";
import { measureSuite } from "./suite.ts";
import { measureVerification } from "./verification.ts";

const parts = ["hooks", "verification", "loads", "sessions", "growth", "edits", "limits", "suite"];
const page = join(paths.root, "docs", "performance.md");

await main(async () => {
  const { wanted, json, write } = readArguments();
  const quietly = <T>(_: string, work: () => T) => work();
  using _awake = keepAwake();
  try {
    const report = await measure(wanted, json ? quietly : step);
    if (json) console.log(JSON.stringify(report, null, 2));
    else printTables(report);
    if (write) writeFileSync(page, insertTables(readFileSync(page, "utf8"), report));
  } finally {
    await teardown();
  }
});

function readArguments(): { wanted: readonly string[]; json: boolean; write: boolean } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
  });
  const unknown = positionals.find((name) => !parts.includes(name));
  if (unknown !== undefined) throw new StepError(`There is no part "${unknown}"; there are ${parts.join(", ")}.`);
  if (values.write && positionals.length > 0) throw new StepError("--write needs all parts; name none.");
  return { wanted: positionals.length === 0 ? parts : positionals, ...values };
}

type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;

async function measure(wanted: readonly string[], run: Step): Promise<Report> {
  const part = <T>(name: string, title: string, work: () => Promise<T[]>) =>
    wanted.includes(name) ? run(title, work) : Promise.resolve([]);
  const hooks = await part("hooks", "Measuring hooks and calls", () =>
    measureHooks({ rounds: 5, hooks: 2000, roundTrips: 10, transfers: 3 }),
  );
  const verification = await part("verification", "Measuring verification", () => measureVerification(5));
  const loads = await part("loads", "Measuring loads", () => measureLoads({ copies: 8, reloads: 15, hooks: 1000 }));
  const sessions = await part("sessions", "Measuring sessions", () => measureSessions({ sessions: 64, hooks: 100 }));
  const growth = await part("growth", "Measuring growth", () =>
    measureGrowth({
      rounds: 3,
      timers: [1000, 10_000],
      processes: [4, 64],
      script: [50, 2048],
      plugins: [8, 64],
      hooks: [10_000, 1_000_000],
    }),
  );
  const edits = await part("edits", "Measuring edits", () => measureEdits(15));
  const overtimes = await part("limits", "Measuring how hooks end at their limits", () => measureOvertimes(5));
  const suite = await part("suite", "Measuring JavaScript", () => measureSuite(4));
  return {
    versions: versions(),
    comparison: [...hooks, ...loads, ...verification, ...sessions],
    growth,
    edits,
    overtimes,
    suite,
  };
}

function versions(): Record<string, string> {
  const engine = JSON.parse(readFileSync(join(paths.root, "node_modules", "quickjs-wasi", "package.json"), "utf8"));
  const wine = execFileSync("wine", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const native = NativeQuickJs.version;
  return {
    wine: wine.trim().replace(/^wine-/, ""),
    node: process.versions.node,
    "quickjs-wasi": engine.version,
    ...(native !== null && { "a native": native }),
  };
}

function printTables({ comparison, growth, edits, overtimes, suite }: Report): void {
  if (comparison.length > 0) console.log(`\n${plainText(comparisonTable(comparison))}`);
  if (growth.length > 0) console.log(`\n${plainText(growthTable(growth))}`);
  if (edits.length > 0) console.log(`\n${plainText(timeTable(edits))}`);
  if (overtimes.length > 0) console.log(`\n${plainText(timeTable(overtimes))}`);
  if (suite.length > 0) console.log(`\n${plainText(suiteTable(suite))}`);
}
