// The runtime's entry: C++ evaluates it before the script and calls `start` once. bindings/ describes the globals; the
// public declarations and the reference are generated from it.

import { CommandError } from "./command/command-error.ts";
import { createLinux } from "./command/linux.ts";
import { createRun } from "./command/run.ts";
import { createConsole } from "./console/console.ts";
import { setScript } from "./console/error-text.ts";
import { createDispatch } from "./dispatch.ts";
import type { Dispatch, HostInfo } from "./generated/dispatch.ts";
import type { Natives } from "./generated/natives.ts";
import { fixSyntax, installFixed, installReplaceable } from "./globals.ts";
import { forbidCodeFromText } from "./no-code-from-text.ts";
import { definePlugin } from "./plugin/define-plugin.ts";
import { PluginSettings } from "./plugin/plugin-settings.ts";
import { WSLCProcess } from "./process/container-process.ts";
import { createContainerCalls } from "./process/create-container-process.ts";
import { createExecuteBinary } from "./process/execute-binary.ts";
import { OpenProcesses } from "./process/open-processes.ts";
import { WSLProcess } from "./process/process.ts";
import { AbortController, AbortSignal, setAbortTimers } from "./waiting/abort.ts";
import { EventLoop } from "./waiting/event-loop.ts";
import { Timers } from "./waiting/timers.ts";
import { createCrypto } from "./web/crypto.ts";
import { createTextEncoding } from "./web/text-encoding.ts";
import { SID } from "./windows/sid.ts";
import { createWindows } from "./windows/windows.ts";
import { createApi } from "./wsl/api.ts";
import { createContainerMounts } from "./wsl/container-mounts.ts";
import { PluginError, RequiresUpdateError, setRunningVersion, WSLApiError } from "./wsl/errors.ts";
import { createHresultGlobal } from "./wsl/hresult.ts";
import { DistributionID, SessionID } from "./wsl/identifiers.ts";
import { createMountFolder } from "./wsl/mount-folder.ts";
import { PermissionDeniedError } from "./wsl/permission-denied.ts";
import { WSLVersion, WSLVersionCapability } from "./wsl/versions.ts";

/** Installs the globals, and returns the functions that C++ calls. */
export function start(natives: Natives, host: HostInfo): Dispatch {
  const version = new WSLVersion(host.version[0], host.version[1], host.version[2]);
  const openProcesses = new OpenProcesses();
  const timers = new Timers();
  const pluginSettings = new PluginSettings();
  const loop = new EventLoop(natives, timers);
  setAbortTimers(timers);
  setRunningVersion(version);
  setScript(host.scriptFile, natives._sourceAround);
  fixSyntax();
  forbidCodeFromText();
  const { run, runAsync, prepare, runForLinux } = createRun({ natives, openProcesses, loop, version });
  const api = createApi(version, prepare);
  installFixed({
    ApiV1: api,
    CommandError,
    DistributionID,
    HRESULT: createHresultGlobal(),
    Linux: createLinux(natives, runForLinux),
    MountFolder: createMountFolder(natives, host.name),
    PermissionDeniedError,
    PluginError,
    RequiresUpdateError,
    SID,
    SessionID,
    WSLApiError,
    WSLCProcess,
    WSLProcess,
    WSLVersion,
    WSLVersionCapability,
    Windows: createWindows(natives),
    definePlugin,
    defineSettings: pluginSettings.defineSettings,
    run,
    runAsync,
    ...createContainerCalls(natives, openProcesses, loop, version),
    ...createContainerMounts(natives, version),
    ...createExecuteBinary(natives, openProcesses, loop, version),
  });
  installReplaceable({
    AbortController,
    AbortSignal,
    console: createConsole(natives),
    crypto: createCrypto(natives),
    ...createTextEncoding(natives),
    ...timers.globals(),
    global: globalThis,
    self: globalThis,
  });
  return createDispatch({ natives, host, version, api, openProcesses, loop, timers, pluginSettings });
}
