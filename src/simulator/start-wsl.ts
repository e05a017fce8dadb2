/** The simulator in Node. */

import { url as inspectorUrl } from "node:inspector";
import { parseJson } from "../bundle/json-file.ts";
import { useRealProgram } from "../machine/process.ts";
import { realPrograms } from "../machine/real-run.ts";
import { engineOf } from "./engine-name.ts";
import { loadEngine } from "./engines.ts";
import { type NamedPlugin, readPlugin } from "./plugin-source.ts";
import { recordInto } from "./record-into.ts";
import { defaultVersion, SimulatedWsl, type StartOptions } from "./simulated-wsl.ts";

/** For callers without a type checker. */
const optionNames: Readonly<Record<keyof StartOptions, true>> = {
  plugin: true,
  plugins: true,
  settings: true,
  version: true,
  sessions: true,
  processes: true,
  folders: true,
  windows: true,
  vmIdleTimeout: true,
  forbidden: true,
  engine: true,
  breakAtStart: true,
  record: true,
  onEvent: true,
};

/**
 * Starts WSL's service, which loads the plugins. A plugin that cannot be loaded does not throw here: read `log`, and
 * start a VM.
 */
export async function startWsl(options: StartOptions): Promise<SimulatedWsl> {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name));
  if (unknown !== undefined) {
    throw new TypeError(`startWsl has no option "${unknown}"; its options are ${Object.keys(optionNames).join(", ")}.`);
  }
  const sources = [...(options.plugin === undefined ? [] : [options.plugin]), ...(options.plugins ?? [])];
  const engine = engineOf(options);
  const hostBlocks = Object.values(options.processes ?? {})
    .flat()
    .includes(useRealProgram);
  const plugins = await Promise.all(sources.map((source) => readPlugin(source, engine)));
  if (options.settings !== undefined) giveSettings(plugins, options.settings);
  const { record: folder, version = defaultVersion } = options;
  return SimulatedWsl.start(options, plugins, {
    createRuntime: await loadEngine(engine, { hostBlocks, breaksAtStart: options.breakAtStart === true }),
    isDebugged: () => inspectorUrl() !== undefined,
    realPrograms,
    record: folder === undefined ? undefined : (clock) => recordInto({ folder, engine, version, clock }),
  });
}

/** Other members of the file stay. */
function giveSettings(plugins: NamedPlugin[], settings: object): void {
  const [plugin] = plugins;
  if (plugin === undefined || plugins.length > 1) {
    throw new TypeError(`startWsl can have "settings" for one plugin; give each plugin its own.`);
  }
  const file = parseJson(plugin.content.settings ?? "{}") as object;
  plugins[0] = { ...plugin, content: { ...plugin.content, settings: JSON.stringify({ ...file, settings }) } };
}
