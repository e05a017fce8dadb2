/**
 * Wine for the tests: a prefix of the project's own in build/, made once and kept. Its server is started before the
 * first program, so that a program starts in milliseconds and no service of Windows holds on to a program's pipes; it
 * ends with the tests, or by itself some minutes after the last program. Vitest's globalSetup. On Windows itself there is
 * nothing to prepare, and programs start natively: what differs is chosen here, and nowhere else.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { paths } from "../paths.ts";

/** The prefix: `drive_c` inside is C:, and Z: is the machine's root. */
export const winePrefix = join(paths.build, "wine-prefix");

const isWindows = process.platform === "win32";

/** C:, as the machine sees it. */
export const driveC = isWindows ? "C:\\" : join(winePrefix, "drive_c");

export async function setup(): Promise<void> {
  await prepareWine();
  // For the processes in which vitest runs the files.
  process.env[preparedBy] = String(process.pid);
}

/** Ends the server, unless another process still uses it. */
export async function teardown(): Promise<void> {
  if (existsSync(marker)) {
    await exclusively(async () => {
      await rm(join(users, String(process.pid)), { force: true });
      await endUnusedServer();
    });
  }
}

/** Starts a Windows program connected by pipes. Needs `await prepareWine()`. */
export function spawnWine(program: string, args: readonly string[] = []): ChildProcess {
  const [command, ...rest] = windowsCommand([program, ...args]);
  return spawn(command, rest, { env: wineEnvironment(), stdio: ["pipe", "pipe", "pipe"] });
}

/** What starts a Windows program on this machine. Its environment is wineEnvironment(). */
export function windowsCommand(command: Command, platform = process.platform): Command {
  return platform === "win32" ? command : ["wine", ...command];
}

type Command = readonly [program: string, ...args: string[]];

/** `Z:\...` for an absolute path of the machine, `C:\...` for one under the prefix's drive_c. On Windows, the path itself. */
export function windowsPath(path: string, platform = process.platform): string {
  if (platform === "win32") return path;
  const onC = path === driveC || path.startsWith(`${driveC}/`);
  return (onC ? `C:${path.slice(driveC.length)}` : `Z:${path}`).replaceAll("/", "\\");
}

/** %ProgramData%, as the machine sees it. */
export const programData = join(driveC, "ProgramData");

let prepared: Promise<void> | null = null;

/** Creates the prefix if it is missing, and starts its server and Windows' services if they are not running. */
export function prepareWine(): Promise<void> {
  prepared ??= startWine();
  return prepared;
}

/** Names the process whose children find everything prepared. */
const preparedBy = "WSL_SCRIPT_HOST_WINE_PREPARED_BY";

/** Set where another test has Windows to itself. */
export const withoutWine = "WSL_SCRIPT_HOST_WITHOUT_WINE";

async function startWine(): Promise<void> {
  if (process.env[withoutWine] !== undefined) {
    throw new Error('Tests that need Windows belong to the project "windows" of vitest.config.ts.');
  }
  if (isWindows || process.env[preparedBy] !== undefined) return;
  await exclusively(async () => {
    await createPrefix();
    await mkdir(users, { recursive: true });
    // A server left by an earlier run may be about to end, and would reset the first program's connection.
    await endUnusedServer();
    await writeFile(join(users, String(process.pid)), "");
  });
  // Without pipes, because what is started here keeps running. A server that cannot start is already running.
  await runDetached("wineserver", `-p${serverSeconds}`);
  // The host watches this key, which every Windows has and a new prefix lacks.
  const exitCode = await runDetached("wine", "reg.exe", "add", "HKLM\\SOFTWARE\\Policies", "/f");
  if (exitCode !== 0) {
    throw new Error(`Wine does not start (${exitCode}); "WINEPREFIX=${winePrefix} wine cmd /c exit" shows why.`);
  }
}

const marker = join(winePrefix, ".complete");
/** A file for each process that uses the prefix, by its id. */
const users = join(winePrefix, "users");
/** A link to the id of the process that holds it. */
const lock = join(paths.build, "wine-prefix.lock");
const lockPause = 50;

/**
 * How long the server outlives the last program: longer than any test. Without a server, a program starts one that ends
 * with the program (on Debian), and the next program may connect while it ends.
 */
const serverSeconds = 600;

/** One process at a time does this work; the others wait. */
async function exclusively(work: () => Promise<void>): Promise<void> {
  await mkdir(paths.build, { recursive: true });
  while (!(await takeLock())) {
    await pause(lockPause);
  }
  await work().finally(() => rm(lock));
}

/** For programs started in other ways. */
export function wineEnvironment(): NodeJS.ProcessEnv {
  if (isWindows) return process.env;
  return {
    ...process.env,
    WINEPREFIX: winePrefix,
    WINEARCH: "win64",
    // Shows why a program does not start, and what it reports to the event log, and nothing else.
    WINEDEBUG: "-all,err+environ,+eventlog,err+module,err+process,err+virtual",
    // No offers to download .NET and a browser, no desktop entries.
    WINEDLLOVERRIDES: "mscoree,mshtml=;winemenubuilder.exe=d",
    DISPLAY: "",
    // Paths of the machine are UTF-8 to Wine only in such a locale.
    LC_ALL: "C.UTF-8",
  };
}

/** Resolves with the exit code, or null after a signal. */
async function runDetached(program: string, ...args: string[]): Promise<number | null> {
  const [exitCode] = await once(spawn(program, args, { env: wineEnvironment(), stdio: "ignore" }), "exit");
  return exitCode;
}

async function takeLock(): Promise<boolean> {
  const holder = await readlink(lock).catch(() => null);
  if (holder !== null && !existsSync(`/proc/${holder}`)) {
    await rm(lock, { force: true });
  }
  try {
    await symlink(String(process.pid), lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The server's end ends all programs. Also forgets processes that have died. */
async function endUnusedServer(): Promise<void> {
  const pids = await readdir(users);
  const dead = pids.filter((pid) => !existsSync(`/proc/${pid}`));
  await Promise.all(dead.map((pid) => rm(join(users, pid), { force: true })));
  if (dead.length === pids.length) {
    await runDetached("wineserver", "-k");
  }
}

async function createPrefix(): Promise<void> {
  if (existsSync(marker)) {
    return;
  }
  await rm(winePrefix, { recursive: true, force: true });
  await runDetached("wine", "wineboot", "-i").catch((error: Error) => {
    throw new Error(`Wine does not start: ${error.message}. On Debian: apt-get install wine`);
  });
  await runDetached("wineserver", "-w");
  if (!existsSync(join(winePrefix, "system.reg"))) {
    throw new Error(
      `Wine did not make a prefix in ${winePrefix}; "WINEPREFIX=${winePrefix} wine wineboot -i" says why.`,
    );
  }
  await mkdir(marker);
}
