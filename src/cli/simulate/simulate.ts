/** A plugin's life in the simulator, told while it happens. */

import { readFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { bundlePlugin } from "../../bundle/plugin-bundle.ts";
import { formatSimulatorEvent, isProcessEvent, type SimulatorEvent } from "../../simulator/event-log.ts";
import type { PluginScript } from "../../simulator/plugin-source.ts";
import { ShapeError } from "../../simulator/scenario/check-shape.ts";
import { compareLines } from "../../simulator/scenario/compare-lines.ts";
import { playSteps } from "../../simulator/scenario/play.ts";
import { parseScenario, pluginsOf, processesOf, type Scenario } from "../../simulator/scenario/scenario.ts";
import { startWsl } from "../../simulator/simulated-wsl.ts";
import { SimulationMistake } from "../../wsl/mistake.ts";
import { explainMessages } from "../build/build-messages.ts";
import { CliError } from "../shared/cli-error.ts";

export interface SimulationRequest {
  /** The plugin's source file, or its built script. */
  readonly plugin: string;
  /** The scenario's file; the life of one distribution by default. */
  readonly scenario?: string | undefined;
  /** The version of WSL, in place of the scenario's. */
  readonly version?: string | undefined;
}

export type OnEvent = (event: SimulatorEvent) => void;

/** Plays the scenario. Throws a CliError when not that happens which it expects, or when the plugin cannot be loaded. */
export async function simulate(request: SimulationRequest, onEvent: OnEvent): Promise<void> {
  const { scenario, expects } = await readScenario(request.scenario);
  const events = await play(
    { ...scenario, ...(request.version && { version: request.version }) },
    request.plugin,
    onEvent,
  ).catch((error: unknown) => {
    throw error instanceof SimulationMistake
      ? new CliError(`${basename(request.scenario ?? "")}: ${error.message}`)
      : error;
  });
  if (expects) {
    const lines = events.filter((event) => !isProcessEvent(event)).map(formatSimulatorEvent);
    const differences = compareLines(lines, scenario.expect);
    if (differences.length > 0) throw new CliError(`It is not what "expect" says:\n${differences.join("\n")}`);
  } else if (
    events.some((event) => event.kind === "log" && event.line.event === "load" && event.line.level === "error")
  ) {
    throw new CliError("The plugin could not be loaded; its log above says why.");
  }
}

/** `onEvent` gets each event when it happens. */
async function play(scenario: Scenario, plugin: string, onEvent: OnEvent): Promise<SimulatorEvent[]> {
  const script = await readScript(plugin);
  const [own, ...others] = pluginsOf(scenario);
  if (own === undefined || others.length > 0) {
    throw new CliError('A scenario with several "plugins" is for tests of this package; here it must have one.');
  }
  const settings = typeof own === "object" && own.settings !== undefined ? { settings: own.settings } : {};
  const { version, sessions, vmIdleTimeout, folders } = scenario;
  await using wsl = await startWsl({
    plugin: { ...script, ...settings },
    processes: processesOf(scenario),
    ...(folders !== undefined && { folders }),
    ...(version !== undefined && { version }),
    ...(sessions !== undefined && { sessions }),
    ...(vmIdleTimeout !== undefined && { vmIdleTimeout }),
    onEvent,
  });
  await playSteps(scenario.steps, wsl);
  return wsl.events;
}

async function readScript(file: string): Promise<PluginScript> {
  const name = basename(file, extname(file));
  if (extname(file) === ".js") {
    const script = await readFile(file).catch((error: Error) => {
      throw new CliError(`"${file}" cannot be read: ${error.message}`);
    });
    const map = await readFile(`${file}.map`).catch(() => undefined);
    return { name, script, ...(map !== undefined && { map }) };
  }
  const outfile = `${name}.js`;
  const bundle = await bundlePlugin({ entry: file, outfile, minify: false });
  if (!bundle.ok) throw new CliError(await explainMessages("error", bundle.errors));
  return { name, script: bundle.script, map: bundle.map };
}

interface ReadScenario {
  readonly scenario: Scenario;
  /** Whether the file says what is to happen; that need not be. */
  readonly expects: boolean;
}

async function readScenario(file: string | undefined): Promise<ReadScenario> {
  if (file === undefined) return { scenario: lifeOfDebian, expects: false };
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new CliError(`The scenario "${file}" cannot be read: ${error.message}`);
  });
  try {
    const value: unknown = JSON.parse(text);
    const expects = typeof value === "object" && value !== null && "expect" in value;
    return { scenario: parseScenario(completed(value), dirname(resolve(file))), expects };
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof SyntaxError)) throw error;
    throw new CliError(`${basename(file)}: ${error.message}`);
  }
}

/** The plugin is named on the command line, so the file need not name one. */
function completed(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const plugin = ["file", "script", "plugins"].some((key) => key in value) ? {} : { script: "" };
  return JSON.stringify({ ...plugin, expect: [], ...value });
}

const lifeOfDebian: Scenario = {
  script: "",
  steps: [{ do: "startDistribution", name: "Debian" }, { do: "stopDistribution", name: "Debian" }, { do: "stop" }],
  expect: [],
};
