// Makes the globals and the functions that C++ calls. bindings/ describes the globals; the public declarations and the
// reference are generated from it.

import { assign } from "./base/primordials.ts";
import { CommandError } from "./command/command-error.ts";
import { createLinux } from "./command/linux.ts";
import { createRun } from "./command/run.ts";
import { createConsole } from "./console/console.ts";
import { setScript } from "./console/error-text.ts";
import { createDispatch } from "./dispatch.ts";
import type { Dispatch, HostInfo } from "./generated/dispatch.ts";
import type { Natives } from "./generated/natives.ts";
import { fixSyntax, installFixed, installReplaceable } from "./globals.ts";
import type { Host } from "./host.ts";
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

/** Does all that is the same under every host, and returns the function that the host calls with what is its own. */
export function prepareRuntime(): (natives: Natives, info: HostInfo) => Dispatch {
  const natives = {} as Natives;
  const host = {} as Host;
  const openProcesses = new OpenProcesses();
  const timers = new Timers();
  const pluginSettings = new PluginSettings();
  const loop = new EventLoop(natives, timers);
  setAbortTimers(timers);
  fixSyntax();
  forbidCodeFromText();
  const { run, runAsync, prepare, runForLinux } = createRun({ natives, openProcesses, loop, host });
  installFixed({
    CommandError,
    DistributionID,
    HRESULT: createHresultGlobal(),
    Linux: createLinux(natives, runForLinux),
    MountFolder: createMountFolder(natives, host),
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
    ...createContainerCalls(natives, openProcesses, loop, host),
    ...createContainerMounts(natives, host),
    ...createExecuteBinary(natives, openProcesses, loop, host),
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
  const dispatch = createDispatch({ natives, host, openProcesses, loop, timers, pluginSettings });

  return (hostsNatives, info) => {
    const version = new WSLVersion(info.version[0], info.version[1], info.version[2]);
    const api = createApi(version, prepare);
    assign(natives, hostsNatives);
    assign(host, { ...info, version, api });
    setRunningVersion(version);
    setScript(host.scriptFile, natives._sourceAround);
    installFixed({ ApiV1: api });
    return dispatch;
  };
}
