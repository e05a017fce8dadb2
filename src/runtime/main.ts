// The runtime's entry: C++ evaluates it before the script and calls `start` once. What the globals mean to scripts is
// told in bindings/, of which the public declarations and the reference are made.

import { AbortController, AbortSignal, setAbortTimers } from "./abort.ts";
import { createApi } from "./api.ts";
import { CommandError } from "./command/command-error.ts";
import { createLinux } from "./command/linux.ts";
import { createRun } from "./command/run.ts";
import { createConsole } from "./console.ts";
import { definePlugin } from "./define-plugin.ts";
import { createDispatch, type Dispatch } from "./dispatch.ts";
import { PluginError, RequiresUpdateError, setRunningVersion, WSLApiError } from "./errors.ts";
import { EventLoop } from "./event-loop.ts";
import { createExecuteBinary } from "./execute-binary.ts";
import type { Natives } from "./generated/natives.ts";
import { fixSyntax, installFixed, installReplaceable } from "./globals.ts";
import type { HostInfo } from "./host-info.ts";
import { createHresultGlobal } from "./hresult.ts";
import { DistributionID, SessionID } from "./identifiers.ts";
import { createMountFolder } from "./mount-folder.ts";
import { OpenProcesses } from "./open-processes.ts";
import { WSLProcess } from "./process.ts";
import { createTextEncoding } from "./text-encoding.ts";
import { Timers } from "./timers.ts";
import { WSLVersion, WSLVersionCapability } from "./versions.ts";

/** Installs the globals, and gives C++ what it calls. */
export function start(natives: Natives, host: HostInfo): Dispatch {
  const version = new WSLVersion(host.version[0], host.version[1], host.version[2]);
  const openProcesses = new OpenProcesses();
  const timers = new Timers();
  const loop = new EventLoop(natives, timers);
  setAbortTimers(timers);
  setRunningVersion(version);
  fixSyntax();
  const { run, runAsync, prepare } = createRun({ natives, openProcesses, loop, version });
  installFixed({
    ApiV1: createApi(version, prepare),
    CommandError,
    DistributionID,
    HRESULT: createHresultGlobal(),
    Linux: createLinux(natives, run),
    MountFolder: createMountFolder(natives, host.name),
    PluginError,
    RequiresUpdateError,
    SessionID,
    WSLApiError,
    WSLProcess,
    WSLVersion,
    WSLVersionCapability,
    definePlugin,
    run,
    runAsync,
    ...createExecuteBinary(natives, openProcesses, loop, version),
  });
  installReplaceable({
    AbortController,
    AbortSignal,
    console: createConsole(natives),
    ...createTextEncoding(natives),
    ...timers.globals(),
  });
  return createDispatch({ natives, host, version, openProcesses, loop, timers });
}
