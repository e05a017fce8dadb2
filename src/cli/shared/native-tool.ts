/** The native tool of the package, which does on Windows what Node cannot. */

import { spawnSync } from "node:child_process";
import { CliError } from "./cli-error.ts";
import { packageFile, toolFile } from "./package-file.ts";

/** Prints what the tool prints, and ends with its exit code unless that is 0. `command` is for messages. */
export function runTool(command: string, args: readonly string[]): void {
  if (process.platform !== "win32") {
    throw new CliError(
      `"${command}" is for Windows, where WSL is. Copy the folder that "package" writes to the machine, and run there: ${toolFile} ${command}`,
    );
  }
  const { status, error } = spawnSync(packageFile(toolFile), args, { stdio: "inherit" });
  if (error !== undefined) throw new CliError(`${toolFile} does not start: ${error.message}`);
  process.exitCode = process.exitCode || (status ?? 1);
}
