/** Measures the cost of hooks, and of the calls that they make. */

import { buildScript } from "../build-plugin.ts";
import { type ComparisonRow, lowest, perUnit, type Target, type Unit } from "./report.ts";
import {
  type BenchPlugin,
  BenchService,
  calls,
  distribution,
  nativeSteps,
  observerSource,
  processorTime,
  scriptSource,
} from "./work.ts";

/** The number of repetitions. */
export interface HookCounts {
  readonly rounds: number;
  /** Calls of a hook that only reads, in each round. */
  readonly hooks: number;
  /** Calls of a hook that mounts or executes, in each round. */
  readonly roundTrips: number;
  /** Transfers of 100 MB, in each round. */
  readonly transfers: number;
}

export async function measureHooks(counts: HookCounts): Promise<ComparisonRow[]> {
  await using bench = await BenchService.start(await plugins(), { debugger: false });
  const { service } = bench;
  await service.startDistribution(distribution);
  const rows: ComparisonRow[] = [];

  /** Both sides alternate, so that other load on the machine affects both. */
  const compare = async (work: Work) => {
    const times: { native: Times[]; script: Times[] } = { native: [], script: [] };
    for (let round = 0; round < counts.rounds; round += 1) {
      for (const side of ["native", "script"] as const) {
        const plugin = work[side];
        if (plugin === null) continue;
        if (work.answered) await service.injectFault({ call: "MountFolder", hresult: 0, times: work.times });
        const before = await processorTime(service.standIn.pid);
        const found = await service.repeatHook(plugin, work.call, work.times);
        const processor = ((await processorTime(service.standIn.pid)) - before) / work.times;
        if (found.failed > 0) throw new Error(`${found.failed} hooks of ${plugin} have failed.`);
        times[side].push({ ...found, processor });
      }
    }
    for (const { quantile, name, target } of work.rows) {
      const [native, script] = [times.native, times.script].map((list) =>
        list.length === 0 ? null : lowest(list.map((one) => one[quantile] / perUnit[work.unit])),
      ) as [number | null, number];
      rows.push({ name, unit: work.unit, native, script, ...(target === undefined ? {} : { target }) });
    }
  };

  for (const work of workOf(counts)) await compare(work);
  return rows;
}

const quietly = "hook: all fields read, nothing logged";

interface Work {
  readonly call: (typeof calls)[keyof typeof calls];
  /** The plugins that do it; null for what the native one has no call for. */
  readonly native: string | null;
  readonly script: string;
  readonly times: number;
  readonly unit: Exclude<Unit, "MB">;
  /** MountFolder succeeds without mounting anything. */
  readonly answered?: boolean;
  readonly rows: readonly { readonly name: string; readonly quantile: keyof Times; readonly target?: Target }[];
}

interface Times {
  readonly p50: number;
  readonly p99: number;
  /** The processor time that the process has used, without other processes' time. */
  readonly processor: number;
}

async function plugins(): Promise<BenchPlugin[]> {
  const script = await buildScript(scriptSource);
  const quiet = { log: { level: "error" } };
  return [
    { name: "script", script },
    { name: "script-quiet", script, settings: quiet },
    { name: "script-reloading", script, settings: { ...quiet, hotReload: true } },
    { name: "native", steps: nativeSteps },
    { name: "script-observing", script: await buildScript(observerSource), settings: quiet },
    { name: "native-observing", steps: { OnDistributionStopping: ["read-fields"] } },
    { name: "script-sending", script: sending, settings: quiet },
    {
      name: "native-sending",
      steps: { OnDistributionStarted: [`send|${transferSize}|/bin/dd|${sinkArgs.join("|")}`] },
    },
    { name: "script-asking", script: asking, settings: quiet },
    { name: "native-asking", steps: { OnDistributionStarted: [`ping|${questions}|/bin/cat|/bin/cat`] } },
    { name: "script-facts", script: facts, settings: quiet },
    { name: "native-logging", steps: { OnDistributionStarted: ["read-fields", "log|done"] } },
  ];
}

const transferSize = 100 * 1024 * 1024;
const sinkArgs = ["/bin/dd", "of=/dev/null", "bs=1M", "status=none"];
/** In each hook. */
const questions = 100;

const sending = `
  const chunk = new Uint8Array(1024 * 1024);
  export default definePlugin({
    permissions: "all",
    limits: { scriptTime: 60_000, hookTime: 60_000 },
    onDistributionStarted(session) {
      using process = ExecuteBinary(session, "/bin/dd", ${JSON.stringify(sinkArgs.slice(1))});
      for (let sent = 0; sent < ${transferSize}; sent += chunk.length) process.write(chunk);
      console.log("answered: " + process.bytes().length);
    },
  });`;

const asking = `
  export default definePlugin({
    permissions: "all",
    onDistributionStarted(session) {
      using process = ExecuteBinary(session, "/bin/cat");
      let answered = 0;
      for (let at = 0; at < ${questions}; at++) {
        process.write("?");
        answered += process.read().length;
      }
      console.log("answered: " + answered);
    },
  });`;

const facts = `
  export default definePlugin({
    permissions: "all",
    onDistributionStarted(session) {
      Windows.registry("HKLM\\\\SOFTWARE\\\\Microsoft\\\\Windows NT\\\\CurrentVersion", "CurrentBuild");
      Windows.proxy();
      Windows.userGroups(session);
    },
    onDistributionRegistered() {
      Windows.certificates("Root");
    },
  });`;

function workOf({ hooks, roundTrips, transfers }: HookCounts): Work[] {
  const quantiles = (name: string, target?: Target): Work["rows"] => [
    { name: `${name}, p50`, quantile: "p50", ...(target === undefined ? {} : { target }) },
    { name: `${name}, p99`, quantile: "p99" },
  ];
  const read = { call: calls.readFields, times: hooks, unit: "µs" } as const;
  return [
    {
      ...read,
      native: "native-logging",
      script: "script",
      rows: quantiles("hook: all fields read, outcome logged", { of: "script", atMost: 10 }),
    },
    { ...read, native: "native", script: "script-quiet", rows: quantiles(quietly) },
    {
      ...read,
      call: calls.receive,
      native: "native-observing",
      script: "script-observing",
      rows: [
        { name: "the same in a hook that cannot veto, p50", quantile: "p50", target: { of: "script", atMost: 6.5 } },
      ],
    },
    {
      ...read,
      native: "native",
      script: "script-reloading",
      rows: [{ name: "the same with hotReload on, p50", quantile: "p50" }],
    },
    {
      call: calls.mount,
      native: "native",
      script: "script-quiet",
      times: hooks,
      unit: "µs",
      answered: true,
      rows: [{ name: "MountFolder, answered at once", quantile: "p50" }],
    },
    {
      call: calls.mount,
      native: "native",
      script: "script-quiet",
      times: roundTrips,
      unit: "ms",
      rows: [{ name: "MountFolder, a real mount", quantile: "p50" }],
    },
    {
      ...read,
      native: null,
      script: "script-facts",
      rows: [{ name: "Windows: a registry value, the proxy and the user's groups", quantile: "p50" }],
    },
    {
      call: calls.mount,
      native: null,
      script: "script-facts",
      times: roundTrips,
      unit: "ms",
      rows: [{ name: "Windows: the machine's root certificates", quantile: "p50" }],
    },
    {
      call: calls.execute,
      native: "native",
      script: "script-quiet",
      times: roundTrips,
      unit: "ms",
      rows: [
        { name: "ExecuteBinary, start to end of output", quantile: "p50" },
        { name: "ExecuteBinary, start to end of output, processor time", quantile: "processor" },
      ],
    },
    {
      call: calls.readFields,
      native: "native-asking",
      script: "script-asking",
      times: roundTrips,
      unit: "ms",
      rows: [
        { name: "100 bytes there and back, each waited for", quantile: "p50" },
        { name: "100 bytes there and back, processor time", quantile: "processor" },
      ],
    },
    {
      call: calls.receive,
      native: "native",
      script: "script-quiet",
      times: transfers,
      unit: "ms",
      rows: [
        { name: "100 MB from a process", quantile: "p50", target: { of: "ratio", atMost: 1.25 } },
        { name: "100 MB from a process, processor time", quantile: "processor" },
      ],
    },
    {
      call: calls.readFields,
      native: "native-sending",
      script: "script-sending",
      times: transfers,
      unit: "ms",
      rows: [
        { name: "100 MB to a process", quantile: "p50", target: { of: "ratio", atMost: 1.25 } },
        { name: "100 MB to a process, processor time", quantile: "processor" },
      ],
    },
  ];
}
