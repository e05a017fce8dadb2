import { freeze } from "../model/freeze.ts";
import type { BrokenVersionRow, CapabilityRow, VersionText } from "../model/schema.ts";

/** The oldest version whose WSL has the plugin API. */
export const oldestVersion: VersionText = "2.0.0";

/** What newer versions of WSL added to the plugin API, oldest first. Everything else exists since 2.0.0. */
export const capabilities = freeze([
  {
    name: "DistributionInitPid",
    since: "2.0.5",
    summary: "The process id of a running distribution's init.",
    source: "WslPluginApi.h: struct WSLDistributionInformation, InitPid",
  },
  {
    name: "DistributionRegisteredHook",
    since: "2.1.2",
    summary: "The hook for a newly registered distribution.",
    source: "WslPluginApi.h: struct WSLPluginHooksV1, OnDistributionRegistered",
  },
  {
    name: "DistributionUnregisteredHook",
    since: "2.1.2",
    summary: "The hook for an unregistered distribution.",
    source: "WslPluginApi.h: struct WSLPluginHooksV1, OnDistributionUnregistered",
  },
  {
    name: "ExecuteBinaryInDistribution",
    since: "2.1.2",
    summary: "Starting processes inside a distribution.",
    source: "WslPluginApi.h: struct WSLPluginAPIV1, ExecuteBinaryInDistribution",
  },
  {
    name: "DistributionFlavor",
    since: "2.4.4",
    summary: "The kind of a distribution, such as ubuntu.",
    source: "WslPluginApi.h: struct WSLDistributionInformation, Flavor",
  },
  {
    name: "DistributionVersion",
    since: "2.4.4",
    summary: "The version of a distribution, such as 24.04.",
    source: "WslPluginApi.h: struct WSLDistributionInformation, Version",
  },
  {
    name: "WSLC",
    since: "2.9.0",
    summary:
      "Container sessions and their hooks. Builds from 2.8.7 to 2.8.11 have calls of the same names and another shape: they do not count.",
    source: "WslPluginApi.h: struct WSLPluginAPIV1, WSLCMountFolder",
  },
  {
    name: "WSLCVmHooks",
    since: "2.9.5",
    summary:
      "The hooks for the VM behind a container session, which starts when it is needed. Before, it runs as long as the session.",
    source: "WslPluginApi.h: struct WSLPluginHooksV1, WslcVmStarted",
  },
] as const satisfies readonly CapabilityRow[]);

/** Versions in which WSL itself does not work. */
export const brokenVersions = freeze([
  {
    first: "2.7.13",
    last: "2.7.13",
    what: "VMs do not start: ERROR_FILE_NOT_FOUND",
    source: "microsoft/WSL issue 41555",
  },
] as const satisfies readonly BrokenVersionRow[]);

/** The version that introduced a capability; null for what every version has. */
export function sinceOf(capability: string | null): VersionText {
  if (capability === null) {
    return oldestVersion;
  }
  const row = capabilities.find((candidate) => candidate.name === capability);
  if (row === undefined) {
    throw new Error(`The description names the capability "${capability}", which versions.ts does not list`);
  }
  return row.since;
}

/** A version of WSL: major, minor, revision. */
export type Version = readonly [major: number, minor: number, revision: number];

/** Throws a TypeError for a text that is no version such as "2.4.4". */
export function parseVersion(text: string): Version {
  const [, ...parts] = /^(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  const [major, minor, revision] = parts.map(Number);
  if (major === undefined || minor === undefined || revision === undefined) {
    throw new TypeError(`A version of WSL is written like "2.4.4", not ${JSON.stringify(text)}.`);
  }
  return [major, minor, revision];
}

/** Negative, zero or positive, as Array.prototype.sort wants it. */
export function compareVersions(left: string | Version, right: string | Version): number {
  const [a, b] = [left, right].map((version) => (typeof version === "string" ? parseVersion(version) : version));
  return (
    (a as Version).map((part, index) => part - ((b as Version)[index] as number)).find((order) => order !== 0) ?? 0
  );
}

export function later<Text extends string>(one: Text, other: Text): Text {
  return compareVersions(one, other) >= 0 ? one : other;
}
