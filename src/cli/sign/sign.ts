/** Signs with Authenticode through the system's tools: PowerShell's cmdlets on Windows, osslsigncode elsewhere. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { finishPackage } from "../package/finish-package.ts";
import { hashFileName, pluginsAmong } from "../package/hash-file.ts";
import { CliError } from "../shared/cli-error.ts";
import { packageFile, signScript } from "../shared/package-file.ts";
import { reasonOf } from "../shared/reason-of.ts";
import { replaceFiles } from "../shared/replace-files.ts";

const execute = promisify(execFile);

export interface SignRequest {
  /** With `remove`, the certificate of `selfSigned` is deleted, and nothing is signed. */
  readonly remove?: true;
  readonly selfSigned?: true;
  readonly pfx?: string;
  readonly passwordFile?: string;
  readonly timestamp: string | false;
  /** Where the DLLs are if none is named. */
  readonly folder: string;
}

/** Prints the result for each DLL. Afterwards the hashes of their packages are right. */
export async function sign(named: readonly string[], request: SignRequest): Promise<void> {
  const dlls = request.remove || named.length > 0 ? named : await dllsIn(request.folder);
  if (process.platform === "win32") await runPowerShell(dlls, request);
  else await runOsslsigncode(dlls, request);
  for (const folder of new Set(dlls.map((dll) => dirname(dll)))) {
    if (existsSync(join(folder, hashFileName))) await finishPackage(folder, {});
  }
}

async function dllsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: Error) => {
    throw new CliError(`"${folder}" cannot be read: ${reasonOf(error)}. Name the DLL, or the folder with --outdir.`);
  });
  const plugins = pluginsAmong(names);
  if (plugins.length === 0) throw new CliError(`"${folder}" has no DLL. Name the one to sign.`);
  return plugins.map((plugin) => join(folder, `${plugin}.dll`));
}

async function runPowerShell(dlls: readonly string[], { pfx, passwordFile, remove, timestamp }: SignRequest) {
  const program = join(
    process.env.SystemRoot ?? "C:\\Windows",
    "System32",
    "WindowsPowerShell",
    "v1.0",
    "powershell.exe",
  );
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const words = [
    ...["&", quoted(packageFile(signScript))],
    ...(dlls.length === 0 ? [] : ["-Dll", dlls.map((dll) => quoted(resolve(dll))).join(",")]),
    ...(pfx === undefined ? [] : ["-Pfx", quoted(resolve(pfx))]),
    ...(remove ? ["-Remove"] : []),
    ...(timestamp === false ? [] : ["-TimestampServer", quoted(timestamp)]),
  ];
  const args = ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", words.join(" ")];
  const password = passwordFile === undefined ? "" : await readPassword(passwordFile);
  await execute(program, args, { env: { ...process.env, PFX_PASSWORD: password } }).then(
    ({ stdout }) => process.stdout.write(stdout),
    (error: { stderr?: string }) => {
      throw new CliError(`PowerShell cannot sign: ${error.stderr || reasonOf(error)}`);
    },
  );
}

async function runOsslsigncode(dlls: readonly string[], request: SignRequest): Promise<void> {
  const { pfx, timestamp } = request;
  if (pfx === undefined) {
    throw new CliError(
      `A self-signed certificate is made on Windows, as an administrator: there, run this package's ${signScript} in PowerShell. On Linux, sign with --pfx.`,
    );
  }
  for (const dll of dlls) {
    const isTimeStamped = timestamp !== false && (await signOne(dll, request, ["-ts", timestamp]).then(yes, no));
    if (!isTimeStamped) await signOne(dll, request, []);
    console.log(`${dll} is signed${isTimeStamped ? ", with a time stamp" : ""}`);
    if (!isTimeStamped) console.error(`warning: ${withoutTimeStamp}`);
  }
}

const yes = () => true;
const no = () => false;

const withoutTimeStamp =
  "it has no time stamp. Once the certificate expires, WSL refuses it and starts no VM: sign it again before that.";

async function signOne(dll: string, { pfx = "", passwordFile }: SignRequest, more: readonly string[]): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "wsl-script-host-sign-"));
  const output = join(work, "signed.dll");
  const key = ["-pkcs12", pfx, ...(passwordFile === undefined ? [] : ["-readpass", passwordFile])];
  try {
    await execute("osslsigncode", ["sign", ...key, "-h", "sha256", ...more, "-in", dll, "-out", output]);
    await replaceFiles([[dll, await readFile(output)]]);
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    const reason = `${stdout ?? ""}${stderr ?? ""}`.trim() || reasonOf(error);
    throw new CliError(code === "ENOENT" ? missing : `"${dll}" cannot be signed: ${reason}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const missing = "sign needs osslsigncode, which Debian and Ubuntu have as a package: apt install osslsigncode";

async function readPassword(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new CliError(`"${file}" cannot be read: ${reasonOf(error)}.`);
  });
  return text.split(/\r?\n/, 1)[0] ?? "";
}
