/** `package --msi`: an installer for Windows, made by wixl. */

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CliError } from "../shared/cli-error.ts";
import { toolFile } from "../shared/package-file.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { type PackagedFile, sha256Of, sumsOf } from "./hash-file.ts";
import { derivedId, installerSource } from "./installer-source.ts";
import { withFixedSummary } from "./summary-information.ts";

const execute = promisify(execFile);

/** Makes an installer from the files; equal files give equal bytes. Throws a CliError without wixl or the tool. */
export async function makeInstaller(name: string, version: string, files: readonly PackagedFile[]): Promise<Buffer> {
  requireInstallable(version);
  const names = files.map((file) => file.name);
  if (!names.includes(toolFile)) throw new CliError(`--msi needs ${toolFile} in the package: the installer runs it.`);
  const sha256 = sha256Of(sumsOf(files));
  const folder = await mkdtemp(join(tmpdir(), "wsl-script-host-msi-"));
  try {
    for (const file of files) {
      await writeFile(join(folder, file.name), file.bytes);
      await utimes(join(folder, file.name), fixedTime, fixedTime);
    }
    await writeFile(join(folder, source), installerSource({ name, version, files: names, sha256 }));
    await runWixl(folder);
    return withFixedSummary(await readFile(join(folder, product)), derivedId(name, version, sha256, "package"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const source = "plugin.wxs";
const product = "plugin.msi";

/** 1980 in seconds, the oldest time in a cabinet. */
const fixedTime = Date.UTC(1980, 0, 1, 12) / 1000;

async function runWixl(folder: string): Promise<void> {
  // A cabinet has local times.
  const options = { cwd: folder, env: { ...process.env, TZ: "UTC" } };
  await execute("wixl", ["--arch", "x64", "--output", product, source], options).catch((error) => {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    throw new CliError(code === "ENOENT" ? missing : `wixl cannot make the installer: ${stderr || reasonOf(error)}`);
  });
}

const missing =
  "--msi needs wixl, which Debian and Ubuntu have as a package: apt install wixl. On Windows, run this in WSL.";

/** Windows Installer compares three numbers, and no more. */
function requireInstallable(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (!/^\d+\.\d+\.\d+$/.test(version) || major > 255 || minor > 255 || patch > 65535) {
    throw new CliError(
      `Windows Installer has no version "${version}": it takes three numbers up to 255.255.65535, such as 1.2.0. Change "version" in package.json, or name one with --release.`,
    );
  }
}
