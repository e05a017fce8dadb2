/** One more plugin in a project. */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseJson } from "../../bundle/json-file.ts";
import { objectionToName, writeAll } from "../create/create.ts";
import { pluginFiles } from "../create/project-files.ts";
import { defaultTemplate, readTemplate } from "../create/templates.ts";
import { CliError } from "../shared/cli-error.ts";
import { findProject, projectKey } from "../shared/project.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { replaceFiles } from "../shared/replace-files.ts";
import { uninterrupted } from "../shared/stop-signals.ts";

export interface AddedPlugin {
  /** Relative to the current folder. */
  readonly written: readonly string[];
  readonly changed: readonly string[];
}

/** Writes the plugin's files, and lists it in package.json. */
export async function addPlugin(name: string, template = defaultTemplate): Promise<AddedPlugin> {
  const objection = objectionToName(name);
  if (objection !== null) throw new CliError(objection);
  const project = findProject();
  if (project === null)
    throw new CliError(`There is no package.json here. Start a project: wsl-script-host create ${name}`);
  const { folder } = project;
  const files = Object.entries(pluginFiles(name, readTemplate(template, name)));
  const taken = files.map(([file]) => join(folder, file)).filter((file) => existsSync(file));
  if (taken.length > 0) throw new CliError(`${taken.join(", ")} exists already, and no file is ever overwritten.`);
  // Read before anything is written: an unreadable package.json stops the command.
  const plugins = project.plugins.map((plugin) => relative(folder, plugin).replaceAll("\\", "/"));
  const changes = [await listed(join(folder, "package.json"), [...plugins, `src/${name}.ts`])];
  return uninterrupted(async () => {
    const written = await writeAll(folder, files);
    await replaceFiles(changes);
    return { written: written.map((file) => join(folder, file)), changed: changes.map(([file]) => file) };
  });
}

type Change = readonly [file: string, text: string];

async function listed(file: string, plugins: readonly string[]): Promise<Change> {
  const description = await readObject(file);
  const section = description[projectKey] as object | undefined;
  return [file, json({ ...description, [projectKey]: { ...section, plugins } })];
}

async function readObject(file: string): Promise<Record<string, unknown>> {
  try {
    return parseJson(await readFile(file, "utf8")) as Record<string, unknown>;
  } catch (error) {
    throw new CliError(`${file}: ${reasonOf(error)}`);
  }
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
