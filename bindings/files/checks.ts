import { freeze } from "../model/freeze.ts";
import type { CheckRow } from "../model/schema.ts";

/** Below HKEY_LOCAL_MACHINE: where WSL reads which plugins there are. */
export const pluginsKey = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins";

const key = `HKLM\\${pluginsKey}`;
const takeAway = `reg delete "${key}" /v "<name>" /f`;

/**
 * What `wsl-script-host.exe doctor` looks at, in the order in which WSL would stumble. In a command `<name>` is the name of the
 * plugin's value, `<dll>` the DLL's path, `<settings>` and `<log>` those of its files.
 */
export const checks = freeze([
  {
    name: "ValueType",
    id: "value-type",
    scope: "plugin",
    summary: "The plugin's value in the registry is a REG_SZ. WSL skips all others.",
    command: `reg add "${key}" /v "<name>" /t REG_SZ /d "<dll>" /f`,
  },
  {
    name: "Duplicate",
    id: "duplicate",
    scope: "plugin",
    summary: "No other value has the same path. WSL loads each path once, under the first name.",
    command: takeAway,
  },
  {
    name: "File",
    id: "file",
    scope: "plugin",
    summary: "A DLL is where the value says. While it is missing, no VM starts.",
    command: takeAway,
  },
  {
    name: "Architecture",
    id: "architecture",
    scope: "plugin",
    summary: "The DLL is for the machine's own processor, as WSL's service is.",
    command: takeAway,
  },
  {
    name: "Signature",
    id: "signature",
    scope: "plugin",
    summary: "The DLL has a signature, and has not been changed since.",
    command:
      "powershell -Command \"Set-AuthenticodeSignature -FilePath '<dll>' -HashAlgorithm SHA256 -Certificate @(Get-ChildItem Cert:\\LocalMachine\\My -CodeSigningCert)[0]\"",
  },
  {
    name: "Chain",
    id: "chain",
    scope: "plugin",
    summary: "The signature's certificate leads to a root that the machine trusts, and not just the user.",
    command: "certutil -addstore Root <root.cer>",
  },
  {
    name: "Expiry",
    id: "expiry",
    scope: "plugin",
    summary:
      "The certificate has not expired, or the signature has a time stamp. Without one, 30 days before the end are a warning: from then on no VM starts.",
    command: 'signtool sign /fd SHA256 /a /tr http://timestamp.digicert.com /td SHA256 "<dll>"',
  },
  {
    name: "Export",
    id: "export",
    scope: "plugin",
    summary: "The DLL exports `WSLPluginAPIV1_EntryPoint`.",
    command: takeAway,
  },
  {
    name: "Imports",
    id: "imports",
    scope: "plugin",
    summary: "Windows has every DLL and every function that the DLL imports.",
    command: takeAway,
  },
  {
    name: "Script",
    id: "script",
    scope: "host",
    summary: "The script is there and can be evaluated. `onLoad` and hooks are not run.",
    command: 'wsl-script-host.exe rollback "<name>"',
  },
  {
    name: "Settings",
    id: "settings",
    scope: "host",
    summary: "`<name>.json` is JSON with known settings, or is missing.",
    command: 'notepad "<settings>"',
  },
  {
    name: "Verification",
    id: "verification",
    scope: "host",
    summary: "No other account can change the script, the settings or the folders that lead to them.",
    command: null,
  },
  {
    name: "Permissions",
    id: "permissions",
    scope: "host",
    summary:
      "The settings grant every permission that the script declares, and no policy refuses one. The script's calls fail for want of it.",
    command: 'notepad "<settings>"',
  },
  {
    name: "WslVersion",
    id: "wsl-version",
    scope: "machine",
    summary:
      "WSL is installed, has plugins and all that the script requires, and is no version that is known to be broken.",
    command: "wsl --update",
  },
  {
    name: "Service",
    id: "service",
    scope: "machine",
    summary: "WSL's service is there, can be started, and runs.",
    command: "net start wslservice",
  },
  {
    name: "Log",
    id: "log",
    scope: "host",
    summary:
      "The plugin's log is at a place where no other account can change it, and WSL's service, if it runs, has written to it.",
    command: "powershell -Command Restart-Service wslservice",
  },
  {
    name: "Policies",
    id: "policies",
    scope: "host",
    summary:
      "No policy refuses the plugin: the host's own in `HKLM\\SOFTWARE\\Policies\\wsl-script-host`, App Control, the antivirus product, and exploit protection of `wslservice.exe`.",
    command: null,
  },
  {
    name: "Development",
    id: "development",
    scope: "host",
    summary:
      "No account runs a script as SYSTEM that it can change: [development mode](security.md#development-mode) is off.",
    command: 'wsl-script-host.exe dev "<name>" --uninstall',
  },
] as const satisfies readonly CheckRow[]);
