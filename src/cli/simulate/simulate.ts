/** Plays a plugin's life in the simulator, and reports it while it happens. */

import { readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { EngineName } from "../../simulator/engine-name.ts";
import { formatSimulatorEvent, isProcessEvent, type SimulatorEvent } from "../../simulator/event-log.ts";
import { type PluginSource, PluginSourceError } from "../../simulator/plugin-source.ts";
import { ShapeError } from "../../simulator/scenario/check-shape.ts";
import { compareLines } from "../../simulator/scenario/compare-lines.ts";
import { machineOf, playSteps } from "../../simulator/scenario/play.ts";
import { parseScenario, pluginsOf, type Scenario } from "../../simulator/scenario/scenario.ts";
import type { StartOptions } from "../../simulator/simulated-wsl.ts";
import { startWsl } from "../../simulator/start-wsl.ts";
import type { TraceFile } from "../../simulator/trace.ts";
import { SimulationMistake } from "../../wsl/mistake.ts";
import { CliError } from "../shared/cli-error.ts";
import { lackingPermissions } from "../shared/lacking-permissions.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { evalPlugin } from "./eval-plugin.ts";

export interface SimulationRequest {
  /** The plugin's source file, or its built script; the scenario's own by default. */
  readonly plugin?: string | undefined;
  /** Code to run in place of a plugin. */
  readonly code?: string | undefined;
  /** The scenario's file; the life of one distribution by default. */
  readonly scenario?: string | undefined;
  /** The version of WSL, in place of the scenario's. */
  readonly version?: string | undefined;
  /** The file that the trace is written to. */
  readonly trace?: string | undefined;
  /** The engine of `startWsl`. */
  readonly engine?: EngineName | undefined;
  /** Whether a debugger stops before a script's first statement. */
  readonly breakAtStart?: boolean;
  /** The folder for recordings. */
  readonly record?: string | undefined;
  /** Whether a hook that fails is a failure, unless the scenario says what it expects. */
  readonly strict?: boolean;
}

/** Receives each event when it happens. */
export type OnEvent = (event: SimulatorEvent) => void;

/** Plays the scenario. Throws a CliError if the events differ from `expect`, or if a plugin cannot be loaded. */
export async function simulate(request: SimulationRequest, onEvent: OnEvent): Promise<void> {
  const { scenario, expects } = await readScenario(request);
  const { events, lacking, trace } = await play(
    { ...scenario, ...(request.version && { version: request.version }) },
    {
      plugins: pluginsFor(request, scenario),
      onEvent,
      breakAtStart: request.breakAtStart === true,
      ...(request.engine && { engine: request.engine }),
      ...(request.record && { record: request.record }),
    },
  ).catch((error: unknown) => {
    if (error instanceof PluginSourceError) throw new CliError(error.message);
    throw error instanceof SimulationMistake ? new CliError(`${request.scenario ?? ""}: ${error.message}`) : error;
  });
  if (request.trace !== undefined) await writeTrace(request.trace, trace);
  if (expects) {
    const lines = events.filter((event) => !isProcessEvent(event)).map(formatSimulatorEvent);
    const differences = compareLines(lines, scenario.expect);
    if (differences.length > 0) throw new CliError(`The events differ from "expect":\n${differences.join("\n")}`);
  } else if (events.some(isLoadFailure)) {
    throw new CliError("The plugin could not be loaded; its log above says why.");
  } else if (lacking.length > 0) {
    throw new CliError(lacking.join("\n"));
  } else if (request.strict === true) {
    refuseFailures(events);
  }
}

function isLoadFailure(event: SimulatorEvent): boolean {
  return event.kind === "log" && event.line.event === "load" && event.line.level === "error";
}

function refuseFailures(events: readonly SimulatorEvent[]): void {
  const failed = events.flatMap((event) =>
    event.kind === "hook-returned" && event.hresult < 0 ? [`${event.plugin} ${event.hook}`] : [],
  );
  if (failed.length > 0) throw new CliError(`--strict: hooks failed: ${failed.join(", ")}`);
}

interface Played {
  readonly events: readonly SimulatorEvent[];
  readonly lacking: readonly string[];
  readonly trace: TraceFile;
}

async function play(scenario: Scenario, options: StartOptions): Promise<Played> {
  await using wsl = await startWsl({ ...machineOf(scenario), ...options });
  await playSteps(scenario.steps, wsl);
  // What still runs ends, also in the trace.
  wsl[Symbol.dispose]();
  return { events: wsl.events, lacking: lackingPermissions(wsl), trace: wsl.trace };
}

async function writeTrace(file: string, trace: TraceFile): Promise<void> {
  await writeFile(file, JSON.stringify(trace)).catch((error: Error) => {
    throw new CliError(`The trace "${file}" cannot be written: ${reasonOf(error)}`);
  });
}

/** The one of the command line in the place of the scenario's, with the scenario's settings. */
function pluginsFor({ plugin, code }: SimulationRequest, scenario: Scenario): PluginSource[] {
  if (code !== undefined) return [{ name: "eval", script: evalPlugin(code) }];
  const sources = pluginsOf(scenario);
  if (plugin === undefined) return sources;
  const [own, ...others] = sources;
  if (typeof own !== "object" || others.length > 0) {
    throw new CliError(`The scenario lists several "plugins": play it without naming one.`);
  }
  return [{ file: plugin, ...(own.settings !== undefined && { settings: own.settings }) }];
}

interface ReadScenario {
  readonly scenario: Scenario;
  /** Whether the file has `expect`, which is optional. */
  readonly expects: boolean;
}

async function readScenario({ scenario: file, plugin, code }: SimulationRequest): Promise<ReadScenario> {
  if (file === undefined) return { scenario: lifeOfDebian, expects: false };
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new CliError(`The scenario "${file}" cannot be read: ${reasonOf(error)}`);
  });
  let expects = false;
  const complete = (value: unknown) => {
    // Expectations are about the plugin, which --eval replaces.
    expects = code === undefined && isObject(value) && "expect" in value;
    return completed(value, plugin ?? code);
  };
  try {
    const scenario = parseScenario(text, dirname(resolve(file)), complete);
    return { scenario, expects };
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof SyntaxError)) throw error;
    throw new CliError(`${file}: ${error.message}`);
  }
}

/** A plugin named on the command line may be missing in the file, and so may `expect`. */
function completed(value: unknown, plugin: string | undefined): unknown {
  if (!isObject(value)) return value;
  const hasPlugin = ["file", "script", "plugins"].some((key) => key in value);
  if (!hasPlugin && plugin === undefined) {
    throw new ShapeError(`it names no plugin "file"; name one: wsl-script-host simulate src/hello.ts scenario.json`);
  }
  return { ...(hasPlugin ? {} : { script: "" }), expect: [], ...value };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const lifeOfDebian: Scenario = {
  script: "",
  steps: [{ do: "startDistribution", name: "Debian" }, { do: "stopDistribution", name: "Debian" }, { do: "stop" }],
  expect: [],
};
