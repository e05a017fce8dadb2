// docs/debugging.md: its trace and the trace's picture are those of its plugin.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawTrace } from "../../scripts/trace-picture/draw-trace.ts";
import { tracePage } from "../../scripts/trace-picture/trace-page.ts";
import { spansOf } from "../../scripts/trace-picture/trace-spans.ts";
import { paths } from "../../src/paths.ts";
import type { TraceFile } from "../../src/simulator/index.ts";

const remedy = "run: npx tsx scripts/trace-picture/main.ts";
const read = (name: string) => readFileSync(join(paths.root, "docs", name), "utf8");
const committed: TraceFile = JSON.parse(read("debugging-trace.json"));

test("docs/debugging-trace.svg is the picture of docs/debugging-trace.json", () => {
  expect(drawTrace(committed), remedy).toBe(read("debugging-trace.svg"));
});

test("docs/debugging-trace.json has the events of docs/debugging.md's plugin, apart from their times", async () => {
  const without = ({ traceEvents }: TraceFile) => traceEvents.map(({ ts: _, args: __, ...event }) => event);
  expect(without(await tracePage()), remedy).toEqual(without(committed));
});

test("docs/debugging.md describes its trace", () => {
  const seconds = (name: string) => {
    const span = spansOf(committed).find((each) => each.name === name);
    return ((span?.duration ?? 0) / 1_000_000).toFixed(1);
  };
  expect(["onVmStarted", "MountFolder"].map(seconds)).toEqual(["6.0", "1.5"]);
  for (const { cat } of committed.traceEvents) {
    if (cat !== "__metadata") expect(read("debugging.md")).toMatch(new RegExp(`^\\|.*\`${cat}\`.*\\|`, "m"));
  }
});
