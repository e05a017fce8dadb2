import { freeze } from "../model/freeze.ts";
import type { PolicyRow } from "../model/schema.ts";

/** Below HKEY_LOCAL_MACHINE. The subkey `Plugins\<name>` has the values for one plugin, which replace those for all. */
export const policyKey = "SOFTWARE\\Policies\\wsl-script-host";

/** What only an administrator can say, in the registry. Every value may be absent. */
export const policies = freeze([
  {
    name: "Disabled",
    kind: "flag",
    summary: "Hooks succeed without the script. It counts even where another value is wrong.",
  },
  {
    name: "ScriptSha256",
    kind: "hashes",
    summary: "The script has to have one of these SHA-256 hashes. `hotReload` is off.",
  },
  { name: "SettingsSha256", kind: "hashes", summary: "So have the settings, which then have to be there." },
  {
    name: "RequirePin",
    kind: "flag",
    summary: "A script needs `ScriptSha256`, and settings that are there need `SettingsSha256`.",
  },
  {
    name: "RequireDeclaredPermissions",
    kind: "flag",
    summary: 'A script that declares `permissions: "all"`, or a program that runs whatever it is given, is refused.',
  },
  {
    name: "AmsiRequired",
    kind: "flag",
    summary: "A script that no antivirus product has scanned is refused.",
  },
  {
    name: "AnyPlace",
    kind: "flag",
    summary: "The files may be on any drive. All other checks stay.",
  },
] as const satisfies readonly PolicyRow[]);
