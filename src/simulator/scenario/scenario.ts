import { scenario as scenarioShape } from "../../../bindings/files/scenario.ts";
import type { ValueOf } from "../../../bindings/model/shape.ts";
import { parseJson } from "../../bundle/json-file.ts";
import type { Processes, ProcessFunction, ProcessResult, ProcessSteps } from "../../machine/process.ts";
import { platform } from "../../platform/platform.ts";
import { hresults } from "../../runtime/generated/hresults.ts";
import type { PluginSource } from "../plugin-source.ts";
import { checkShape, ShapeError } from "./check-shape.ts";

/** The content of a scenario file. */
export type Scenario = ValueOf<typeof scenarioShape>;

export type ScenarioStep = Scenario["steps"][number];

/** Plugins' files lie relative to `folder`. `complete` may add what the text leaves out before it is checked. */
export function parseScenario(
  text: string,
  folder: string,
  complete: (value: unknown) => unknown = (value) => value,
): Scenario {
  const value = complete(parseJson(text));
  checkShape(scenarioShape, value);
  if ((value.plugins === undefined) === (value.script === undefined && value.file === undefined)) {
    throw new ShapeError('there must be one of "script", "file" and "plugins"');
  }
  return withAbsoluteFiles(value, folder);
}

/** The plugins of a scenario, in the order in which WSL loads them. */
export function pluginsOf({ plugins, name, script, file, settings }: Scenario): PluginSource[] {
  const parts = plugins === undefined ? [[name, { script, file, settings }] as const] : Object.entries(plugins);
  return parts.map(([pluginName, part]) => {
    const common = {
      ...(pluginName === undefined ? {} : { name: pluginName }),
      ...(part.settings === undefined ? {} : { settings: part.settings }),
    };
    return part.file === undefined
      ? { script: part.script === undefined ? null : joinLines(part.script), ...common }
      : { file: part.file, ...common };
  });
}

/** The answers of a scenario's programs. */
export function processesOf({ processes = {} }: Scenario): Processes {
  const answers = Object.entries(processes).map(([program, answer]) => [program, [answer].flat().map(programOf)]);
  return Object.fromEntries(answers);
}

/** One answer of a scenario's program. */
export type ScenarioAnswer = Exclude<NonNullable<Scenario["processes"]>[string], readonly unknown[]>;

function programOf(answer: ScenarioAnswer): ProcessResult | ProcessFunction | string | null {
  if (typeof answer === "string" || answer === null) return answer;
  const { echo, hangs, stdout = "", ...result } = answer;
  if (hangs === true) return () => hang(stdout);
  return echo === true ? ({ input }) => ({ stdout: stdout + input, ...result }) : { stdout, ...result };
}

function* hang(stdout: string): ProcessSteps {
  yield stdout;
  for (;;) yield;
}

export function joinLines(text: string | readonly string[]): string {
  return typeof text === "string" ? text : `${text.join("\n")}\n`;
}

/** "E_FAIL" or "0x80004005" as a number for WSL. */
export function parseHresult(text: string): number {
  const known: Readonly<Record<string, number>> = hresults;
  return (known[text] ?? Number(text)) | 0;
}

function withAbsoluteFiles(scenario: Scenario, folder: string): Scenario {
  const absolute = <T extends { readonly file?: string }>(part: T): T =>
    part.file === undefined ? part : { ...part, file: platform.absolutePath(folder, part.file) };
  const { plugins, ...whole } = scenario;
  if (plugins === undefined) return absolute(whole);
  return {
    ...absolute(whole),
    plugins: Object.fromEntries(Object.entries(plugins).map(([name, part]) => [name, absolute(part)])),
  };
}
