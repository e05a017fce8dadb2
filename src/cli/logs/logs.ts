/** Finds a plugin's log and reads it. */

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { pluginNameOf } from "../../bundle/plugin-name.ts";
import { CliError } from "../shared/cli-error.ts";
import { findProject } from "../shared/project.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { type FollowOptions, fileLines } from "./follow-file.ts";

export interface LogRequest {
  /** The file itself, or the name of the plugin. */
  readonly file?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * The file to read; it need not exist yet. Without file and name: the project's log, or the only log in the host's
 * folder.
 */
export async function findLog({ file, name }: LogRequest): Promise<string> {
  if (file !== undefined) return file;
  const folder = logFolder();
  if (folder === null) {
    throw new CliError("Logs are in %ProgramData%, which only Windows has. Name the file: wsl-script-host logs <file>");
  }
  if (name !== undefined) return join(folder, `${name}.log`);
  const logs = (await readdir(folder).catch(() => [])).filter((entry) => entry.endsWith(".log"));
  const own = projectNames();
  const candidates = logs.length > 1 ? logs.filter((log) => own.includes(basename(log, ".log"))) : logs;
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return join(folder, only);
  throw new CliError(logs.length === 0 ? noLogs(folder) : whichLog(folder, logs));
}

/** The current project's plugins, if any; a log can be read without a project. */
function projectNames(): string[] {
  try {
    return findProject()?.plugins.map(pluginNameOf) ?? [];
  } catch {
    return [];
  }
}

/** Where the host writes unless `<name>.json` sets another place; null where there is no Windows. */
export function logFolder(): string | null {
  const programData = process.env.ProgramData ?? process.env.PROGRAMDATA;
  return programData === undefined ? null : join(programData, "wsl-script-host");
}

/** The script whose map explains the log's stacks; in a project, where its build writes it. */
export function findScript(log: string): string | null {
  const script = `${basename(log).replace(/\.log(\.1)?$/, "")}.js`;
  return [script, join("dist", script)].find((candidate) => existsSync(`${candidate}.map`)) ?? null;
}

/** The lines of the log; see fileLines. */
export async function* readLog(file: string, options: FollowOptions): AsyncGenerator<string> {
  if (!options.follow && !existsSync(file)) {
    throw new CliError(
      `There is no log "${file}". The host writes it when WSL loads the plugin; "--follow" waits for it, and "log" in <name>.json can set another place.`,
    );
  }
  try {
    yield* fileLines(file, options);
  } catch (error) {
    throw new CliError(`"${file}" cannot be read: ${reasonOf(error)}`);
  }
}

function noLogs(folder: string): string {
  return `There is no log in "${folder}" yet. Name the file if "log" in <name>.json puts it elsewhere: wsl-script-host logs <file>`;
}

function whichLog(folder: string, logs: readonly string[]): string {
  const names = logs.map((log) => log.replace(/\.log$/, "")).join(", ");
  return `There are several logs in "${folder}". Choose one with --name: ${names}`;
}
