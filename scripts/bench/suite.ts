/** The JavaScript suite (scripts/bench/plugins/bench-suite.ts) in the DLL's engine, and in the same WebAssembly under Node. */

import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { buildScript } from "../build-plugin.ts";
import { lowest, type SuiteRow } from "./report.ts";

export async function measureSuite(rounds: number): Promise<SuiteRow[]> {
  const script = await buildScript(join(paths.root, "scripts", "bench", "plugins", "bench-suite.ts"));
  await using hosted = await DllPlugin.start({ name: "suite", script });
  await using simulated = await startWsl({ plugin: { name: "suite", script } });
  const sides: Sides = {
    dll: { service: hosted.service, printed: () => hosted.printed() },
    node: { service: simulated, printed: async () => simulated.printed },
  };
  const [names = "[]"] = simulated.printed;
  const rows: SuiteRow[] = [];
  for (const name of JSON.parse(names) as string[]) rows.push(await measureProgram(sides, name, rounds));
  return rows;
}

type Sides = Readonly<Record<"dll" | "node", Side>>;

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
  const times: { dll: number[]; node: number[] } = { dll: [], node: [] };
  for (let round = 0; round < rounds; round += 1) {
    const dll = await runProgram(sides.dll, name);
    const node = await runProgram(sides.node, name);
    if (dll.result !== node.result) throw new Error(`${name}: ${dll.result} in the DLL, ${node.result} in Node`);
    times.dll.push(dll.milliseconds);
    times.node.push(node.milliseconds);
  }
  return { name, dll: lowest(times.dll), node: lowest(times.node) };
}

async function runProgram({ service, printed }: Side, name: string): Promise<Result> {
  await service.registerDistribution({ name });
  const found = JSON.parse((await printed()).at(-1) ?? "null");
  if (found?.name !== name) throw new Error(`The program "${name}" has not run.`);
  return found;
}
