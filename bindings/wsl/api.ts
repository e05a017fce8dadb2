import { freeze } from "../model/freeze.ts";
import type { ApiFunctionRow, ReservedRow } from "../model/schema.ts";

/** The functions of WSLPluginAPIV1 that the host calls, in the order of the table, which starts with the version. */
export const apiFunctions = freeze([
  {
    name: "MountFolder",
    pointer: "WSLPluginAPI_MountFolder",
    since: "2.0.0",
    capability: null,
    parameters: [
      { name: "session", cpp: "WSLSessionId" },
      { name: "windowsPath", cpp: "LPCWSTR" },
      { name: "linuxPath", cpp: "LPCWSTR" },
      { name: "readOnly", cpp: "BOOL" },
      { name: "name", cpp: "LPCWSTR" },
    ],
    source: "WslPluginApi.h: WSLPluginAPI_MountFolder",
  },
  {
    name: "ExecuteBinary",
    pointer: "WSLPluginAPI_ExecuteBinary",
    since: "2.0.0",
    capability: null,
    parameters: [
      { name: "session", cpp: "WSLSessionId" },
      { name: "path", cpp: "LPCSTR" },
      { name: "arguments", cpp: "LPCSTR*" },
      { name: "socket", cpp: "SOCKET*" },
    ],
    source: "WslPluginApi.h: WSLPluginAPI_ExecuteBinary",
  },
  {
    name: "PluginError",
    pointer: "WSLPluginAPI_PluginError",
    since: "2.0.0",
    capability: null,
    parameters: [{ name: "userMessage", cpp: "LPCWSTR" }],
    source: "WslPluginApi.h: WSLPluginAPI_PluginError",
  },
  {
    name: "ExecuteBinaryInDistribution",
    pointer: "WSLPluginAPI_ExecuteBinaryInDistribution",
    since: "2.1.2",
    capability: "ExecuteBinaryInDistribution",
    parameters: [
      { name: "session", cpp: "WSLSessionId" },
      { name: "distribution", cpp: "const GUID*" },
      { name: "path", cpp: "LPCSTR" },
      { name: "arguments", cpp: "LPCSTR*" },
      { name: "socket", cpp: "SOCKET*" },
    ],
    source: "WslPluginApi.h: WSLPluginAPI_ExecuteBinaryInDistribution",
  },
] as const satisfies readonly ApiFunctionRow[]);

const wslc = { since: "2.9.0", capability: "WSLC", source: "WslPluginApi.h: struct WSLPluginAPIV1" } as const;

/** The functions behind them, which the host does not call. */
export const reservedFunctions = freeze([
  { name: "WSLCMountFolder", ...wslc },
  { name: "WSLCUnmountFolder", ...wslc },
  { name: "WSLCCreateProcess", ...wslc },
  { name: "WSLCProcessGetFd", ...wslc },
  { name: "WSLCProcessGetExitEvent", ...wslc },
  { name: "WSLCProcessGetExitCode", ...wslc },
  { name: "WSLCReleaseProcess", ...wslc },
] as const satisfies readonly ReservedRow[]);
