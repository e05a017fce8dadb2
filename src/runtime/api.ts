// The global ApiV1: what the running WSL offers.

import { freeze } from "./primordials.ts";
import type { WSLVersion } from "./versions.ts";

export function createApi(version: WSLVersion) {
  return freeze({
    version,
    capabilities: freeze(version.capabilities()),
    supports: (capability: unknown): boolean => version.supports(capability),
  });
}
