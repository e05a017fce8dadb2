// The global ApiV1: what the running WSL offers.

import { freeze } from "../base/primordials.ts";
import type { WSLVersion } from "./versions.ts";

export function createApi<Prepare>(version: WSLVersion, prepare: Prepare) {
  return freeze({
    version,
    capabilities: freeze(version.capabilities()),
    prepare,
    supports: (capability: unknown): boolean => version.supports(capability),
  });
}
