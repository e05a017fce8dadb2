// A million hooks leave nothing behind in WSL's service: no memory, no handle, no address space.

import { expect, test } from "vitest";
import { calls } from "../../scripts/bench/work.ts";
import { fields, megabyte, repeat, start } from "../support/endurance.ts";
import { reportFigure } from "../support/figures.ts";

test("a million hooks leave memory, handles and address space as they were", async () => {
  await using bench = await start(fields);
  await repeat(bench, "enduring", calls.readFields, 100_000);
  const before = await bench.service.counters();
  await repeat(bench, "enduring", calls.readFields, 1_000_000);
  const after = await bench.service.counters();
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
  reportFigure(
    "endurance",
    `1,000,000 hooks: ${after.handles - before.handles} handles, ${kilobytes(after.committed - before.committed)} committed, ${kilobytes(after.reserved - before.reserved)} reserved more than after the first 100,000`,
  );
  // Threads of the system's pools come and go.
  expect(after.handles).toBeLessThanOrEqual(before.handles + 8);
  expect(after.reserved).toBeLessThanOrEqual(before.reserved + megabyte);
  expect(after.committed).toBeLessThanOrEqual(before.committed + megabyte);
});
