// Operations repeated many times leave no memory, handle or address space behind in WSL's service.

import { expect, test } from "vitest";
import { calls } from "../../scripts/bench/work.ts";
import { plugin } from "../../src/wslservice/dll-plugin.ts";
import type { Counters } from "../../src/wslservice/stand-in.ts";
import { fields, megabyte, repeat, start } from "../support/endurance.ts";
import { reportFigure } from "../support/figures.ts";

test("a million hooks leave memory, handles and address space unchanged", async () => {
  await using bench = await start(fields);
  await repeat(bench, "enduring", calls.readFields, 100_000);
  const before = await bench.service.counters();
  await repeat(bench, "enduring", calls.readFields, 1_000_000);
  const after = await bench.service.counters();
  report("1,000,000 hooks", before, after, "100,000");
  // Threads of the system's pools come and go.
  expect(after.handles).toBeLessThanOrEqual(before.handles + 8);
  expect(after.reserved).toBeLessThanOrEqual(before.reserved + megabyte);
  expect(after.committed).toBeLessThanOrEqual(before.committed + megabyte);
});

test("a thousand traps leave memory, handles and address space unchanged", async () => {
  const trap = plugin(`onDistributionStarted() { JSON.parse("[".repeat(1e5)); }`);
  await using bench = await start(trap, { log: { level: "error", maximumSize: megabyte } });
  const call = { ...calls.readFields, via: { thread: "small", stack: 512 * 1024 } };
  await repeat(bench, "enduring", call, 100);
  const before = await bench.service.counters();
  await repeat(bench, "enduring", call, 1000);
  const after = await bench.service.counters();
  report("1,000 traps", before, after, "100");
  expect(after.handles).toBeLessThanOrEqual(before.handles + 8);
  expect(after.reserved).toBeLessThanOrEqual(before.reserved + 16 * megabyte);
  expect(after.committed).toBeLessThanOrEqual(before.committed + 4 * megabyte);
});

function report(what: string, before: Counters, after: Counters, first: string): void {
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
  reportFigure(
    "endurance",
    `${what}: ${after.handles - before.handles} handles, ${kilobytes(after.committed - before.committed)} committed, ${kilobytes(after.reserved - before.reserved)} reserved more than after the first ${first}`,
  );
}
