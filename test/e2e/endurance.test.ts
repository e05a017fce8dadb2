// Repeated operations leave no memory, handle or address space behind in WSL's service.

import { describe, expect, test } from "vitest";
import { calls } from "../../scripts/bench/work.ts";
import { plugin } from "../../src/wslservice/dll-plugin.ts";
import { containerVmStarted, fields, growth, megabyte, rotated, start, startContainers } from "../support/endurance.ts";
import {
  containerEndings,
  endings,
  growthWithSocket,
  startsContainerProcess,
  startsProcess,
  uselessSockets,
} from "../support/process-endings.ts";

describe("no resource of the service leaks", () => {
  test("in five thousand hooks", { timeout: 180_000 }, async () => {
    await using bench = await start(fields);
    const { handles, reserved, committed } = await growth(bench, "enduring", calls.readFields, 5000);
    // Threads of the system's pools come and go.
    expect(handles).toBeLessThanOrEqual(8);
    expect(reserved).toBeLessThanOrEqual(megabyte);
    expect(committed).toBeLessThanOrEqual(megabyte);
  });

  test.each([
    ["hooks that fail", 1_000, "onDistributionStarted() { throw new Error('no'); }"],
    [
      "hooks that wait",
      200,
      "async onDistributionStarted() { await new Promise((resolve) => setTimeout(resolve, 1)); }",
    ],
    ["instances whose time is over", 20, "limits: { scriptTime: 20 }, onDistributionStarted() { for (;;); }"],
    [
      "instances that have used up their memory",
      20,
      "limits: { memory: 8388608 }, onDistributionStarted() { for (const list = []; ; ) list.push(new Uint8Array(65536)); }",
    ],
    [
      "processes that are left open",
      25,
      'onDistributionStarted(session) { ExecuteBinary(session, "/bin/cat"); ExecuteBinary(session, "/bin/true"); }',
    ],
    [
      "commands",
      25,
      'onDistributionStarted(session) { run(session, "sh", { args: ["-c", "echo out; echo err >&2"] }); }',
    ],
  ])("after %s", { timeout: 180_000 }, async (_, times, members) => {
    await using bench = await start(plugin(members), rotated);
    const { handles, reserved, committed } = await growth(bench, "enduring", calls.readFields, times);
    expect(handles).toBeLessThanOrEqual(8);
    expect(reserved).toBeLessThanOrEqual(4 * megabyte);
    expect(committed).toBeLessThanOrEqual(4 * megabyte);
  });

  test.each(Object.entries(endings))(
    "in hooks that each %s while a process is read and written",
    { timeout: 180_000 },
    async (_, members) => {
      await using bench = await start(plugin(members), rotated);
      const { handles, reserved, committed } = await growth(bench, "enduring", calls.readFields, 20);
      expect(handles).toBeLessThanOrEqual(8);
      expect(reserved).toBeLessThanOrEqual(4 * megabyte);
      expect(committed).toBeLessThanOrEqual(4 * megabyte);
    },
  );

  test.each(Object.entries(containerEndings))(
    "in hooks of a container session that each %s while a process runs",
    { timeout: 180_000 },
    async (_, members) => {
      await using bench = await startContainers(plugin(members), rotated);
      const { handles, reserved, committed } = await growth(bench, "enduring", containerVmStarted, 20);
      expect(handles).toBeLessThanOrEqual(8);
      expect(reserved).toBeLessThanOrEqual(4 * megabyte);
      expect(committed).toBeLessThanOrEqual(4 * megabyte);
    },
  );

  test.each(uselessSockets)(
    "with processes of a container session that have a stream that is %s",
    { timeout: 180_000 },
    async (socket) => {
      await using bench = await startContainers(plugin(startsContainerProcess), rotated);
      await bench.service.injectFault({ call: "WSLCProcessGetFd", socket, times: 60 });
      const { handles, reserved, committed } = await growth(bench, "enduring", containerVmStarted, 10);
      expect(handles).toBeLessThanOrEqual(8);
      expect(reserved).toBeLessThanOrEqual(megabyte);
      expect(committed).toBeLessThanOrEqual(megabyte);
    },
  );

  test.each(uselessSockets)("with sockets that are %s", async (socket) => {
    await using bench = await start(plugin(startsProcess), rotated);
    const { handles, reserved, committed } = await growthWithSocket(bench, socket, 200);
    expect(handles).toBeLessThanOrEqual(8);
    expect(reserved).toBeLessThanOrEqual(megabyte);
    expect(committed).toBeLessThanOrEqual(megabyte);
  });
});
