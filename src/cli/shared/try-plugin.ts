/** What a plugin does in the simulator, on a machine without programs. */

import { capabilities, later, oldestVersion } from "../../../bindings/wsl/versions.ts";
import type { PluginSource } from "../../simulator/plugin-source.ts";
import { startWsl } from "../../simulator/start-wsl.ts";
import type { LogLine } from "../../wsl/log-line.ts";
import type { HookName } from "../../wsl/plugin-host.ts";
import { lackingPermissions } from "./lacking-permissions.ts";

export interface TriedPlugin {
  /** WSL's names of the hooks that are called on this version. */
  readonly hooks: readonly HookName[];
  /** What the host logs if it cannot load the plugin, with the stack; null if it can. */
  readonly loadFailure: string | null;
  /** For each plugin that a call was denied to, the line that it lacks. */
  readonly lacking: readonly string[];
}

/** Loads the plugin and starts a distribution. */
export async function tryPlugin(plugin: PluginSource, version: string): Promise<TriedPlugin> {
  await using wsl = await startWsl({ plugin, version });
  await wsl.startDistribution("Debian");
  const hooks = wsl.eventsOf("plugin-loaded").flatMap((event) => event.hooks);
  const failure = wsl.log.find(({ level, event }) => level === "error" && event === "load");
  return { hooks, loadFailure: failure === undefined ? null : textOf(failure), lacking: lackingPermissions(wsl) };
}

function textOf({ message, stack = "" }: LogLine): string {
  return [message, ...stack.split("\n").slice(1)].join("\n");
}

const newest = capabilities.map(({ since }) => since as string).reduce(later);

/** The oldest version of WSL that a script which requires one can be loaded on, and the newest that is known. */
export function versionsFrom(required: string): readonly [oldest: string, newest: string] {
  const minimum = later<string>(oldestVersion, required);
  return [minimum, later(minimum, newest)];
}
