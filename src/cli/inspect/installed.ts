/** Lists the plugins that WSL loads on this machine, as their DLLs read them. */

import { readFile } from "node:fs/promises";
import { basename } from "node:path/win32";
import { policyKey } from "../../../bindings/files/policies.ts";
import { placesBeside } from "../../bundle/places-beside.ts";
import type { SettingPolicy } from "../../host/plugin-files.ts";
import { readValues, type SettingValues } from "../../host/setting-values.ts";
import { CliError } from "../shared/cli-error.ts";
import { loadScript, readBuiltScript } from "../shared/load-script.ts";
import { describe, formatInspection, type Inspection } from "./inspect.ts";
import { type RegistryKeys, type RegistryValue, readRegistry, registryTypes } from "./registry.ts";
import { valueTable } from "./setting-table.ts";

export interface InstalledPlugin {
  readonly dll: string;
  /** The registry's values for the plugin's own settings. */
  readonly policies: readonly RegistryValue[];
  /** Their key. */
  readonly policyKey: string;
}

/** As `inspect --installed --json` prints it. */
export interface InstalledInspection extends Inspection {
  readonly dll: string;
  readonly settingValues: SettingValues;
}

const pluginsKey = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins";

/** In the registry's order. Throws a CliError where there is no registry. */
export async function installedPlugins(): Promise<InstalledPlugin[]> {
  const plugins = valuesOf(await readRegistry(pluginsKey), pluginsKey);
  const policies = await readRegistry(`HKLM\\${policyKey}`);
  return plugins
    .filter(({ type }) => type === registryTypes.text)
    .map(({ data }) => {
      const key = `HKLM\\${policyKey}\\Plugins\\${nameOf(data)}\\Settings`;
      return { dll: data, policies: valuesOf(policies, key), policyKey: key };
    });
}

/** Loads the script with its settings as the DLL does. Throws a CliError with the message that the DLL would log. */
export async function inspectPlugin(
  { dll, policies, policyKey }: InstalledPlugin,
  onPrint: (text: string) => void,
): Promise<InstalledInspection> {
  const stem = dll.replace(/\.[^.\\/]*$/, "");
  const script = await readBuiltScript(`${stem}.js`);
  const settings = await readFile(`${stem}.json`).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw new CliError(`${stem}.json cannot be read: ${error.message}`);
  });
  const { declared, settingValues } = loadScript({
    name: nameOf(dll),
    content: { script, settings, policies: policies.map((value) => settingPolicy(policyKey, value)) },
    places: placesBeside(`${stem}.js`),
    onPrint,
  });
  return { dll, ...describe(`${stem}.js`, script, declared), settingValues: readValues(settingValues) };
}

/** For people. */
export function formatInstalled(inspection: InstalledInspection): string {
  return formatInspection(inspection, valueTable(inspection.settingValues));
}

function nameOf(dll: string): string {
  return basename(dll).replace(/\.[^.]*$/, "");
}

/** Registry keys are case-insensitive. */
function valuesOf(keys: RegistryKeys, key: string): readonly RegistryValue[] {
  return keys.get(key.toUpperCase()) ?? [];
}

function settingPolicy(key: string, { name, type, data }: RegistryValue): SettingPolicy {
  const known: readonly number[] = Object.values(registryTypes);
  if (known.includes(type)) return { key, name, type, data };
  throw new CliError(`the policy ${key}\\${name} must be a REG_SZ, REG_DWORD or REG_MULTI_SZ`);
}
