/** A plugin as administrators get it: the host, the script and its settings under one name. */

import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { version } from "../../../package.json";
import { SourcePlaces } from "../../bundle/source-places.ts";
import { CliError } from "../shared/cli-error.ts";
import { loadScript, readBuiltScript } from "../shared/load-script.ts";
import { packageFile, toolFile } from "../shared/package-file.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { replaceFiles } from "../shared/replace-files.ts";
import { findSettings, readSettingsFile, type SettingsFile } from "../shared/settings-file.ts";
import { type HostFile, readHostFile } from "./host-file.ts";

export interface PackageRequest {
  /** The built script; its name is the plugin's. */
  readonly script: string;
  readonly outdir: string;
  /** `<name>.json` of the current folder or beside the script by default, or none. */
  readonly settings?: string | undefined;
  /** The host; the one of this package by default, or a signed copy of it. */
  readonly dll?: string | undefined;
}

export interface PackageResult {
  readonly host: HostFile;
  readonly warnings: readonly string[];
}

/** Checks the script, the settings and the host, then writes them into the folder. */
export async function packagePlugin(request: PackageRequest, onPrint: (text: string) => void): Promise<PackageResult> {
  const { outdir, dll } = request;
  const name = nameOf(request.script);
  const script = await readBuiltScript(request.script);
  const settings = (await readSettings(request, name)) ?? { file: `${name}.json`, bytes: Buffer.from("{}\n") };
  const places = SourcePlaces.beside(request.script);
  const loaded = loadScript({ name, content: { script, settings: settings.bytes }, places, onPrint });
  const warnings = loaded.settings.hotReload ? [hotReloadWarning(settings.file)] : [];
  const bytes = await readHost(dll);
  const host = checkHost(bytes, dll);
  if (host.version !== version) {
    warnings.push(`the host is of version ${host.version}, and the script was made for ${version}.`);
  }
  refuseOwnFolder(request);
  await replaceFiles([
    [join(outdir, `${name}.dll`), bytes],
    [join(outdir, `${name}.js`), script],
    [join(outdir, `${name}.json`), settings.bytes],
    [join(outdir, toolFile), await readShipped(toolFile)],
  ]).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`"${outdir}" cannot be written: ${reasonOf(error)}. ${adviceFor(error)}`);
  });
  return { host, warnings };
}

/** Windows replaces no DLL that a process has loaded. */
function adviceFor({ code = "" }: NodeJS.ErrnoException): string {
  return ["EPERM", "EACCES", "EBUSY"].includes(code)
    ? "If WSL has loaded the DLL that is there, stop its service first: net stop wslservice. Or choose another folder with --outdir."
    : "Choose another folder with --outdir.";
}

function nameOf(script: string): string {
  if (!script.endsWith(".js")) {
    throw new CliError(`"${script}" must be a built script, <name>.js. Build it first: wsl-script-host build --help`);
  }
  return basename(script, ".js");
}

/** The script that is packaged must not be the one that is written. */
function refuseOwnFolder({ script, outdir }: PackageRequest): void {
  if (resolve(dirname(script)) === resolve(outdir)) {
    throw new CliError(`--outdir "${outdir}" is the script's own folder. Choose another one, such as --outdir package`);
  }
}

function readSettings({ script, settings }: PackageRequest, name: string): Promise<SettingsFile | null> {
  return settings === undefined ? findSettings(name, dirname(script)) : readSettingsFile(settings);
}

function hotReloadWarning(file: string): string {
  return `${file} has "hotReload": true, which is meant for development: every hook looks for an edited script.`;
}

async function readHost(dll: string | undefined): Promise<Buffer> {
  if (dll === undefined) return readShipped("wsl-script-host.dll");
  return readFile(dll).catch((error: Error) => {
    throw new CliError(`The host "${dll}" cannot be read: ${reasonOf(error)}. Check --dll.`);
  });
}

/** A file of this package. */
async function readShipped(name: string): Promise<Buffer> {
  const file = packageFile(name);
  return readFile(file).catch((error: Error) => {
    throw new CliError(`"${file}" cannot be read: ${reasonOf(error)}. Install wsl-script-host again.`);
  });
}

function checkHost(bytes: Buffer, dll: string | undefined): HostFile {
  try {
    return readHostFile(bytes);
  } catch (error) {
    throw new CliError(
      `"${dll ?? "wsl-script-host.dll"}" is not the host: ${(error as Error).message}. --dll takes a signed copy of wsl-script-host.dll.`,
    );
  }
}
