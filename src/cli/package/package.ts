/** A plugin as administrators get it: the host, the script and its settings under one name, and their hashes. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { SourcePlaces } from "../../bundle/source-places.ts";
import { CliError } from "../shared/cli-error.ts";
import { loadScript, readBuiltScript } from "../shared/load-script.ts";
import { packageFile } from "../shared/package-file.ts";
import { replaceFiles } from "../shared/replace-files.ts";

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
  readonly files: readonly { readonly file: string; readonly bytes: number; readonly sha256: string }[];
  readonly hashFile: string;
  readonly warnings: readonly string[];
}

/** `sha256sum -c` reads it. */
export const hashFileName = "SHA256SUMS";

/** Checks the script and the settings as the host would, then writes the folder. */
export async function packagePlugin(request: PackageRequest, onPrint: (text: string) => void): Promise<PackageResult> {
  const name = nameOf(request.script);
  const script = await readBuiltScript(request.script);
  const settings = await readSettings(request, name);
  const places = SourcePlaces.beside(request.script);
  const loaded = loadScript({ name, content: { script, settings: settings.bytes }, places, onPrint });
  const contents: [file: string, bytes: Buffer][] = [
    [`${name}.dll`, await readHost(request.dll)],
    [`${name}.js`, script],
    [`${name}.json`, settings.bytes],
  ];
  refuseOwnFolder(request);
  const files = contents.map(([file, bytes]) => ({
    file: join(request.outdir, file),
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));
  const sums = files.map(({ file, sha256 }) => `${sha256}  ${basename(file)}\n`).join("");
  const hashFile = join(request.outdir, hashFileName);
  const written = contents.map(([file, bytes]): [string, Uint8Array] => [join(request.outdir, file), bytes]);
  await replaceFiles([...written, [hashFile, Buffer.from(sums)]]).catch((error: Error) => {
    throw new CliError(`"${request.outdir}" cannot be written: ${error.message}. Choose another folder with --outdir.`);
  });
  return { files, hashFile, warnings: loaded.settings.hotReload ? [hotReloadWarning(settings.file)] : [] };
}

interface SettingsFile {
  readonly file: string;
  readonly bytes: Buffer;
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

async function readSettings({ script, settings }: PackageRequest, name: string): Promise<SettingsFile> {
  const file = `${name}.json`;
  const candidates = settings === undefined ? [join(dirname(script), file), file] : [settings];
  for (const candidate of candidates) {
    try {
      return { file: candidate, bytes: await readFile(candidate) };
    } catch (error) {
      if (settings !== undefined || (error as NodeJS.ErrnoException).code !== "ENOENT") {
        throw new CliError(`The settings "${candidate}" cannot be read: ${(error as Error).message}`);
      }
    }
  }
  return { file, bytes: Buffer.from("{}\n") };
}

function hotReloadWarning(file: string): string {
  return `${file} has "hotReload": true, which is meant for development: every hook looks for an edited script.`;
}

async function readHost(dll: string | undefined): Promise<Buffer> {
  const file = dll ?? packageFile("wsl-script-host.dll");
  return readFile(file).catch((error: Error) => {
    const advice = dll === undefined ? "Install wsl-script-host again, or name the host with --dll." : "Check --dll.";
    throw new CliError(`The host "${file}" cannot be read: ${error.message}. ${advice}`);
  });
}
