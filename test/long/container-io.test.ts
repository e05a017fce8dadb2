// Much I/O with processes in a container session: 100 MB through each stream, and ten thousand hooks of each ending.

import { expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { containerVmStarted, expectFlat, growth, rotated, startContainers } from "../support/endurance.ts";
import { reportFigure } from "../support/figures.ts";
import { patternHash, printPatternTwice } from "../support/pattern.ts";
import { containerEndings, startsContainerProcess, uselessSockets } from "../support/process-endings.ts";

const proof = "container-io";
const limits = "limits: { scriptTime: 600_000, hookTime: 600_000 }";
/** What comes twice, and may leave nothing the second time: 20 to 40 ms each on two cores, an hour in all. */
const times = 5_000;
const patience = 3_600_000;

test("100 MB through each stream of a process arrive as they are, while the other two flow", async () => {
  const blocks = 1_600;
  const size = blocks * 65_536;
  const script = plugin(
    `requires: "WSLCVmHooks", ${limits}, async onWslcVmStarted(session) { ${printPatternTwice(blocks)} }`,
  );
  await using hosted = await DllPlugin.start({ script, version: "2.9.5", patience });
  const start = performance.now();
  await hosted.service.wsl.containers.createSession({});
  await hosted.service.wsl.containers.pullImage({ name: "debian:latest" });
  const hash = patternHash(blocks);
  expect(await hosted.printed()).toEqual([`${hash} ${hash} ${size},${size} 0`]);
  const took = Math.round(performance.now() - start);
  reportFigure(proof, `100 MB through each of a process's three streams at once, equal by hash, in ${took} ms`);
});

test.each(Object.entries(containerEndings))(
  "ten thousand hooks of a container session of which each %s leave nothing behind",
  async (name, members) => {
    await using bench = await startContainers(plugin(members), rotated, patience);
    const grown = await growth(bench, "enduring", containerVmStarted, times);
    expectFlat(proof, `${2 * times} hooks with a process of which each ${name}`, grown);
  },
);

test.each(uselessSockets)("ten thousand processes with a stream that is %s leave nothing behind", async (socket) => {
  await using bench = await startContainers(plugin(startsContainerProcess), rotated, patience);
  // All three streams of each.
  await bench.service.injectFault({ call: "WSLCProcessGetFd", socket, times: 6 * times });
  const grown = await growth(bench, "enduring", containerVmStarted, times);
  expectFlat(proof, `${2 * times} processes with a stream that is ${socket}`, grown);
});
