/** `replay --scenario`: a scenario in which the plugin goes through what was recorded. */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { formatSimulatorEvent, isProcessEvent, type SimulatorEvent } from "../../simulator/event-log.ts";
import { hookOutcomes, type Recording } from "../../simulator/replay/recording.ts";
import { scenarioOf } from "../../simulator/replay/scenario-of.ts";
import { machineOf, playSteps } from "../../simulator/scenario/play.ts";
import { parseScenario, type Scenario } from "../../simulator/scenario/scenario.ts";
import { startWsl } from "../../simulator/start-wsl.ts";
import { hresultToText } from "../../wsl/hresult-text.ts";

export interface ScenarioRequest {
  readonly recording: Recording;
  /** The scenario's file. */
  readonly file: string;
  /** The plugin's source; the recorded script by default. */
  readonly plugin: string | undefined;
  /** What answered where the recording leaves content out. */
  readonly answers: Scenario | undefined;
}

/** Writes it, with the events of a play as `expect`. Returns a line about it. */
export async function writeScenario({ recording, file, plugin, answers }: ScenarioRequest): Promise<string> {
  const folder = dirname(resolve(file));
  const source = plugin === undefined ? null : relative(folder, resolve(plugin)).replaceAll("\\", "/");
  const written = scenarioOf(recording, source, answers);
  const parsed = parseScenario(JSON.stringify({ ...written, expect: [] }), folder);
  const events = await play(parsed);
  // Times and random numbers differ from one play to the next.
  const others = linesOf(await play(parsed));
  const expect = linesOf(events).map((line, at) => commonPattern(line, others[at] ?? line));
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...written, expect }, null, 2)}\n`);
  const difference = firstDifference(recording, events);
  if (difference === null) return `${file}: the recorded hooks end in the same way in this scenario.`;
  return `${file}: in this scenario, ${difference}. Complete it by hand.`;
}

async function play(scenario: Scenario): Promise<readonly SimulatorEvent[]> {
  await using wsl = await startWsl(machineOf(scenario));
  await playSteps(scenario.steps, wsl);
  return wsl.events;
}

function linesOf(events: readonly SimulatorEvent[]): string[] {
  return events.filter((event) => !isProcessEvent(event)).map(formatSimulatorEvent);
}

/** A line of `expect` that matches both: words that differ differ in any play. */
function commonPattern(one: string, other: string): string {
  const [words, others] = [one.split(" "), other.split(" ")];
  const same = words.map((word, at) => (word === others[at] ? word : "*"));
  return words.length === others.length ? same.join(" ") : `${same.slice(0, same.indexOf("*")).join(" ")}*`;
}

/** The simulation may have further hooks between those of the recording. */
function firstDifference(recording: Recording, events: readonly SimulatorEvent[]): string | null {
  const returned = events.flatMap((event) => (event.kind === "hook-returned" ? [event] : []));
  for (const { hook, hresult } of hookOutcomes(recording)) {
    const at = returned.findIndex((event) => event.hook === hook);
    const [found] = at < 0 ? [] : returned.splice(0, at + 1).slice(-1);
    if (found === undefined) return `${hook} is not called`;
    if (found.hresult !== hresult)
      return `${hook} returns ${hresultToText(found.hresult)}, and not ${hresultToText(hresult)}`;
  }
  return null;
}
