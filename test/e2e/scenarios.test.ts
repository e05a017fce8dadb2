// Every scenario runs in the simulator and in the shipped DLL, and both must log the same lines.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { paths } from "../../src/paths.ts";
import { compareLines } from "../../src/simulator/scenario/compare-lines.ts";
import { readScenario } from "../../src/simulator/scenario/read-scenario.ts";
import { simulateScenario } from "../../src/simulator/scenario/simulate.ts";
import { playOnDll } from "../support/scenario-stage.ts";

// Both use the machine's time zone, which should be one that reveals mistakes.
beforeAll(() => void vi.stubEnv("TZ", "America/New_York"));
afterAll(() => void vi.unstubAllEnvs());

const folder = join(paths.root, "test", "scenarios");
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));

describe.each(names)("%s", (name) => {
  test("has the same events in the simulator and in the DLL", async () => {
    const scenario = await readScenario(join(folder, `${name}.json`));
    const simulated = await simulateScenario(scenario);
    expect(compareLines(simulated, scenario.expect)).toEqual([]);
    expect(await playOnDll(scenario)).toEqual(simulated);
  });
});
