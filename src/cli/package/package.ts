/** Packages a plugin for administrators: the host, the script and its settings under one name. */

import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { version } from "../../../package.json";
import { placesBeside } from "../../bundle/places-beside.ts";
import { CliError, exitCodes } from "../shared/cli-error.ts";
import { loadScript, readBuiltScript } from "../shared/load-script.ts";
import { dllFile, packageFile, toolFile } from "../shared/package-file.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { replaceFiles } from "../shared/replace-files.ts";
import { findSettings, readSettingsFile, type SettingsFile } from "../shared/settings-file.ts";
import { type Architecture, type HostFile, readHostFile } from "./host-file.ts";

export interface PackageRequest {
  /** The built script; its name is the plugin's. */
  readonly script: string;
  readonly outdir: string;
  /** `<name>.json` beside the script or in the current folder by default, or none. */
  readonly settings?: string | undefined;
  /** The host; the one of this package by default, or a signed copy of it. */
  readonly dll?: string | undefined;
  /** What the machines are; the host and its tool are for the same. */
  readonly arch: Architecture;
}

export interface PackageResult {
  readonly host: HostFile;
  readonly warnings: readonly string[];
}

/** Checks the script, the settings and the host, then writes them into the folder. */
export async function packagePlugin(request: PackageRequest, onPrint: (text: string) => void): Promise<PackageResult> {
  const { outdir } = request;
  const name = nameOf(request.script);
  const script = await readBuiltScript(request.script);
  const settings = (await readSettings(request, name)) ?? { file: `${name}.json`, bytes: Buffer.from("{}\n") };
  const places = placesBeside(request.script);
  const loaded = loadScript({ name, content: { script, settings: settings.bytes }, places, onPrint });
  const warnings = loaded.settings.hotReload ? [hotReloadWarning(settings.file)] : [];
  const files = hostFiles(request);
  const dll = await readHost(files.dll, request);
  const tool = await readHost(files.tool, request);
  const { host } = dll;
  if (host.version !== version) {
    warnings.push(`the host has version ${host.version}, but the script was built for ${version}.`);
  }
  refuseOwnFolder(request);
  await replaceFiles([
    [join(outdir, `${name}.dll`), dll.bytes],
    [join(outdir, `${name}.js`), script],
    [join(outdir, `${name}.json`), settings.bytes],
    [join(outdir, toolFile), tool.bytes],
  ]).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`"${outdir}" cannot be written: ${reasonOf(error)}. ${adviceFor(error)}`);
  });
  return { host, warnings };
}

/** Windows cannot replace a DLL that a process has loaded. */
function adviceFor({ code = "" }: NodeJS.ErrnoException): string {
  return ["EPERM", "EACCES", "EBUSY"].includes(code)
    ? "If WSL has loaded this DLL, stop its service first: net stop wslservice. Or choose another folder with --outdir."
    : "Choose another folder with --outdir.";
}

function nameOf(script: string): string {
  if (!script.endsWith(".js")) {
    throw new CliError(`"${script}" must be a built script, <name>.js. Build it first: wsl-script-host build --help`);
  }
  return basename(script, ".js");
}

/** The packaged script must not be overwritten by itself. */
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

/** This package has the host for x64; a host for ARM64 comes with its tool beside it. */
function hostFiles({ dll, arch }: PackageRequest): { dll: string; tool: string } {
  if (arch === "x64") return { dll: dll ?? packageFile(dllFile), tool: packageFile(toolFile) };
  if (dll !== undefined) return { dll, tool: join(dirname(dll), toolFile) };
  throw new CliError(
    `--arch arm64 needs --dll, since this package has the host for x64 alone. wsl-script-host-arm64.zip of the release ${version} has ${dllFile} and ${toolFile} for ARM64: unpack it, and name that DLL; the tool is taken from beside it.`,
    exitCodes.usage,
  );
}

/** Reads the DLL or the tool, and checks that it is this project's, and for those machines. */
async function readHost(file: string, { arch }: PackageRequest): Promise<{ bytes: Buffer; host: HostFile }> {
  const isShipped = file === packageFile(basename(file));
  const advice = isShipped ? "Install wsl-script-host again." : `--dll takes a signed copy of ${dllFile}.`;
  const bytes = await readFile(file).catch((error: Error) => {
    throw new CliError(`The host "${file}" cannot be read: ${reasonOf(error)}. ${advice}`);
  });
  const host = hostOf(bytes, (reason) => new CliError(`"${file}" is not the host: ${reason}. ${advice}`));
  if (host.architecture === arch) return { bytes, host };
  throw new CliError(`"${file}" is for ${host.architecture}, not for ${arch}: change --arch or --dll.`);
}

function hostOf(bytes: Buffer, errorFor: (reason: string) => CliError): HostFile {
  try {
    return readHostFile(bytes);
  } catch (error) {
    throw errorFor((error as Error).message);
  }
}
