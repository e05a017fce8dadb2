/** Runs the package's native tool, which does on Windows what Node cannot. */

import { spawnSync } from "node:child_process";
import { CliError } from "./cli-error.ts";
import { packageFile, toolFile } from "./package-file.ts";

/** Prints the tool's output, and exits with its code unless it is 0. `command` is for messages. */
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
