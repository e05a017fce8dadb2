/** Creates a plugin's project, and never overwrites a file. */

import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CliError } from "../shared/cli-error.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { uninterrupted } from "../shared/stop-signals.ts";
import { dependencyFor } from "./package-source.ts";
import { projectFiles } from "./project-files.ts";
import { defaultTemplate, readTemplate } from "./templates.ts";

/** Derives the plugin's name from a folder: valid as the name of a DLL and of an npm package. */
export function pluginNameFor(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return objectionToName(name) === null ? name : "plugin";
}

/** What is wrong with a plugin's name, or null. */
export function objectionToName(name: string): string | null {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) {
    return `The plugin's name "${name}" must consist of small letters, digits and hyphens: it also names <name>.dll.`;
  }
  return isDevice(name) ? `"${name}" is the name of a Windows device. Choose another name.` : null;
}

/** Windows opens a device for these names, whatever the extension. */
function isDevice(name: string): boolean {
  return /^(con|prn|aux|nul|com\d|lpt\d)$/.test(name);
}

/** Returns the files that were written, relative to the folder. */
export async function createProject(folder: string, name: string, template = defaultTemplate): Promise<string[]> {
  const objection = objectionToName(name);
  if (objection !== null) throw new CliError(objection);
  if (isDevice(basename(resolve(folder)).toLowerCase())) {
    throw new CliError(`"${folder}" is the name of a Windows device. Choose another folder.`);
  }
  const files = Object.entries(projectFiles(name, readTemplate(template, name), dependencyFor(folder)));
  const taken = files.map(([file]) => file).filter((file) => existsSync(join(folder, file)));
  if (taken.length > 0) {
    throw new CliError(
      `"${folder}" already contains ${taken.join(", ")}, and no file is ever overwritten. Choose another folder.`,
    );
  }
  return uninterrupted(() => writeAll(folder, files));
}

/** Writes all files or none. Returns their names. */
export async function writeAll(
  folder: string,
  files: readonly (readonly [file: string, text: string])[],
): Promise<string[]> {
  const written: string[] = [];
  try {
    for (const [file, text] of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text, { flag: "wx" });
      written.push(file);
    }
  } catch (error) {
    await Promise.all(written.map((file) => rm(join(folder, file), { force: true })));
    throw new CliError(`"${folder}" cannot be written: ${reasonOf(error)}. Choose another folder.`);
  }
  return written;
}
