import { freeze } from "../model/freeze.ts";
import type { ApiFunctionRow, ApiTypeRow } from "../model/schema.ts";

/** Types of the parameters below that neither Windows nor a struct has. */
export const apiTypes = freeze([
  { name: "WSLSessionId", definition: "DWORD", source: "WslPluginApi.h: typedef WSLSessionId" },
  { name: "WSLCSessionId", definition: "DWORD", source: "WslPluginApi.h: typedef WSLCSessionId" },
  { name: "WSLCProcessHandle", definition: "void*", source: "WslPluginApi.h: typedef WSLCProcessHandle" },
  {
    name: "WSLCProcessFd",
    definition: { WSLCProcessFdStdin: 0, WSLCProcessFdStdout: 1, WSLCProcessFdStderr: 2 },
    source: "WslPluginApi.h: enum _WSLCProcessFd",
  },
] as const satisfies readonly ApiTypeRow[]);

/**
 * The functions of WSLPluginAPIV1, in the order of the table, which starts with the version. Builds 2.8.7 to 2.8.11 have
 * slots for containers of another shape: only the version says what is there.
 */
export const apiFunctions = freeze([
  {
    name: "MountFolder",
    pointer: "WSLPluginAPI_MountFolder",
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
    capability: null,
    parameters: [{ name: "message", cpp: "LPCWSTR" }],
    source: "WslPluginApi.h: WSLPluginAPI_PluginError",
  },
  {
    name: "ExecuteBinaryInDistribution",
    pointer: "WSLPluginAPI_ExecuteBinaryInDistribution",
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
  {
    name: "WSLCMountFolder",
    pointer: "WSLCPluginAPI_MountFolder",
    capability: "WSLC",
    parameters: [
      { name: "session", cpp: "WSLCSessionId" },
      { name: "windowsPath", cpp: "LPCWSTR" },
      { name: "mountpoint", cpp: "LPCSTR" },
      { name: "readOnly", cpp: "BOOL" },
    ],
    source: "WslPluginApi.h: WSLCPluginAPI_MountFolder",
  },
  {
    name: "WSLCUnmountFolder",
    pointer: "WSLCPluginAPI_UnmountFolder",
    capability: "WSLC",
    parameters: [
      { name: "session", cpp: "WSLCSessionId" },
      { name: "mountpoint", cpp: "LPCSTR" },
    ],
    source: "WslPluginApi.h: WSLCPluginAPI_UnmountFolder",
  },
  {
    name: "WSLCCreateProcess",
    pointer: "WSLCPluginAPI_CreateProcess",
    capability: "WSLC",
    parameters: [
      { name: "session", cpp: "WSLCSessionId" },
      { name: "path", cpp: "LPCSTR" },
      { name: "arguments", cpp: "LPCSTR*" },
      { name: "environment", cpp: "LPCSTR*" },
      { name: "process", cpp: "WSLCProcessHandle*" },
      { name: "errorNumber", cpp: "int*" },
    ],
    source: "WslPluginApi.h: WSLCPluginAPI_CreateProcess",
  },
  {
    name: "WSLCProcessGetFd",
    pointer: "WSLCPluginAPI_ProcessGetFd",
    capability: "WSLC",
    parameters: [
      { name: "process", cpp: "WSLCProcessHandle" },
      { name: "fd", cpp: "WSLCProcessFd" },
      { name: "handle", cpp: "HANDLE*" },
    ],
    source: "WslPluginApi.h: WSLCPluginAPI_ProcessGetFd",
  },
  {
    name: "WSLCProcessGetExitEvent",
    pointer: "WSLCPluginAPI_ProcessGetExitEvent",
    capability: "WSLC",
    parameters: [
      { name: "process", cpp: "WSLCProcessHandle" },
      { name: "exitEvent", cpp: "HANDLE*" },
    ],
    source: "WslPluginApi.h: WSLCPluginAPI_ProcessGetExitEvent",
  },
  {
    name: "WSLCProcessGetExitCode",
    pointer: "WSLCPluginAPI_ProcessGetExitCode",
    capability: "WSLC",
    parameters: [
      { name: "process", cpp: "WSLCProcessHandle" },
      { name: "exitCode", cpp: "int*" },
    ],
    source: "WslPluginApi.h: WSLCPluginAPI_ProcessGetExitCode",
  },
  {
    name: "WSLCReleaseProcess",
    pointer: "WSLCPluginAPI_ReleaseProcess",
    capability: "WSLC",
    parameters: [{ name: "process", cpp: "WSLCProcessHandle" }],
    result: "void",
    source: "WslPluginApi.h: WSLCPluginAPI_ReleaseProcess",
  },
] as const satisfies readonly ApiFunctionRow[]);

type ApiFunction = (typeof apiFunctions)[number];

/** A function that a plugin calls for a session or a user, and not for a process that it has started. */
export type OuterFunction = Exclude<
  ApiFunction,
  { readonly parameters: readonly [{ readonly cpp: "WSLCProcessHandle" }, ...unknown[]] }
>;

/** Their names: tests see these calls, and can make them fail. */
export const outerFunctionNames = apiFunctions.flatMap(({ name, parameters: [{ cpp }] }) =>
  cpp === "WSLCProcessHandle" ? [] : [name as OuterFunction["name"]],
);
