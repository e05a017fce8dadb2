import type { EventRow } from "../model/file-rows.ts";
import { freeze } from "../model/freeze.ts";

/** The source name of the events in Windows' event log ("Application"). */
export const eventSource = "wsl-script-host";

/**
 * The events for administrators in Windows' event log. They contain no output of processes or scripts. The parts are
 * the texts' %1, %2 and so on.
 */
export const events = freeze([
  {
    name: "Loaded",
    id: 1,
    severity: "informational",
    parts: ["plugin", "script", "version", "scriptSha256", "settingsSha256"],
    text: "%1: the script %2 is loaded. Version: %3. SHA-256 of the script: %4; of the settings: %5.",
    summary: "A script was loaded, for the first time since the service's start.",
  },
  {
    name: "Reloaded",
    id: 2,
    severity: "informational",
    parts: ["plugin", "script", "version", "scriptSha256", "settingsSha256"],
    text: "%1: the script %2 is loaded again, from changed files. Version: %3. SHA-256 of the script: %4; of the settings: %5.",
    summary: "Changed settings, or with `hotReload` a changed script, are in force.",
  },
  {
    name: "Refused",
    id: 3,
    severity: "error",
    parts: ["plugin", "reason"],
    text: "%1: the script or its settings are refused, and so is every VM: %2",
    summary: "A check of this page refuses the files. No VM starts.",
  },
  {
    name: "LoadFailed",
    id: 4,
    severity: "error",
    parts: ["plugin", "hresult"],
    text: "%1: the script cannot be loaded: %2. The plugin's log has the reason.",
    summary: "The script or its settings have an error. VMs start or not as `loadFailure` says.",
  },
  {
    name: "ReloadFailed",
    id: 5,
    severity: "warning",
    parts: ["plugin", "hresult"],
    text: "%1: changed files cannot be used: %2. What was loaded before still counts. The plugin's log has the reason.",
    summary: "Changed files could not be read, were refused, or have an error.",
  },
  {
    name: "Vetoed",
    id: 6,
    severity: "informational",
    parts: ["plugin", "hook", "session", "hresult"],
    text: "%1: %2 refused a start in session %3: %4.",
    summary: "A hook refused a VM, a distribution, a container session or a container.",
  },
  {
    name: "LimitReached",
    id: 7,
    severity: "warning",
    parts: ["plugin", "hook", "session", "hresult"],
    text: "%1: %2 was ended in session %3: %4. A limit of time or memory is reached, or the engine has failed.",
    summary: "A limit, or a fault of the engine, ended a hook.",
  },
  {
    name: "NotScanned",
    id: 8,
    severity: "warning",
    parts: ["plugin", "script", "hresult"],
    text: "%1: the script %2 runs without a scan for malware (AMSI): %3.",
    summary: "No antivirus product answered in time, and `AmsiRequired` is not set.",
  },
  {
    name: "AnyPlace",
    id: 9,
    severity: "warning",
    parts: ["plugin", "script"],
    text: "%1: the policy AnyPlace lets the script %2 be on any drive.",
    summary: "A load under the policy `AnyPlace`.",
  },
  {
    name: "Disabled",
    id: 10,
    severity: "warning",
    parts: ["plugin"],
    text: "%1: the policy Disabled is set. VMs start without the script.",
    summary: "The policy `Disabled` is in force.",
  },
  {
    name: "LogUnavailable",
    id: 11,
    severity: "error",
    parts: ["plugin", "reason"],
    text: "%1: %2",
    summary: "The log cannot be opened, written or rotated.",
  },
  {
    name: "EventsLost",
    id: 12,
    severity: "warning",
    parts: ["count"],
    text: "%1 events were not reported: too many came at once.",
    summary: "More than 10 of a kind within a minute, or more than 64 that wait.",
  },
  {
    name: "Development",
    id: 13,
    severity: "warning",
    parts: ["plugin", "script", "account"],
    text: "%1: development mode: the script %2, which %3 can change, runs as SYSTEM.",
    summary: "A load in [development mode](#development-mode).",
  },
] as const satisfies readonly EventRow[]);
