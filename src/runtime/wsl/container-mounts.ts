// The globals WSLCMountFolder and WSLCUnmountFolder.

import { checkBoolean, checkLinuxPath, checkWindowsPath } from "../base/argument-checks.ts";
import { Collection, collectionAdd, collectionDelete, collectionHas, stringifyJson } from "../base/primordials.ts";
import { hresults } from "../generated/hresults.ts";
import type { Natives } from "../generated/natives.ts";
import type { Running } from "../host.ts";
import { failedCall, RequiresUpdateError, WSLApiError } from "./errors.ts";
import { checkContainerSession } from "./identifiers.ts";
import { deniedError } from "./permission-denied.ts";
import { requiredVersion } from "./versions.ts";

export function createContainerMounts(natives: Natives, running: Running) {
  /** The folders that this instance has mounted; an instance has one session. */
  const mounted: Set<unknown> = new Collection();

  function WSLCMountFolder(
    session: unknown,
    windowsPath: unknown,
    mountpoint: unknown,
    readOnly: unknown = true,
  ): void {
    const call = "WSLCMountFolder";
    requireContainers(call, running);
    const number = checkContainerSession(call, session);
    const source = checkWindowsPath(call, "windowsPath", windowsPath);
    const target = checkLinuxPath(natives, call, "mountpoint", mountpoint);
    const isReadOnly = checkBoolean(call, "readOnly", readOnly);
    const status = natives._wslcMountFolder(number, source, target, isReadOnly);
    if (status < 0) {
      const text = `${call}(${stringifyJson(source)} -> ${target})`;
      throw deniedError(natives, text) ?? failedCall(text, status, "Linux could not mount it");
    }
    collectionAdd(mounted, target);
  }

  function WSLCUnmountFolder(session: unknown, mountpoint: unknown): void {
    const call = "WSLCUnmountFolder";
    requireContainers(call, running);
    const number = checkContainerSession(call, session);
    const target = checkLinuxPath(natives, call, "mountpoint", mountpoint);
    const text = `${call}(${target})`;
    // Without this check WSL would unmount other plugins' mounts.
    if (!collectionHas(mounted, target)) throw new WSLApiError(text, hresults.ERROR_NOT_FOUND);
    const status = natives._wslcUnmountFolder(number, target);
    if (status < 0) throw failedCall(text, status, "Linux could not unmount it; it may be in use");
    collectionDelete(mounted, target);
  }

  return { WSLCMountFolder, WSLCUnmountFolder };
}

/** Earlier builds have calls with the same names and other parameters. */
export function requireContainers(call: string, running: Running): void {
  const required = requiredVersion("WSLC");
  if (running.version.compare(required) < 0) throw new RequiresUpdateError(call, required, running.version);
}
