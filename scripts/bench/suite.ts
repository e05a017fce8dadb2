/**
 * The JavaScript suite (scripts/bench/plugins/bench-suite.ts) in the DLL's engine, in the same WebAssembly under Node, and in a
 * native QuickJS if the machine has one.
 */

import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { buildScript } from "../build-plugin.ts";
import { NativeQuickJs } from "./native-quickjs.ts";
import { lowest, type SuiteRow } from "./report.ts";

export async function measureSuite(rounds: number): Promise<SuiteRow[]> {
  const script = await buildScript(join(paths.root, "scripts", "bench", "plugins", "bench-suite.ts"));
  await using hosted = await DllPlugin.start({ name: "suite", script });
  await using simulated = await startWsl({ plugin: { name: "suite", script } });
  await using native = NativeQuickJs.version === null ? null : await NativeQuickJs.start(script);
  const sides: Sides = {
    dll: { service: hosted.service, printed: () => hosted.printed() },
    node: { service: simulated, printed: async () => simulated.printed },
    ...(native !== null && { native: { service: native.service, printed: async () => native.printed } }),
  };
  const [names = "[]"] = simulated.printed;
  const rows: SuiteRow[] = [];
  for (const name of JSON.parse(names) as string[]) rows.push(await measureProgram(sides, name, rounds));
  return rows;
}

interface Sides {
  readonly dll: Side;
  readonly node: Side;
  readonly native?: Side;
}

interface Side {
  readonly service: { registerDistribution(distribution: { name: string }): Promise<unknown> };
  printed(): Promise<readonly string[]>;
}

/** What the program prints. */
interface Result {
  readonly milliseconds: number;
  readonly result: number;
}

async function measureProgram(sides: Sides, name: string, rounds: number): Promise<SuiteRow> {
  const all = Object.entries(sides) as [keyof Sides, Side][];
  const times: Record<keyof Sides, number[]> = { dll: [], node: [], native: [] };
  const results = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, engine] of all) {
      const { milliseconds, result } = await runProgram(engine, name);
      times[side].push(milliseconds);
      results.add(result);
    }
  }
  if (results.size > 1) throw new Error(`${name}: the engines have different results: ${[...results].join(", ")}`);
  const native = times.native.length === 0 ? null : lowest(times.native);
  return { name, dll: lowest(times.dll), node: lowest(times.node), native };
}

async function runProgram({ service, printed }: Side, name: string): Promise<Result> {
  await service.registerDistribution({ name });
  const found = JSON.parse((await printed()).at(-1) ?? "null");
  if (found?.name !== name) throw new Error(`The program "${name}" has not run.`);
  return found;
}
