// Much I/O with processes: 100 MB each way, a thousand processes at once, and ten thousand hooks that end in the middle.

import { expect, test } from "vitest";
import { calls } from "../../scripts/bench/work.ts";
import { plugin } from "../../src/wslservice/dll-plugin.ts";
import { expectFlat, growth, rotated, start } from "../support/endurance.ts";
import { reportFigure } from "../support/figures.ts";
import { printedAtStart } from "../support/hosted.ts";
import { copyPattern, patternSum } from "../support/pattern.ts";
import { endings, growthWithSocket, startsProcess, uselessSockets } from "../support/process-endings.ts";

const limits = "limits: { scriptTime: 600_000, hookTime: 600_000, memory: 536_870_912 }";
/** What comes twice, and may leave nothing the second time. */
const times = 5_000;
const patience = 3_600_000;

function printedBy(body: string): Promise<string[]> {
  return printedAtStart(plugin(`${limits}, async onVmStarted(session) { ${body} }`), { patience });
}

test("100 MB from one process to another arrive unchanged", async () => {
  const blocks = 25_600;
  const start = performance.now();
  expect(await printedBy(copyPattern(blocks))).toEqual([patternSum(blocks)]);
  reportFigure(
    "process-io",
    `100 MB from a process and to another, equal by hash, in ${Math.round(performance.now() - start)} ms`,
  );
});

test("a thousand concurrent processes each receive their own bytes", async () => {
  const body = `
    const processes = Array.from({ length: 1000 }, () => ExecuteBinary(session, "/bin/cat"));
    const texts = await Promise.all(processes.map(async (process, at) => {
      await process.writeAsync(String(at).repeat(10_000));
      return process.textAsync();
    }));
    console.log(texts.filter((text, at) => text === String(at).repeat(10_000)).length);`;
  expect(await printedBy(body)).toEqual(["1000"]);
  reportFigure("process-io", "1000 processes at once, each written to and read to its end");
});

test.each(Object.entries(endings))(
  "ten thousand hooks that each %s leave no resource behind",
  async (name, members) => {
    await using bench = await start(plugin(members), rotated, patience);
    const grown = await growth(bench, "enduring", calls.readFields, times);
    expectFlat("process-io", `${2 * times} hooks of which each ${name} with I/O under way`, grown);
  },
);

test.each(uselessSockets)("ten thousand sockets that are %s leave no resource behind", async (socket) => {
  await using bench = await start(plugin(startsProcess), rotated, patience);
  expectFlat("process-io", `${2 * times} sockets that are ${socket}`, await growthWithSocket(bench, socket, times));
});
