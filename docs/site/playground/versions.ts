/** The versions of WSL to choose: those that brought something, oldest first. */

import { capabilities, compareVersions, oldestVersion } from "../../../bindings/wsl/versions.ts";

export const versions: readonly string[] = [
  ...new Set<string>([oldestVersion, ...capabilities.map(({ since }) => since)]),
].sort(compareVersions);
