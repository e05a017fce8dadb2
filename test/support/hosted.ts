/** Plugins in the DLL. */

import { expect } from "vitest";
import { buildExample } from "../../scripts/build-plugin.ts";
import { DllPlugin, type DllPluginOptions } from "../../src/wslservice/dll-plugin.ts";

const examples = new Map<string, Promise<string>>();

/** The plugin of docs/examples/<name>, which is built once. */
export async function hostExample(name: string, options: Partial<DllPluginOptions> = {}): Promise<DllPlugin> {
  const script = examples.get(name) ?? buildExample(name);
  examples.set(name, script);
  return DllPlugin.start({ name, script: await script, ...options });
}

/** What a script prints when a VM starts, which has to succeed. */
export async function printedAtStart(script: string, options: Partial<DllPluginOptions> = {}): Promise<string[]> {
  await using hosted = await DllPlugin.start({ ...options, script });
  const outcome = await hosted.service.startVm();
  if (!outcome.ok) throw new Error(outcome.text);
  expect(hosted.service.eventsOf("crash")).toEqual([]);
  return hosted.printed();
}
