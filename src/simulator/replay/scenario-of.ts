/** A scenario in which a plugin goes through what a recording has. */

import type { Scenario } from "../scenario/scenario.ts";
import { recordedFacts } from "./recorded-facts.ts";
import { recordedPrograms } from "./recorded-programs.ts";
import { allCalls, type Recording } from "./recording.ts";
import { settingsText } from "./settings-text.ts";
import { StepWriter } from "./step-writer.ts";

export interface WrittenScenario {
  /** Without `expect`. */
  readonly scenario: Omit<Scenario, "expect">;
  /** What no scenario can have, each with its line. */
  readonly leftOut: readonly string[];
}

/** `file`: the plugin's source, relative to the scenario; the recorded script by default. */
export function scenarioOf(recording: Recording, file: string | null, answers?: Scenario): WrittenScenario {
  const { about } = recording;
  const steps = new StepWriter();
  steps.write(recording);
  const facts = recordedFacts(recording);
  const windows = { ...answers?.windows, ...facts.windows };
  const session = { ...(steps.sid !== null && { sid: steps.sid }), ...facts.user };
  const programs = recordedPrograms(recording);
  const folders = mountedFolders(recording);
  const scenario = {
    version: about.wsl,
    ...pluginOf(recording, file, settingsText(recording, answers)),
    ...(isFilled(session) && { sessions: [session] }),
    ...(isFilled(windows) && { windows }),
    ...(folders.length > 0 && { folders }),
    processes: answers?.processes ?? programs.answers,
    steps: steps.all,
  };
  return { scenario, leftOut: [...steps.leftOut, ...facts.leftOut, ...programs.leftOut] };
}

/** A plugin without a script has neither `script` nor `file`. */
function pluginOf({ about }: Recording, file: string | null, settings: string | null): Partial<Scenario> {
  const content = settings === null ? {} : { settings: objectOr(settings) };
  if (file !== null) return { name: about.plugin, file, ...content };
  if (about.script === null) return { plugins: { [about.plugin]: content } };
  return { name: about.plugin, script: linesOf(about.script), ...content };
}

/** Lines of a list all end with a line feed. */
function linesOf(text: string): string | string[] {
  return text.endsWith("\n") ? text.slice(0, -1).split("\n") : text;
}

function isFilled(object: object): boolean {
  return Object.keys(object).length > 0;
}

/** Settings that are wrong stay the text that they are. */
function objectOr(text: string): object | string {
  try {
    return JSON.parse(text) as object;
  } catch {
    return text;
  }
}

/** Those that WSL found. */
function mountedFolders({ parts }: Recording): string[] {
  const mounts = allCalls(parts).filter(({ native, answer }) => /ountFolder$/.test(native) && Number(answer) >= 0);
  const folders = mounts.map(({ values: [, folder] }) => String(folder));
  return [...new Set(folders.filter((folder) => /^[A-Za-z]:/.test(folder)))];
}
