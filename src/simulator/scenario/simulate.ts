import { formatSimulatorEvent, isProcessEvent } from "../event-log.ts";
import { startWsl } from "../start-wsl.ts";
import { machineOf, playSteps } from "./play.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Plays a scenario on the simulator. Returns the event log without the lines about processes: Linux decides when they
 * end, which differs between runs.
 */
export async function simulateScenario(scenario: Scenario): Promise<string[]> {
  await using wsl = await startWsl({ folders: [], ...machineOf(scenario) });
  await playSteps(scenario.steps, wsl);
  return wsl.events.filter((event) => !isProcessEvent(event)).map(formatSimulatorEvent);
}
