import type { CheckRow } from "../model/file-rows.ts";
import { freeze } from "../model/freeze.ts";

/** Below HKEY_LOCAL_MACHINE: the key where WSL reads which plugins to load. */
export const pluginsKey = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins";

const key = `HKLM\\${pluginsKey}`;
const takeAway = `reg delete "${key}" /v "<name>" /f`;

/**
 * What `wsl-script-host.exe doctor` checks, in the order in which WSL would fail. In a command `<name>` is the name of the
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
    summary: "The DLL exists at the value's path. While it is missing, no VM starts.",
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
    summary: "The DLL is signed, and has not been changed since.",
    command:
      "powershell -Command \"Set-AuthenticodeSignature -FilePath '<dll>' -HashAlgorithm SHA256 -Certificate @(Get-ChildItem Cert:\\LocalMachine\\My -CodeSigningCert)[0]\"",
  },
  {
    name: "Chain",
    id: "chain",
    scope: "plugin",
    summary:
      "The signature's certificate leads to a root that the machine trusts; the user's trust alone is not enough.",
    command: "certutil -addstore Root <root.cer>",
  },
  {
    name: "Expiry",
    id: "expiry",
    scope: "plugin",
    summary:
      "The certificate has not expired, or the signature has a time stamp. Without a time stamp, the last 30 days give a warning: no VM starts after the certificate expires.",
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
    summary: "The script exists and can be evaluated. The check runs neither `onLoad` nor hooks.",
    command: 'wsl-script-host.exe rollback "<name>"',
  },
  {
    name: "Settings",
    id: "settings",
    scope: "host",
    summary:
      "`<name>.json` is valid JSON with known settings, or does not exist. If the wrong value is a policy's, the command shows its key.",
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
      "The settings grant every permission that the script declares, and no policy refuses one. Calls that lack a permission fail.",
    command: 'notepad "<settings>"',
  },
  {
    name: "WslVersion",
    id: "wsl-version",
    scope: "machine",
    summary:
      "WSL is installed, supports plugins and everything that the script requires, and is not a version that is known to be broken.",
    command: "wsl --update",
  },
  {
    name: "Service",
    id: "service",
    scope: "machine",
    summary: "WSL's service exists, is not disabled, and runs.",
    command: "net start wslservice",
  },
  {
    name: "Log",
    id: "log",
    scope: "host",
    summary:
      "The plugin's log is in a place where no other account can change it, and WSL's service, if it runs, has written to it.",
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
      "[Development mode](security.md#development-mode) is off: no account can change a script that runs as SYSTEM.",
    command: 'wsl-script-host.exe dev "<name>" --uninstall',
  },
] as const satisfies readonly CheckRow[]);
