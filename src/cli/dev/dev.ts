/** Runs everything that `dev` does while an author works, until it is stopped. */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseJson } from "../../bundle/json-file.ts";
import { placesBeside } from "../../bundle/places-beside.ts";
import type { SourcePlaces } from "../../bundle/source-places.ts";
import { type BuildOutcome, type BuildRequest, objectionToRequest } from "../build/build.ts";
import { explainMessages } from "../build/build-messages.ts";
import { type BuildWatcher, watchBuild } from "../build/build-watch.ts";
import { findTypeProject, type TypeProject } from "../check/type-check.ts";
import { watchTypes } from "../check/type-watch.ts";
import { fileLines } from "../logs/follow-file.ts";
import { formatLogLine } from "../logs/log-line.ts";
import { logFolder } from "../logs/logs.ts";
import { CliError } from "../shared/cli-error.ts";
import { formatBytes } from "../shared/format-bytes.ts";
import { newestOfAll, readBuiltScript } from "../shared/load-script.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { findSettings } from "../shared/settings-file.ts";
import type { Style } from "../shared/style.ts";
import { tryPlugin } from "../shared/try-plugin.ts";
import { FolderLock } from "./folder-lock.ts";

export interface DevRequest extends BuildRequest {
  /** Whether the host runs the script where it is written. */
  readonly live: boolean;
  /** The plugin's log; on Windows %ProgramData%\wsl-script-host\<name>.log by default. */
  readonly log?: string | undefined;
}

export interface DevOutput {
  readonly style: Style;
  readonly print: (text: string) => void;
}

/**
 * Runs until the signal. A mistake in a plugin does not end it; what cannot work from the start throws a CliError. All
 * scripts go into one folder, which is locked.
 */
export async function develop(requests: readonly DevRequest[], signal: AbortSignal, output: DevOutput): Promise<void> {
  for (const request of requests) {
    const objection = objectionToRequest(request);
    if (objection !== null) throw new CliError(objection);
  }
  const folders = new Set(requests.map(({ outfile }) => dirname(outfile)));
  const locks: FolderLock[] = [];
  const sessions = requests.map((request) => new DevSession(request, output));
  try {
    for (const folder of folders) locks.push(await FolderLock.acquire(folder, "dev"));
    output.print(output.style.dim(`watching ${requests.map(({ entry }) => entry).join(", ")}; Ctrl-C ends it`));
    await Promise.all([...sessions.map((session) => session.run(signal)), watchAllTypes(requests, signal, output)]);
  } finally {
    await Promise.all(sessions.map((session) => session.stop()));
    await Promise.all(locks.map((lock) => lock.release()));
  }
}

/** A project's types are checked once, however many plugins it has. */
async function watchAllTypes(
  requests: readonly DevRequest[],
  signal: AbortSignal,
  { style, print }: DevOutput,
): Promise<void> {
  const projects = new Map<string, TypeProject>();
  for (const { entry } of requests) {
    const project = findTypeProject([entry]);
    if (typeof project === "string") {
      print(style.yellow(`Types are not checked: ${project}`));
      continue;
    }
    const others = projects.get(project.tsconfig)?.entries ?? [];
    projects.set(project.tsconfig, { ...project, entries: [...others, entry] });
  }
  const report = (errors: readonly string[]) =>
    print(errors.length === 0 ? style.green("types: no errors") : typeErrors(errors, style));
  await Promise.all([...projects.values()].map((project) => watchTypes(project, report, signal)));
}

function typeErrors(errors: readonly string[], style: Style): string {
  return `${errors.join("\n")}\n${style.red("types: there are errors")}`;
}

class DevSession {
  readonly #request: DevRequest;
  readonly #output: DevOutput;
  readonly #places: SourcePlaces;
  #builds: BuildWatcher | null = null;

  constructor(request: DevRequest, output: DevOutput) {
    this.#request = request;
    this.#output = output;
    this.#places = placesBeside(request.outfile);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#explainFolder();
    this.#builds = await watchBuild(this.#request, (outcome) => this.#report(outcome));
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.all([stopped, this.#followLog(signal)]);
  }

  async stop(): Promise<void> {
    await this.#builds?.stop();
  }

  /** Reports why the host would not run an edited script. */
  async #explainFolder(): Promise<void> {
    const { outfile } = this.#request;
    const stem = outfile.replace(/\.js$/, "");
    if (!existsSync(`${stem}.dll`)) {
      if (this.#request.live) {
        this.#warn(`There is no ${stem}.dll, so no host runs the script. "wsl-script-host package" creates one.`);
      }
      return;
    }
    if (!(await hotReloads(`${stem}.json`))) {
      this.#warn(`${stem}.json has no "hotReload": true, so the host runs an edited script only after a restart.`);
    }
  }

  async #report(outcome: BuildOutcome): Promise<void> {
    const { style, print } = this.#output;
    if (outcome.warnings.length > 0) print(await explainMessages("warning", outcome.warnings));
    if (!outcome.ok) {
      print(await explainMessages("error", outcome.errors));
      print(style.red("build: failed, the previous script is kept"));
      return;
    }
    const { outfile, bytes } = outcome.result;
    print(style.green(`build: ${outfile}, ${formatBytes(bytes)}`));
    await this.#tryScript(outfile);
  }

  /** Shows at once what the host would report when it loads the script, and which permissions its hooks lack. */
  async #tryScript(outfile: string): Promise<void> {
    const { style, print } = this.#output;
    try {
      const script = await readBuiltScript(outfile);
      const name = basename(outfile, ".js");
      const settings = await findSettings(name, dirname(this.#request.entry));
      const plugin = { name, script, ...(settings && { settings: settings.bytes.toString() }) };
      const { loadFailure, lacking } = await tryPlugin(plugin, newestOfAll.join("."));
      if (loadFailure !== null) throw new CliError(this.#places.translate(loadFailure));
      for (const text of lacking) this.#warn(text);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      print(`${error.message}\n${style.red("script: the host cannot load it")}`);
    }
  }

  async #followLog(signal: AbortSignal): Promise<void> {
    const file = this.#request.log ?? defaultLog(this.#request.outfile);
    if (file === null) {
      this.#warn("No log is followed: logs are on Windows. If this machine can read the file, name it with --log.");
      return;
    }
    const { style, print } = this.#output;
    print(style.dim(`log: ${file}`));
    try {
      for await (const line of fileLines(file, { follow: true, last: 0, signal })) {
        print(formatLogLine(line, style, this.#places));
      }
    } catch (error) {
      this.#warn(`The log "${file}" is no longer followed: ${reasonOf(error)}`);
    }
  }

  #warn(text: string): void {
    this.#output.print(this.#output.style.yellow(text));
  }
}

function defaultLog(outfile: string): string | null {
  const folder = logFolder();
  return folder === null ? null : join(folder, `${basename(outfile, ".js")}.log`);
}

/** False also for a missing or invalid file, which the host rejects. */
async function hotReloads(file: string): Promise<boolean> {
  try {
    return (parseJson(await readFile(file, "utf8")) as { hotReload?: unknown } | null)?.hotReload === true;
  } catch {
    return false;
  }
}
