/** Hooks that end while reads and writes of a process are under way, and sockets that are of no use. */

import type { BenchService } from "../../scripts/bench/work.ts";
import { calls } from "../../scripts/bench/work.ts";
import type { Fault } from "../../src/wslservice/stand-in.ts";
import { growth } from "./endurance.ts";

/** A process that neither reads nor prints, with more on its way to it than its socket takes. */
const underWay = `
  const process = ExecuteBinary(session, "/bin/sleep", ["60"]);
  process.writeAsync(new Uint8Array(8 * 1024 * 1024)).catch(() => {});
  process.readAsync().catch(() => {});`;

/** Members of a plugin whose onDistributionStarted ends in the way that the name says. */
export const endings: Readonly<Record<string, string>> = {
  "throws an error": hook(`throw new Error("no");`),
  "runs out of time": hook("return new Promise(() => {});", "hookTime: 20"),
  "runs out of memory": hook("for (const list = []; ; ) list.push(new Uint8Array(65536));", "memory: 12582912"),
  "never stops": hook("for (;;);", "scriptTime: 20"),
  "closes the process": hook("process.close();"),
  "forgets the process": hook(""),
};

function hook(end: string, limits = ""): string {
  return `limits: { ${limits} }, onDistributionStarted(session) { ${underWay} ${end} }`;
}

/** What ExecuteBinary may succeed with, though no process can be talked to through it. */
export const uselessSockets: readonly NonNullable<Fault["socket"]>[] = ["garbage", "closed", "synchronous", "taken"];

/** A plugin that is given them. */
export const startsProcess = `onDistributionStarted(session) { ExecuteBinary(session, "/bin/cat"); }`;

/** What as many calls of the hook as the first ones have left behind more than these. */
export async function growthWithSocket(bench: BenchService, socket: NonNullable<Fault["socket"]>, times: number) {
  await bench.service.injectFault({ call: "ExecuteBinary", socket, times: 2 * times });
  return growth(bench, "enduring", calls.readFields, times);
}
