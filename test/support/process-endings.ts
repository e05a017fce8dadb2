/** Hooks that end while reads and writes of a process are under way, and sockets that cannot be used. */

import type { BenchService } from "../../scripts/bench/work.ts";
import { calls } from "../../scripts/bench/work.ts";
import type { Fault } from "../../src/wslservice/stand-in.ts";
import { growth } from "./endurance.ts";

/** A process that neither reads nor prints, with more on its way to it than its socket takes. */
const underWay = `
  const process = ExecuteBinary(session, "/bin/sleep", ["60"]);
  process.writeAsync(new Uint8Array(8 * 1024 * 1024)).catch(() => {});
  process.readAsync().catch(() => {});`;

/** The same in a container session, with a process that prints what it reads. */
const underWayInContainers = `
  const process = WSLCCreateProcess(session, "/bin/cat");
  process.stdin.writeAsync(new Uint8Array(1024 * 1024)).catch(() => {});
  process.stderr.readAsync().catch(() => {});
  process.waitAsync().catch(() => {});`;

/** Members of a plugin whose hook ends in the way that the name says. */
type Endings = Readonly<Record<string, string>>;

export const endings = endingsOf(
  (end, limits = "") => `limits: { ${limits} }, onDistributionStarted(session) { ${underWay} ${end} }`,
);

export const containerEndings: Endings = {
  ...endingsOf((end, limits) => containerHook(`${underWayInContainers} ${end}`, limits)),
  "returns when the process has ended": containerHook(`
    const process = WSLCCreateProcess(session, "/bin/true");
    process.wait();`),
  "leaves an output unread": containerHook(`
    const process = WSLCCreateProcess(session, "/bin/sh", ["-c", "head -c 100000 /dev/zero; echo done >&2"]);
    process.stderr.text();`),
  "runs a command": containerHook(`run(session, "/bin/cat", { input: "x".repeat(1_000) });`),
};

function endingsOf(hook: (end: string, limits?: string) => string): Endings {
  return {
    "throws an error": hook(`throw new Error("no");`),
    "runs out of time": hook("return new Promise(() => {});", "hookTime: 20"),
    "runs out of memory": hook("for (const list = []; ; ) list.push(new Uint8Array(65536));", "memory: 12582912"),
    "never stops": hook("for (;;);", "scriptTime: 20"),
    "closes the process": hook("process.close();"),
    "forgets the process": hook(""),
  };
}

function containerHook(body: string, limits = ""): string {
  return `requires: "WSLCVmHooks", limits: { ${limits} }, onWslcVmStarted(session) { ${body} }`;
}

/** The sockets that ExecuteBinary may return although they reach no process. */
export const uselessSockets: readonly NonNullable<Fault["socket"]>[] = ["garbage", "closed", "synchronous", "taken"];

/** Members of a plugin that gets such a socket. */
export const startsProcess = `onDistributionStarted(session) { ExecuteBinary(session, "/bin/cat"); }`;

/** The same in a container session. */
export const startsContainerProcess = containerHook(`WSLCCreateProcess(session, "/bin/cat");`);

/** What as many calls of the hook as the first ones have left behind more than these. */
export async function growthWithSocket(bench: BenchService, socket: NonNullable<Fault["socket"]>, times: number) {
  await bench.service.injectFault({ call: "ExecuteBinary", socket, times: 2 * times });
  return growth(bench, "enduring", calls.readFields, times);
}
