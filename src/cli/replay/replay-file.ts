/** Plays a recording for the command line. */

import { readFile } from "node:fs/promises";
import { type EngineName, engineOf } from "../../simulator/engine-name.ts";
import type { SimulatorEvent } from "../../simulator/event-log.ts";
import { PluginSourceError, readPlugin } from "../../simulator/plugin-source.ts";
import { formatDeparture } from "../../simulator/replay/departure.ts";
import { lacksContent } from "../../simulator/replay/recorded-programs.ts";
import { parseRecording, type Recording, RecordingError } from "../../simulator/replay/recording.ts";
import { type Replayed, replay } from "../../simulator/replay/replay.ts";
import { readScenario } from "../../simulator/scenario/read-scenario.ts";
import type { Scenario } from "../../simulator/scenario/scenario.ts";
import { CliError } from "../shared/cli-error.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { writeScenario } from "./write-scenario.ts";

export interface ReplayFileRequest {
  /** The recording's file. */
  readonly recording: string;
  /** The plugin's source file, or its built script; the recorded script by default. */
  readonly plugin: string | undefined;
  /** Where to write a scenario. */
  readonly scenario?: string;
  /** The scenario that has what the recording leaves out. */
  readonly answers?: string;
  readonly engine: EngineName | undefined;
  readonly breakAtStart: boolean;
}

/** More of them say nothing new. */
const maximumShown = 10;

/** Returns a line about it. Throws a CliError if the script departs from the recording. */
export async function replayFile(
  { recording: file, plugin: source, engine: wanted, breakAtStart, ...others }: ReplayFileRequest,
  onEvent: (event: SimulatorEvent) => void,
): Promise<string> {
  const recording = await readRecording(file);
  const engine = engineOf(wanted === undefined ? {} : { engine: wanted });
  const { plugin: name } = recording.about;
  const plugin = source === undefined ? undefined : await pluginOf(source, name, engine);
  const answers = others.answers === undefined ? undefined : await readAnswers(others.answers);
  if (answers === undefined && lacksContent(recording)) throw new CliError(`${file}: ${lackText}`);
  const request = { recording, plugin, scenario: answers, engine, breakAtStart, onEvent };
  const replayed = await replay(request).catch((error: unknown) => {
    throw error instanceof RecordingError ? new CliError(`${file}: ${error.message}`) : error;
  });
  const { scenario } = others;
  const written = scenario && (await writeScenario({ recording, file: scenario, plugin: source, answers }));
  if (replayed.departures.length > 0) throw new CliError(departuresText(replayed));
  return [endText(recording), ...(written === undefined ? [] : [written])].join("\n");
}

const lackText =
  'it has no content: what programs answered is missing. Name a scenario that has them in its "processes": --answers scenario.json';

async function readAnswers(file: string): Promise<Scenario> {
  return readScenario(file).catch((error: Error) => {
    throw new CliError(error.message);
  });
}

async function pluginOf(file: string, name: string, engine: EngineName) {
  return readPlugin({ file, name }, engine).catch((error: unknown) => {
    throw error instanceof PluginSourceError ? new CliError(error.message) : error;
  });
}

async function readRecording(file: string): Promise<Recording> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new CliError(`The recording "${file}" cannot be read: ${reasonOf(error)}`);
  });
  try {
    return parseRecording(text);
  } catch (error) {
    throw error instanceof RecordingError ? new CliError(`${file}: ${error.message}`) : error;
  }
}

function departuresText({ departures, isEndedEarly }: Replayed): string {
  const shown = departures.slice(0, maximumShown).map(formatDeparture);
  const more = departures.length - shown.length;
  return [
    "The script departs from the recording:",
    ...shown,
    ...(more > 0 ? [`and in ${more} more places`] : []),
    ...(isEndedEarly ? ["The script cannot go on from there: the rest of the recording has not been played."] : []),
  ].join("\n");
}

function endText({ parts, isFull }: Recording): string {
  const entries = parts.filter((part) => "row" in part);
  const last = entries.at(-1);
  const done = "The script does what it did when it was recorded.";
  if (last?.leave !== null) return done;
  const why = isFull ? "it had reached its maximum size" : "the service ended";
  return `${done} The recording ends within ${last.row.hook ?? last.row.part}: ${why}.`;
}
