import type { LimitRow, SettingRow } from "../model/file-rows.ts";
import { freeze } from "../model/freeze.ts";

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const gibibyte = 1024 * mebibyte;

/**
 * The limits of each call into a script. `definePlugin({ limits })` requests them, and `<name>.json` can lower them.
 */
export const limits = freeze([
  {
    name: "scriptTime",
    unit: "milliseconds",
    minimum: 10,
    maximum: 600_000,
    default: 5_000,
    example: 1_000,
    summary:
      "How long the JavaScript of one hook may run. Waits, and calls of WSL, Windows and the log, are not counted.",
  },
  {
    name: "hookTime",
    unit: "milliseconds",
    minimum: 10,
    maximum: 600_000,
    default: 30_000,
    example: 60_000,
    summary: "How long one hook may take in all, including waits for processes.",
  },
  {
    name: "memory",
    unit: "bytes",
    minimum: 8 * mebibyte,
    maximum: 1 * gibibyte,
    default: 64 * mebibyte,
    example: 32 * mebibyte,
    summary: "How much memory the script's engine may use.",
  },
] as const satisfies readonly LimitRow[]);

/** `<name>.json`, beside the DLL: the administrator's settings. Every value is optional. */
export const settings = freeze([
  {
    kind: "ignoredText",
    name: "$schema",
    summary: "The address of the schema of this file, for editors. The host ignores it.",
    example: "./settings.schema.json",
  },
  {
    kind: "object",
    name: "limits",
    summary: "The upper bounds of what the plugin may request in `definePlugin({ limits })`.",
    // Without a value the plugin may request the maximum.
    members: limits.map((limit) => ({ kind: "integer" as const, ...limit, default: limit.maximum })),
  },
  {
    kind: "pluginSettings",
    name: "settings",
    summary:
      "The plugin's own settings, which its script declares with `defineSettings`. A script without settings allows none here.",
    example: { allowed: ["Debian", "Ubuntu"] },
  },
  {
    kind: "permissions",
    name: "permissions",
    summary:
      "What the administrator grants. The plugin may do what both this and `definePlugin({ permissions })` list.",
    default: "all",
  },
  {
    kind: "boolean",
    name: "hotReload",
    summary:
      "Whether an edited script takes over at the next hook, without a restart of the service. For development. It counts from the service's start.",
    default: false,
    example: true,
  },
  {
    kind: "choice",
    name: "loadFailure",
    summary: "What happens while the script cannot be loaded.",
    choices: [
      { value: "block", summary: "No VM, container session and container starts; the user reads the reason." },
      {
        value: "allow",
        summary: "VMs, container sessions and containers start without the plugin; the reason is in the log.",
      },
    ],
    default: "block",
    example: "allow",
  },
  {
    kind: "object",
    name: "log",
    summary: "The log: JSON lines with everything that the plugin writes and every hook's outcome.",
    members: [
      {
        kind: "windowsPath",
        name: "file",
        summary: "Where the log is. `<name>` stands for the plugin's name.",
        default: "%ProgramData%\\wsl-script-host\\<name>.log",
        example: "D:\\Logs\\<name>.log",
      },
      {
        kind: "integer",
        name: "maximumSize",
        summary: "The size at which the log becomes `<file>.1` and a new one starts.",
        unit: "bytes",
        minimum: 64 * kibibyte,
        maximum: 1 * gibibyte,
        default: 10 * mebibyte,
        example: 1 * mebibyte,
      },
      {
        kind: "choice",
        name: "level",
        summary: "The lowest level that is written; lower ones are dropped.",
        choices: [
          { value: "debug", summary: "Everything." },
          { value: "info", summary: "What happens." },
          { value: "warn", summary: "What may be wrong." },
          { value: "error", summary: "What went wrong." },
        ],
        default: "info",
        example: "debug",
      },
    ],
  },
  {
    kind: "object",
    name: "record",
    isSwitch: true,
    summary:
      "Records everything that enters the script and the calls that it makes, for `wsl-script-host replay`: one file for each instance of its engine. Off by default; `{}` turns it on.",
    members: [
      {
        kind: "windowsPath",
        name: "file",
        summary:
          "Where a recording is. `<name>` stands for the plugin's name, `<session>` for the session, `<time>` for the time and a number; without `<time>`, the file's name gets both before its ending.",
        default: "%ProgramData%\\wsl-script-host\\<name>-<session>-<time>.recording",
        example: "D:\\Recordings\\<name>-<session>-<time>.recording",
      },
      {
        kind: "integer",
        name: "maximumSize",
        summary: "The size at which a recording ends, with a line that says so.",
        unit: "bytes",
        minimum: 1 * mebibyte,
        maximum: 1 * gibibyte,
        default: 64 * mebibyte,
        example: 32 * mebibyte,
      },
      {
        kind: "boolean",
        name: "content",
        summary:
          "Whether recordings contain programs' inputs and outputs, arguments and environments, what containers and images are, and values of the registry. Otherwise they contain their lengths and keyed hashes.",
        default: false,
        example: true,
      },
    ],
  },
] as const satisfies readonly SettingRow[]);
