/** Plays a scenario in a worker: the simulator's core, with the engine and the runtime that are in the DLL. */

import { SourcePlaces } from "../../../src/bundle/source-places.ts";
import { QuickJsRuntime } from "../../../src/engine/quickjs-runtime.ts";
import { formatSimulatorEvent, type SimulatorEvent } from "../../../src/simulator/event-log.ts";
import { ShapeError } from "../../../src/simulator/scenario/check-shape.ts";
import { machineOf, playSteps } from "../../../src/simulator/scenario/play.ts";
import { parseScenario } from "../../../src/simulator/scenario/scenario.ts";
import { SimulatedWsl } from "../../../src/simulator/simulated-wsl.ts";
import { SimulationMistake } from "../../../src/wsl/mistake.ts";
import type { PlayAnswer, PlayRequest, ShownEvent } from "./messages.ts";
import { providePackageFile } from "./platform.ts";

self.onmessage = async ({ data }: MessageEvent<PlayRequest>) => {
  try {
    answer({ kind: "done", advice: await play(data) });
  } catch (error) {
    answer({ kind: "refused", message: reasonOf(error) });
  }
};

/** A wrong scenario is its author's; anything else is a fault of the playground. */
function reasonOf(error: unknown): string {
  const isAuthors = error instanceof ShapeError || error instanceof SyntaxError || error instanceof SimulationMistake;
  if (isAuthors) return `scenario.json: ${error.message}`;
  return `The playground failed: ${error instanceof Error ? error.stack : String(error)}`;
}

function answer(message: PlayAnswer): void {
  self.postMessage(message);
}

/** Returns the permissions to declare, if a call was denied. */
async function play({ engine, runtime, name, script, map, scenario: text, version }: PlayRequest): Promise<string> {
  providePackageFile("engine.wasm", engine);
  providePackageFile("runtime.bytecode", runtime);
  const scenario = parseScenario(text, "", (value) => withPlugin(value, name));
  const { settings } = scenario;
  const places = SourcePlaces.of(`${name}.js`, script, map);
  const content = {
    script,
    settings: settings === undefined ? null : typeof settings === "string" ? settings : JSON.stringify(settings),
    toSource: (each: string) => places.translate(each),
  };
  const { plugins: _, ...machine } = machineOf({ ...scenario, ...(version !== null && { version }) });
  const onEvent = (event: SimulatorEvent) => answer({ kind: "event", event: shown(event, name) });
  const wsl = await SimulatedWsl.start({ ...machine, onEvent }, [{ name, content }], {
    createRuntime: QuickJsRuntime.factory,
  });
  try {
    await playSteps(scenario.steps, wsl);
    const needed = JSON.stringify(wsl.neededPermissions(name), null, 2);
    return wsl.deniedPlugins.includes(name) ? `permissions: ${needed},` : "";
  } finally {
    wsl[Symbol.dispose]();
  }
}

/** The editor's plugin in place of the one that the scenario names. What the scenario expects of its own plugin does not count here. */
function withPlugin(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { file: _, script: __, plugins: ___, expect: ____, ...others } = value as Record<string, unknown>;
  return { name, script: "", expect: [], ...others };
}

function shown(event: SimulatorEvent, name: string): ShownEvent {
  const text = formatSimulatorEvent(event);
  return {
    kind: event.kind,
    text,
    userText: event.kind === "user-sees" ? event.text : null,
    level: event.kind === "log" ? event.line.level : null,
    place: event.kind === "log" ? placeIn(event.line.location ?? event.line.stack ?? "", name) : null,
  };
}

function placeIn(text: string, name: string): ShownEvent["place"] {
  const [, line, column] = new RegExp(`\\b${name}\\.ts:(\\d+):(\\d+)`).exec(text) ?? [];
  return line === undefined ? null : { line: Number(line), column: Number(column) };
}
