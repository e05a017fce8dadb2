/** Recordings of scenarios, and what is left of them when they are replayed. */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Row, valueOfRow } from "../../src/host/recording/row.ts";
import { paths } from "../../src/paths.ts";
import { readRecordings } from "../../src/platform/read-recordings.ts";
import type { EngineName } from "../../src/simulator/engine-name.ts";
import { formatSimulatorEvent, type SimulatorEvent } from "../../src/simulator/event-log.ts";
import { startWsl } from "../../src/simulator/index.ts";
import { formatDeparture } from "../../src/simulator/replay/departure.ts";
import { parseRecording } from "../../src/simulator/replay/recording.ts";
import { replay } from "../../src/simulator/replay/replay.ts";
import { machineOf, playSteps } from "../../src/simulator/scenario/play.ts";
import { readScenario } from "../../src/simulator/scenario/read-scenario.ts";
import type { Scenario } from "../../src/simulator/scenario/scenario.ts";

const folder = join(paths.root, "test", "scenarios");

/** The project's scenarios by name. */
export const scenarioNames = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));

export function namedScenario(name: string): Promise<Scenario> {
  return readScenario(join(folder, `${name}.json`));
}

/** The text of each recording, in the order of the instances. */
export async function recordScenario(scenario: Scenario): Promise<string[]> {
  const record = mkdtempSync(join(tmpdir(), "wsl-script-host-recordings-"));
  try {
    await using wsl = await startWsl({ folders: [], ...machineOf(scenario), record });
    await playSteps(scenario.steps, wsl);
    return await readRecordings(record);
  } finally {
    rmSync(record, { recursive: true });
  }
}

export interface ReplayedText {
  /** As text. */
  readonly departures: readonly string[];
  readonly isEndedEarly: boolean;
  readonly events: readonly string[];
  /** What a recording of the replay has. */
  readonly rows: readonly Row[];
}

interface ReplayTextOptions {
  /** What to play in the place of the recorded one. */
  readonly script?: string;
  /** What answers where the recording leaves content out. */
  readonly scenario?: Scenario;
  readonly engine?: EngineName;
}

export async function replayText(
  text: string,
  { script, scenario, engine = "quickjs" }: ReplayTextOptions = {},
): Promise<ReplayedText> {
  const events: SimulatorEvent[] = [];
  const rows: Row[] = [];
  const recording = parseRecording(text);
  const { departures, isEndedEarly } = await replay({
    recording,
    plugin: script === undefined ? undefined : { name: recording.about.plugin, content: { script, settings: null } },
    scenario,
    engine,
    breakAtStart: false,
    onEvent: (event) => events.push(event),
    onRow: (row) => rows.push(row),
  });
  return {
    departures: departures.map(formatDeparture),
    isEndedEarly,
    events: events.map(formatSimulatorEvent),
    rows: JSON.parse(JSON.stringify(rows)) as Row[],
  };
}

/**
 * Without what may differ: the first row, which says when and where. What a limit ended, ends in the replay at the same row
 * and perhaps in another place, or only when it returns.
 */
export function comparableRows(rows: readonly Row[]): Row[] {
  return rows
    .filter(({ kind }) => kind !== "recording" && kind !== "settings")
    .map((row) => (row.kind === "leave" && row.limit !== undefined ? { ...row, message: "" } : row))
    .map(withPlainNumbers);
}

/**
 * What the host calls and what the script calls, without what differs between two plays: clocks, random numbers, the
 * secret that `run` makes of them, and how long a wait may be.
 */
export function rowsOfScript(rows: readonly Row[]): Row[] {
  const others = ["clock", "random", "zone", "session"];
  const kept = comparableRows(rows)
    .filter(({ kind }) => !others.includes(kind))
    .map((row) => (row.kind === "call" && row.native === "_streamsWait" ? { ...row, arguments: [] } : row));
  let text = JSON.stringify(kept);
  for (const [at, row] of kept.entries()) {
    const isRandom = row.kind === "call" && row.native === "_randomBytes";
    const answer = isRandom ? kept[at + 1] : undefined;
    if (answer?.kind !== "answer") continue;
    const bytes = valueOfRow(answer.value) as Uint8Array;
    text = text.replaceAll(JSON.stringify(answer), '"secret"').replaceAll(Buffer.from(bytes).toString("hex"), "secret");
  }
  return JSON.parse(text) as Row[];
}

/** C++ writes fractions with more digits than JavaScript. */
function withPlainNumbers(row: Row): Row {
  const plain = (key: string, value: unknown) => (key === "number" ? String(Number(value)) : value);
  return JSON.parse(JSON.stringify(row, plain)) as Row;
}

export function rowsOf(text: string): Row[] {
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Row);
}
