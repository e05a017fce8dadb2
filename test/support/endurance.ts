/** Calls hooks again and again, and measures how the service grows. */

import { expect } from "vitest";
import { type BenchPlugin, BenchService, calls, distribution } from "../../scripts/bench/work.ts";
import type { HookCall } from "../../src/wsl/plugin-host.ts";
import { reportFigure } from "./figures.ts";

export const megabyte = 1024 * 1024;
const quiet = { log: { level: "error" } };
/** The same where many errors are logged. */
export const rotated = { log: { level: "error", maximumSize: megabyte } };

type Growth = Awaited<ReturnType<typeof growth>>;

/** Calls a hook `times` times, and once more as often; returns what the second time has added. */
export async function growth(bench: BenchService, name: string, call: HookCall, times: number) {
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

/** Calls a hook many times, in requests that stay short on a busy machine: each has the service's patience for itself. */
export async function repeat(bench: BenchService, name: string, call: HookCall, times: number) {
  const atOnce = 1000;
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

/** The start of the VM of the only container session. */
export const containerVmStarted: HookCall = {
  hook: "WslcVmStarted",
  session: {
    id: "wslc:1",
    displayName: "endurance",
    applicationPid: 4000,
    userSid: calls.readFields.session.userSid,
    hasToken: true,
  },
  via: {},
};

/** The same with a container session, whose VM runs. */
export async function startContainers(script: string, settings: object, patience = 50_000): Promise<BenchService> {
  const plugins: BenchPlugin[] = [{ name: "enduring", script, settings }];
  const bench = await BenchService.start(plugins, { debugger: false, patience, version: "2.9.5" });
  await bench.service.wsl.containers.createSession({});
  await bench.service.wsl.containers.pullImage({ name: "debian:latest" });
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

/** Reports the growth over a long proof's hooks or sockets, and expects almost none. */
export function expectFlat(proof: string, what: string, { handles, reserved, committed }: Growth): void {
  const kilobytes = Math.round(committed / 1024);
  reportFigure(proof, `${what}: ${handles} handles, ${kilobytes} KiB committed more`);
  expect(handles).toBeLessThanOrEqual(8);
  expect(reserved).toBeLessThanOrEqual(4 * megabyte);
  expect(committed).toBeLessThanOrEqual(4 * megabyte);
}
