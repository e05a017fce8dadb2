/**
 * The text that `wsl.exe` prints when something does not start: as PluginTests.cpp expects it, and as wslutil.cpp
 * (ErrorToString) builds it.
 */

import type { HresultNames } from "./hresult-text.ts";

/** Where in WSL an error occurred, outermost first. Every error of the service is under `Wsl/Service`. */
export type ErrorContext = "RegisterDistro" | "CreateInstance" | "CreateVm" | "Plugin";

export function fatalPluginText(plugin: string, message: string | null): string {
  const text = `A fatal error was returned by plugin '${plugin}'`;
  return message === null ? text : `${text}. Error message: '${message}'`;
}

export function requiresUpdateText(plugin: string): string {
  return `The plugin '${plugin}' requires a newer version of WSL. Please run: wsl.exe --update`;
}

/** WSL has one text for E_ILLEGAL_STATE_CHANGE, whatever the cause: here, a plugin set a message and succeeded. */
export const illegalStateText = "An install, uninstall, or conversion is in progress for this distribution.";

/** The whole text for the user, without the last line's end. */
export function errorText(
  message: string,
  contexts: readonly ErrorContext[],
  hresult: number,
  hresultNames: HresultNames,
): string {
  const code = hresultNames(hresult) ?? `0x${(hresult >>> 0).toString(16)}`;
  return `${message}\r\nError code: ${["Wsl", "Service", ...contexts, code].join("/")}`;
}
