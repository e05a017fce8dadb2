/** Measures the cost of loading a plugin, reloading it, and keeping it loaded. */

import type { LoadTimes } from "../../src/wslservice/stand-in.ts";
import { largeScript } from "./large-script.ts";
import { type ComparisonRow, lowest, perUnit } from "./report.ts";
import { type BenchPlugin, BenchService, calls, nativeSteps } from "./work.ts";

export interface LoadCounts {
  /** How many copies of each plugin are loaded. */
  readonly copies: number;
  /** How often one of them is edited. */
  readonly reloads: number;
  /** Calls of a hook before memory is measured. */
  readonly hooks: number;
}

/** Of the script, before the comments that make two versions of it. */
export const scriptSize = 50 * 1024;

type Kind = "native" | "empty" | "script";

const emptyScript = "export default definePlugin({ onDistributionStarted() {} });";

export async function measureLoads({ copies, reloads, hooks }: LoadCounts): Promise<ComparisonRow[]> {
  const script = largeScript(scriptSize);
  const kinds = {
    native: (name: string): BenchPlugin => ({ name, steps: nativeSteps }),
    empty: (name: string): BenchPlugin => ({ name, script: emptyScript }),
    script: (name: string): BenchPlugin => ({ name, script, settings: { hotReload: true } }),
  };
  const names = (kind: Kind) => Array.from({ length: copies }, (_, at) => `${kind}-${at}`);
  const all = (["native", "empty", "script"] as const).flatMap((kind) => names(kind).map(kinds[kind]));
  await using bench = await BenchService.start(all, { loads: false, debugger: false });
  const { standIn } = bench.service;

  /** Loads the copies, uses them, and reports how much of the process's memory each one takes. */
  const load = async (kind: Kind) => {
    const before = await standIn.counters();
    const times: LoadTimes[] = [];
    for (const name of names(kind)) {
      const outcome = await standIn.load({ name, path: `${bench.folder.path}/${name}.dll` });
      if (outcome.hresult !== 0) throw new Error(`${name} cannot be loaded: ${outcome.hresult}`);
      times.push(outcome);
      await standIn.repeat(name, calls.readFields, hooks);
    }
    const after = await standIn.counters();
    return {
      library: lowest(times.map(({ library }) => library)) / perUnit.ms,
      entryPoint: lowest(times.map(({ entryPoint }) => entryPoint)) / perUnit.ms,
      memory: (after.committed - before.committed) / copies / perUnit.MB,
      engine: (after.engines - before.engines) / copies / perUnit.MB,
    };
  };

  const native = await load("native");
  const empty = await load("empty");
  const loaded = await load("script");

  const times: number[] = [];
  for (let edit = 0; edit < reloads; edit += 1) {
    await bench.folder.write("script-0.js", `${script}//${"x".repeat(edit + 1)}\n`);
    const { p50, failed } = await standIn.repeat("script-0", calls.readFields, 1);
    if (failed > 0) throw new Error("The edited script has failed.");
    times.push(p50 / perUnit.ms);
  }

  return [
    { name: "load: LoadLibrary", unit: "ms", native: native.library, script: loaded.library },
    {
      name: "load: entry point, with an empty script",
      unit: "ms",
      native: native.entryPoint,
      script: empty.entryPoint,
    },
    {
      name: "load: entry point, with a script of 50 KB",
      unit: "ms",
      native: native.entryPoint,
      script: loaded.entryPoint,
      target: { of: "script", atMost: 4 },
    },
    {
      name: "hot reload of the same (native: loaded anew)",
      unit: "ms",
      native: native.library + native.entryPoint,
      script: lowest(times),
      target: { of: "script", atMost: 4 },
    },
    { name: "private memory, with an empty script", unit: "MB", native: native.memory, script: empty.memory },
    {
      name: "private memory",
      unit: "MB",
      native: native.memory,
      script: loaded.memory,
      target: { of: "script", atMost: 2.7 },
    },
    { name: "private memory, the engine's part", unit: "MB", native: null, script: loaded.engine },
  ];
}
