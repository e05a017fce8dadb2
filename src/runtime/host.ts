// What the runtime knows of the host that has started it.

import type { HostInfo } from "./generated/dispatch.ts";
import type { WSLVersion } from "./wsl/versions.ts";

/** Empty until the start (prepare.ts): read its members in calls only. */
export interface Host extends Omit<HostInfo, "version"> {
  readonly version: WSLVersion;
  /** The global ApiV1. */
  readonly api: object;
}

/** What calls that need a certain version of WSL look at. */
export type Running = Pick<Host, "version">;
