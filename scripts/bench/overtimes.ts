/** Measures how far hooks exceed their time if the script does not end by itself. */

import { plugin } from "../../src/wslservice/dll-plugin.ts";
import { perUnit, type TimeRow, timeRow } from "./report.ts";
import { runaways } from "./runaways.ts";
import { BenchService, calls } from "./work.ts";

/** Milliseconds that each hook may take. */
const limit = 200;

export async function measureOvertimes(rounds: number): Promise<TimeRow[]> {
  const plugins = runaways.map(([, code], at) => ({
    name: `runaway-${at}`,
    script: plugin(`
      limits: { scriptTime: ${limit}, hookTime: ${limit}, memory: 536_870_912 },
      onDistributionStarted(session) { ${code} },
      onVmStopping() {},
    `),
  }));
  await using bench = await BenchService.start(plugins, { debugger: false });
  await bench.service.startVm();
  const rows: TimeRow[] = [];
  for (const [at, [name]] of runaways.entries()) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // The time to make a fresh instance does not count.
      await bench.service.repeatHook(`runaway-${at}`, calls.stopVm, 1);
      const { p50, failed } = await bench.service.repeatHook(`runaway-${at}`, calls.readFields, 1);
      const overtime = p50 / perUnit.ms - limit;
      if (failed === 0 || overtime < 0) throw new Error(`A hook that ${name} has ended by itself.`);
      times.push(overtime);
    }
    rows.push(timeRow(name, times));
  }
  return rows;
}
