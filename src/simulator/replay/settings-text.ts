import { PermissionSet, permissionsObject } from "../../host/permissions.ts";
import { readValues } from "../../host/setting-values.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type Recording, RecordingError } from "./recording.ts";

/** A settings file that has the same effect; null for none. Secrets come from the scenario. */
export function settingsText({ about, settings }: Recording, scenario?: Scenario): string | null {
  if (settings === null) return about.settingsFile ?? null;
  const { scriptTime, hookTime, memory, logLevel, granted, values } = settings;
  const known = Object.entries(readValues(values ?? undefined)).filter(([, { from }]) => !unset.includes(from));
  const stated = known.map(([name, { value }]) => [name, value ?? secretOf(name, scenario)] as const);
  return JSON.stringify({
    limits: { scriptTime, hookTime, memory },
    permissions: permissionsObject(new PermissionSet(granted)),
    log: { level: logLevel },
    ...(stated.length > 0 && { settings: Object.fromEntries(stated) }),
  });
}

/** Origins of settings that no file and no policy sets. */
const unset = ["default", "missing"];

function secretOf(name: string, scenario: Scenario | undefined): unknown {
  const file = scenario?.settings as { readonly settings?: Readonly<Record<string, unknown>> } | undefined;
  const value = file?.settings?.[name];
  if (value !== undefined) return value;
  throw new RecordingError(`it leaves out the secret "${name}": a scenario has to have it in its "settings"`);
}
