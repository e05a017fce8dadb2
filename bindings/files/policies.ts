import type { PolicyRow } from "../model/file-rows.ts";
import { freeze } from "../model/freeze.ts";

/** Below HKEY_LOCAL_MACHINE. The subkey `Plugins\<name>` has the values for one plugin, which replace those for all. */
export const policyKey = "SOFTWARE\\Policies\\wsl-script-host";

/** Values that only an administrator can set, in the registry. Every value is optional. */
export const policies = freeze([
  {
    name: "Disabled",
    kind: "flag",
    summary: "Hooks succeed without the script, even if another value is wrong.",
  },
  {
    name: "ScriptSha256",
    kind: "hashes",
    summary: "The script must have one of these SHA-256 hashes. `hotReload` is off.",
  },
  { name: "SettingsSha256", kind: "hashes", summary: "The settings file must exist and have one of these hashes." },
  {
    name: "RequirePin",
    kind: "flag",
    summary: "A script needs `ScriptSha256`, and an existing settings file needs `SettingsSha256`.",
  },
  {
    name: "RequireDeclaredPermissions",
    kind: "flag",
    summary:
      'A script is refused if it declares `permissions: "all"`, or a shell or anything else that `inspect` calls unrestricted.',
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
  {
    name: "DevelopmentFolder",
    kind: "folder",
    ofOnePlugin: true,
    summary: "Where the script and the settings of `DevelopmentAccount` are: [development mode](#development-mode).",
  },
  {
    name: "DevelopmentAccount",
    kind: "account",
    ofOnePlugin: true,
    summary: "Whose sessions run the script in `DevelopmentFolder`, which this account may change.",
  },
] as const satisfies readonly PolicyRow[]);
