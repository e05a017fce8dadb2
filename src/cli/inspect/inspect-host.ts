/** Reads what a DLL says about itself, without running it. */

import { readFile } from "node:fs/promises";
import { sha256Of } from "../package/hash-file.ts";
import { type HostFile, readHostFile } from "../package/host-file.ts";
import { CliError } from "../shared/cli-error.ts";
import { formatBytes } from "../shared/format-bytes.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { formatRows } from "./format-rows.ts";

/** As `inspect --json` prints it. */
export interface HostInspection extends HostFile {
  readonly dll: string;
  readonly bytes: number;
  readonly sha256: string;
}

export async function inspectHost(file: string): Promise<HostInspection> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new CliError(`The DLL "${file}" cannot be read: ${reasonOf(error)}.`);
  });
  try {
    return { dll: file, bytes: bytes.length, sha256: sha256Of(bytes), ...readHostFile(bytes) };
  } catch (error) {
    throw new CliError(`"${file}" is not the host: ${(error as Error).message}.`);
  }
}

/** For people. */
export function formatHostInspection(host: HostInspection): string {
  return formatRows([
    ["dll", `${host.dll}, ${formatBytes(host.bytes)}, for ${host.architecture}`],
    ["sha256", host.sha256],
    ["version", host.version],
    ["engine", host.engine ?? "unknown"],
    ["commit", host.commit ?? "unknown"],
    [
      "signature",
      host.signed ? "present; Get-AuthenticodeSignature shows whose it is, and whether Windows trusts it" : "none",
    ],
  ]);
}
