// What comes again and again leaves nothing behind in WSL's service: no memory, no handle, no address space.

import { describe, expect, test } from "vitest";
import { type BenchPlugin, BenchService, calls, distribution } from "../../scripts/bench/work.ts";
import { plugin } from "../../src/wslservice/dll-plugin.ts";

const quiet = { log: { level: "error" } };
const megabyte = 1024 * 1024;

/** Calls a hook `times` times, and once more as often; tells what the second time has added. */
async function growth(bench: BenchService, name: string, call: Parameters<typeof repeat>[2], times: number) {
  await repeat(bench, name, call, times);
  const before = await bench.service.counters();
  await repeat(bench, name, call, times);
  const after = await bench.service.counters();
  return {
    committed: after.committed - before.committed,
    reserved: after.reserved - before.reserved,
    handles: after.handles - before.handles,
  };
}

/** Some at a time: the service keeps the times of each. */
async function repeat(bench: BenchService, name: string, call: (typeof calls)[keyof typeof calls], times: number) {
  const atOnce = 100_000;
  for (let done = 0; done < times; done += atOnce) {
    await bench.service.repeatHook(name, call, Math.min(atOnce, times - done));
  }
}

async function start(script: string, settings: object = quiet): Promise<BenchService> {
  const plugins: BenchPlugin[] = [{ name: "enduring", script, settings }];
  const bench = await BenchService.start(plugins, { debugger: false });
  await bench.service.startDistribution(distribution);
  return bench;
}

const fields = `
  let last;
  export default definePlugin({
    onDistributionStarted(session, { id, name, pidNamespace, packageFamilyName, initPid, flavor, version }) {
      last = [session.sessionId, session.userSid, id, name, pidNamespace, packageFamilyName, initPid, flavor, version];
    },
  });`;

describe("in the service nothing is left of", () => {
  test("a million hooks", { timeout: 300_000 }, async () => {
    await using bench = await start(fields);
    await repeat(bench, "enduring", calls.readFields, 100_000);
    const before = await bench.service.counters();
    await repeat(bench, "enduring", calls.readFields, 1_000_000);
    const after = await bench.service.counters();
    // Threads of the system's pools come and go.
    expect(after.handles).toBeLessThanOrEqual(before.handles + 8);
    expect(after.reserved).toBeLessThanOrEqual(before.reserved + megabyte);
    expect(after.committed).toBeLessThanOrEqual(before.committed + megabyte);
  });

  test.each([
    ["hooks that fail", 2_000, "onDistributionStarted() { throw new Error('no'); }"],
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
      50,
      'onDistributionStarted(session) { ExecuteBinary(session, "/bin/cat"); ExecuteBinary(session, "/bin/true"); }',
    ],
    [
      "commands",
      50,
      'onDistributionStarted(session) { run(session, "sh", { args: ["-c", "echo out; echo err >&2"] }); }',
    ],
  ])("%s", { timeout: 180_000 }, async (_, times, members) => {
    await using bench = await start(plugin(members), { log: { level: "error", maximumSize: megabyte } });
    const { handles, reserved, committed } = await growth(bench, "enduring", calls.readFields, times);
    expect(handles).toBeLessThanOrEqual(8);
    expect(reserved).toBeLessThanOrEqual(4 * megabyte);
    expect(committed).toBeLessThanOrEqual(4 * megabyte);
  });
});
