/** Hooks that are called again and again, and what that leaves in the service. */

import { type BenchPlugin, BenchService, type calls, distribution } from "../../scripts/bench/work.ts";

export const megabyte = 1024 * 1024;
const quiet = { log: { level: "error" } };

/** Calls a hook `times` times, and once more as often; returns what the second time has added. */
export async function growth(bench: BenchService, name: string, call: Parameters<typeof repeat>[2], times: number) {
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

/** Calls a hook many times, some at a time: the service keeps the times of each. */
export async function repeat(
  bench: BenchService,
  name: string,
  call: (typeof calls)[keyof typeof calls],
  times: number,
) {
  const atOnce = 100_000;
  for (let done = 0; done < times; done += atOnce) {
    await bench.service.repeatHook(name, call, Math.min(atOnce, times - done));
  }
}

/** `patience`: milliseconds for each request to the service. */
export async function start(script: string, settings: object = quiet, patience = 50_000): Promise<BenchService> {
  const plugins: BenchPlugin[] = [{ name: "enduring", script, settings }];
  const bench = await BenchService.start(plugins, { debugger: false, patience });
  await bench.service.startDistribution(distribution);
  return bench;
}

/** A script that reads all fields of a distribution. */
export const fields = `
  let last;
  export default definePlugin({
    permissions: "all",
    onDistributionStarted(session, { id, name, pidNamespace, packageFamilyName, initPid, flavor, version }) {
      last = [session.sessionId, session.userSid, id, name, pidNamespace, packageFamilyName, initPid, flavor, version];
    },
  });`;
