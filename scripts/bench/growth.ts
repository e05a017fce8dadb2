/** Measures how costs grow with what causes them. */

import { largeScript } from "./large-script.ts";
import { type GrowthRow, lowest, perUnit } from "./report.ts";
import { type BenchPlugin, BenchService, calls, distribution } from "./work.ts";

export interface GrowthCounts {
  readonly rounds: number;
  /** Timers that a hook sets and clears. */
  readonly timers: Sizes;
  /** Processes that a hook has open at once. */
  readonly processes: Sizes;
  /** KB of a script. */
  readonly script: Sizes;
  /** Plugins in the process when one more is loaded. */
  readonly plugins: Sizes;
  /** Hooks that have run before. */
  readonly hooks: Sizes;
}

type Sizes = readonly [small: number, large: number];

export async function measureGrowth(counts: GrowthCounts): Promise<GrowthRow[]> {
  return [
    await measureInHook("a timer, set and cleared in a hook", "µs", timers, counts.timers, counts.rounds),
    await measureInHook("a process, one of those open in a hook", "ms", processes, counts.processes, counts.rounds),
    await measureScripts(counts),
    await measurePlugins(counts),
    ...(await measureManyHooks(counts)),
  ];
}

const smallScript = largeScript(10 * 1024);

const timers = `export default definePlugin({
  limits: { scriptTime: 60_000, hookTime: 60_000 },
  onDistributionStarted(session, { name }) {
    const set = Array.from({ length: Number(name) }, (_, at) => setTimeout(() => {}, 1000 - (at % 1000)));
    for (const timer of set) clearTimeout(timer);
  },
});`;

const processes = `export default definePlugin({
  permissions: "all",
  limits: { scriptTime: 60_000, hookTime: 60_000 },
  onDistributionStarted(session, { name }) {
    const started = Array.from({ length: Number(name) }, () => ExecuteBinary(session, "/bin/echo", ["bench"]));
    for (const process of started) if (process.text() !== "bench\\n") throw new Error("The output is wrong.");
    for (const process of started) process.close();
  },
});`;

/** The script's hook does something as often as the distribution's name says. */
async function measureInHook(
  name: string,
  unit: GrowthRow["unit"],
  script: string,
  sizes: Sizes,
  rounds: number,
): Promise<GrowthRow> {
  await using bench = await BenchService.start([{ name: "repeating", script }], { debugger: false });
  await bench.service.startDistribution(distribution);
  const { readFields } = calls;
  const measure = async (count: number) => {
    const call = { ...readFields, distribution: { ...readFields.distribution, name: String(count) } };
    const { p50, failed } = await bench.service.repeatHook("repeating", call, rounds);
    if (failed > 0) throw new Error(`A hook has failed (${name}, ${count} of them).`);
    return p50 / count / perUnit[unit];
  };
  return grown(name, unit, sizes, await each(sizes, measure));
}

async function measureScripts({ rounds, script: sizes }: GrowthCounts): Promise<GrowthRow> {
  const scripts = sizes.map((size) => largeScript(size * 1024));
  // The first load in a process also starts what all share.
  const plugins = [smallScript, ...scripts].map((script, at) => ({ name: `sized-${at}`, script }));
  const times: number[][] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await load(plugins));
  const fastest = (at: 1 | 2) => lowest(times.map((one) => one[at] ?? Number.NaN)) / perUnit.µs;
  return grown("loading a KB of a script", "µs", sizes, [fastest(1) / sizes[0], fastest(2) / sizes[1]]);
}

/** The times of the entry points, one after the other in one process. */
async function load(plugins: readonly BenchPlugin[]): Promise<number[]> {
  await using bench = await BenchService.start(plugins, { loads: false, debugger: false });
  const times: number[] = [];
  for (const { name } of plugins) {
    const outcome = await bench.service.standIn.load({ name, path: `${bench.folder.path}/${name}.dll` });
    if (outcome.hresult !== 0) throw new Error(`${name} cannot be loaded: ${outcome.hresult}`);
    times.push(outcome.entryPoint);
  }
  return times;
}

async function measurePlugins({ rounds, plugins: sizes }: GrowthCounts): Promise<GrowthRow> {
  const [small, large] = sizes;
  const plugins = Array.from({ length: large + 1 }, (_, at) => ({ name: `plugin-${at}`, script: smallScript }));
  const first: number[] = [];
  const last: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const times = await load(plugins);
    // As above.
    first.push(...times.slice(1, small + 1));
    last.push(...times.slice(-small));
  }
  return grown("loading one more plugin", "ms", sizes, [lowest(first) / perUnit.ms, lowest(last) / perUnit.ms]);
}

async function measureManyHooks({ hooks: sizes }: GrowthCounts): Promise<GrowthRow[]> {
  const plugin = { name: "many", script: smallScript, settings: { log: { level: "error" } } };
  await using bench = await BenchService.start([plugin], { debugger: false });
  const [small, large] = sizes;
  const measure = async () => {
    const { p50, failed } = await bench.service.repeatHook("many", calls.readFields, small);
    if (failed > 0) throw new Error(`${failed} hooks have failed.`);
    return { time: p50 / perUnit.µs, memory: (await bench.service.counters()).committed / perUnit.MB };
  };
  const before = await measure();
  for (let done = 0; done < large; done += small) await bench.service.repeatHook("many", calls.readFields, small);
  const after = await measure();
  return [
    grown("a hook", "µs", sizes, [before.time, after.time]),
    grown("private memory of the process", "MB", sizes, [before.memory, after.memory]),
  ];
}

async function each(sizes: Sizes, measure: (size: number) => Promise<number>): Promise<[number, number]> {
  return [await measure(sizes[0]), await measure(sizes[1])];
}

function grown(
  name: string,
  unit: GrowthRow["unit"],
  [small, large]: Sizes,
  [few, many]: readonly [number, number],
): GrowthRow {
  return { name, unit, small, large, few, many };
}
