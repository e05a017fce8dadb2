/** Measures the cost of an instance of the script for each session. */

import type { HookCall } from "../../src/wsl/plugin-host.ts";
import { largeScript } from "./large-script.ts";
import { scriptSize } from "./loads.ts";
import { type ComparisonRow, lowest, perUnit } from "./report.ts";
import { BenchService, calls, nativeSteps, processorTime } from "./work.ts";

export interface SessionCounts {
  /** The maximum number of sessions, or fewer. */
  readonly sessions: number;
  /** Calls of a hook in each session, once all exist. */
  readonly hooks: number;
}

export async function measureSessions({ sessions, hooks }: SessionCounts): Promise<ComparisonRow[]> {
  const plugins = [
    { name: "native", steps: nativeSteps },
    { name: "script", script: largeScript(scriptSize) },
  ];
  await using bench = await BenchService.start(plugins, { debugger: false });
  const repeat = async (plugin: string, session: number, times: number) => {
    const { p50, failed } = await bench.service.repeatHook(plugin, callOf(session), times);
    if (failed > 0) throw new Error(`A hook of session ${session} has failed.`);
    return p50;
  };

  /** The times of the first hooks of all sessions but the first, and the memory that each of them takes. */
  const open = async (plugin: string) => {
    await repeat(plugin, 0, hooks);
    const { pid } = bench.service.standIn;
    const before = await bench.service.counters();
    const processorBefore = await processorTime(pid);
    const times: number[] = [];
    for (let session = 1; session < sessions; session += 1) times.push(await repeat(plugin, session, 1));
    const processorAfter = await processorTime(pid);
    const after = await bench.service.counters();
    return {
      time: lowest(times) / perUnit.ms,
      processor: (processorAfter - processorBefore) / (sessions - 1) / perUnit.ms,
      memory: (after.committed - before.committed) / (sessions - 1) / perUnit.MB,
    };
  };
  const visit = async (plugin: string) => {
    const times: number[] = [];
    for (let session = 0; session < sessions; session += 1) times.push(await repeat(plugin, session, hooks));
    return lowest(times) / perUnit.µs;
  };

  const native = await open("native");
  const script = await open("script");
  return [
    {
      name: "a further session's first hook, with the same script",
      unit: "ms",
      native: native.time,
      script: script.time,
      target: { of: "script", atMost: 1.5 },
    },
    {
      name: "a further session's first hook, processor time",
      unit: "ms",
      native: native.processor,
      script: script.processor,
    },
    {
      name: "private memory of a further session",
      unit: "MB",
      native: null,
      script: script.memory,
      target: { of: "script", atMost: 3 },
    },
    {
      name: `a hook that reads all fields, in each of ${sessions} sessions`,
      unit: "µs",
      native: await visit("native"),
      script: await visit("script"),
    },
  ];
}

/** Each session belongs to another user. */
function callOf(id: number): HookCall {
  return { ...calls.readFields, session: { ...calls.readFields.session, id, userSid: `S-1-5-21-1-2-3-${1000 + id}` } };
}
