// `npm run bench` compares like with like: both plugins do the same work, and the page shows what is measured.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measureEdits } from "../../scripts/bench/edits.ts";
import { measureGrowth } from "../../scripts/bench/growth.ts";
import { measureHooks } from "../../scripts/bench/hooks.ts";
import { measureLoads } from "../../scripts/bench/loads.ts";
import { measureOvertimes } from "../../scripts/bench/overtimes.ts";
import { measureSessions } from "../../scripts/bench/sessions.ts";
import { measureSuite } from "../../scripts/bench/suite.ts";
import { measureVerification } from "../../scripts/bench/verification.ts";
import { BenchService, distribution, nativeSteps, scriptSource } from "../../scripts/bench/work.ts";
import { buildScript } from "../../scripts/build-plugin.ts";
import { paths } from "../../src/paths.ts";
import type { LogLine } from "../../src/wsl/log-line.ts";
import type { ServiceEvent } from "../../src/wslservice/driver.ts";

test("the benchmark's script and the native plugin do the same", async () => {
  await using bench = await BenchService.start([
    { name: "script", script: await buildScript(scriptSource) },
    { name: "native", steps: nativeSteps },
  ]);
  const { service } = bench;
  await service.startDistribution(distribution);
  await service.registerDistribution({ ...distribution, name: "Other" });
  await service.unregisterDistribution({ ...distribution, name: "Other" });
  await service.stopDistribution("Debian");
  await service.stopVm();
  const script = deedsOf("script", service.events);
  expect(script).toEqual(deedsOf("native", service.events));
  expect(script).toContain("count: 104857600");
  expect(script).toContain("output: bench\n");
  expect(script).toHaveLength(6);
});

test("every figure of docs/performance.md can be measured, and the page shows it", { timeout: 180_000 }, async () => {
  const rows = [
    ...(await measureHooks({ rounds: 1, hooks: 10, roundTrips: 1, transfers: 1 })),
    ...(await measureLoads({ copies: 1, reloads: 1, hooks: 10 })),
    ...(await measureVerification(1)),
    ...(await measureSessions({ sessions: 64, hooks: 1 })),
  ];
  const growth = await measureGrowth({
    rounds: 1,
    timers: [10, 20],
    processes: [1, 2],
    script: [1, 2],
    plugins: [1, 2],
    hooks: [10, 20],
  });
  const edits = await measureEdits(1);
  const overtimes = await measureOvertimes(1);
  const programs = await measureSuite(1);
  const numbers = [
    ...rows.flatMap(({ native, script }) => [native ?? script, script]),
    ...growth.flatMap(({ few, many }) => [few, many]),
    ...[...edits, ...overtimes].flatMap(({ median, highest }) => [median, highest]),
    ...programs.flatMap((one) => [one.dll, one.node]),
  ];
  expect(numbers.filter((number) => !(number > 0 && number < Number.POSITIVE_INFINITY))).toEqual([]);
  const page = await readFile(join(paths.root, "docs", "performance.md"), "utf8");
  const shown = [...page.matchAll(/^\| (\S[^|]*?) \|/gm)].map(([, name]) => name).filter((name) => name !== "---");
  expect(shown, 'run "npm run bench -- --write"').toEqual([
    ...rows.map(({ name }) => name),
    ...growth.map(({ name }) => name),
    ...edits.map(({ name }) => name),
    ...overtimes.map(({ name }) => name),
    ...programs.map(({ name }) => name),
    "geometric mean",
  ]);
});

/** A plugin's calls of WSL, and its output. */
function deedsOf(plugin: string, events: readonly ServiceEvent[]): unknown[] {
  return events.flatMap((event): unknown[] => {
    if (event.kind === "call" && event.plugin === plugin) return [{ ...event, plugin: "" }];
    if (event.kind !== "debug-output" || event.plugin !== plugin) return [];
    return plugin === "native" ? [event.text] : consoleOf(JSON.parse(event.text));
  });
}

function consoleOf({ event, message }: LogLine): string[] {
  return event === "console" ? [message] : [];
}
