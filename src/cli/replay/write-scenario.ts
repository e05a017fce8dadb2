/** `replay --scenario`: a scenario in which the plugin goes through what was recorded. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { readRecordings } from "../../platform/read-recordings.ts";
import { formatSimulatorEvent, isProcessEvent, type SimulatorEvent } from "../../simulator/event-log.ts";
import { hookDifference } from "../../simulator/replay/hook-difference.ts";
import { parseRecording, type Recording } from "../../simulator/replay/recording.ts";
import { scenarioOf } from "../../simulator/replay/scenario-of.ts";
import { machineOf, playSteps } from "../../simulator/scenario/play.ts";
import { parseScenario, type Scenario } from "../../simulator/scenario/scenario.ts";
import { startWsl } from "../../simulator/start-wsl.ts";

export interface ScenarioRequest {
  readonly recording: Recording;
  /** The scenario's file. */
  readonly file: string;
  /** The plugin's source; the recorded script by default. */
  readonly plugin: string | undefined;
  /** What answered where the recording leaves content out. */
  readonly answers: Scenario | undefined;
}

/** Writes it, with the events of a play as `expect`. Returns a line about it, and a line for each thing that it lacks. */
export async function writeScenario({ recording, file, plugin, answers }: ScenarioRequest): Promise<string> {
  const folder = dirname(resolve(file));
  const source = plugin === undefined ? null : relative(folder, resolve(plugin)).replaceAll("\\", "/");
  const { scenario, leftOut } = scenarioOf(recording, source, answers);
  const parsed = parseScenario(JSON.stringify({ ...scenario, expect: [] }), folder);
  const { lines, recordings } = await play(parsed);
  // Times and random numbers differ from one play to the next.
  const others = (await play(parsed)).lines;
  const expect = lines.map((line, at) => commonPattern(line, others[at] ?? line));
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...scenario, expect }, null, 2)}\n`);
  const difference = hookDifference(recording, recordings);
  const summary =
    difference === null
      ? "the recorded hooks end in the same way in this scenario."
      : `in this scenario, ${difference}.`;
  return [`${file}: ${summary}`, ...leftOut.map((what) => `The scenario does not have this: ${what}.`)].join("\n");
}

async function play(scenario: Scenario) {
  const record = await mkdtemp(join(tmpdir(), "wsl-script-host-scenario-"));
  try {
    await using wsl = await startWsl({ ...machineOf(scenario), record });
    await playSteps(scenario.steps, wsl);
    const lines = linesOf(wsl.events);
    return { lines, recordings: (await readRecordings(record)).map(parseRecording) };
  } finally {
    await rm(record, { recursive: true });
  }
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
