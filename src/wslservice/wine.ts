/**
 * Wine for the tests: a prefix of the project's own in build/, made once and kept. Its server is started before the
 * first program, so that a program starts in milliseconds and no service of Windows holds on to a program's pipes; it
 * ends with the tests, or by itself a minute after the last program. Vitest's globalSetup.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { paths } from "../paths.ts";

/** The prefix: `drive_c` inside is C:, and Z: is the machine's root. */
export const winePrefix = join(paths.build, "wine-prefix");

export async function setup(): Promise<void> {
  await prepareWine();
}

/** Ends the server, unless another process still uses it: the server's end is the end of all programs. */
export async function teardown(): Promise<void> {
  await rm(join(users, String(process.pid)), { force: true });
  if (existsSync(marker) && !(await isUsed())) {
    await runDetached("wineserver", "-k");
  }
}

/** Starts a Windows program with pipes to it. Needs `await prepareWine()`. */
export function spawnWine(program: string, args: readonly string[] = []): ChildProcess {
  return spawn("wine", [program, ...args], { env: wineEnvironment(), stdio: ["pipe", "pipe", "pipe"] });
}

/** `Z:\...` for an absolute path of the machine, `C:\...` for one under the prefix's drive_c. */
export function windowsPath(path: string): string {
  const drive = join(winePrefix, "drive_c");
  const onC = path === drive || path.startsWith(`${drive}/`);
  return (onC ? `C:${path.slice(drive.length)}` : `Z:${path}`).replaceAll("/", "\\");
}

/** %ProgramData%, as the machine sees it. */
export const programData = join(winePrefix, "drive_c", "ProgramData");

let prepared: Promise<void> | null = null;

/** Makes the prefix unless it is there, and starts its server and Windows' services unless they run. */
export function prepareWine(): Promise<void> {
  prepared ??= preparePrefix().then(async () => {
    await mkdir(users, { recursive: true });
    await writeFile(join(users, String(process.pid)), "");
    // Without pipes, because what is started here lives on.
    await runDetached("wineserver", `-p${serverSeconds}`);
    await runDetached("wine", "cmd.exe", "/c", "exit");
  });
  return prepared;
}

const marker = join(winePrefix, ".complete");
/** A file for each process that uses the prefix, by its id. */
const users = join(winePrefix, "users");
const lockFolder = join(paths.build, "wine-prefix.lock");
const lockPause = 100;
/** Milliseconds; a minute is long for it. */
const creationTime = 180_000;

/** How long the server outlives the last program. */
const serverSeconds = 60;

/** Several processes may ask at once: one works, the others wait. */
async function preparePrefix(): Promise<void> {
  const deadline = Date.now() + creationTime;
  while (!existsSync(marker)) {
    if (await lock()) {
      await createPrefix().finally(() => rm(lockFolder, { recursive: true, force: true }));
    } else if (Date.now() > deadline || (await isStale())) {
      await rm(lockFolder, { recursive: true, force: true });
    } else {
      await pause(lockPause);
    }
  }
}

/** For programs that are started in other ways. */
export function wineEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    WINEPREFIX: winePrefix,
    WINEARCH: "win64",
    // Why a program does not start, and nothing else.
    WINEDEBUG: "-all,err+environ,err+module,err+process,err+virtual",
    // No offers to download .NET and a browser, no desktop entries.
    WINEDLLOVERRIDES: "mscoree,mshtml=;winemenubuilder.exe=d",
    DISPLAY: "",
    // Paths of the machine are UTF-8 to Wine only in such a locale.
    LC_ALL: "C.UTF-8",
  };
}

/** Resolves when the program has ended, however it ended: a server that cannot start is one that runs already. */
async function runDetached(program: string, ...args: string[]): Promise<void> {
  await once(spawn(program, args, { env: wineEnvironment(), stdio: "ignore" }), "exit");
}

async function lock(): Promise<boolean> {
  await mkdir(paths.build, { recursive: true });
  return mkdir(lockFolder).then(
    () => true,
    () => false,
  );
}

/** Forgets processes that have died, too. */
async function isUsed(): Promise<boolean> {
  const pids = await readdir(users).catch(() => []);
  const dead = pids.filter((pid) => !existsSync(`/proc/${pid}`));
  await Promise.all(dead.map((pid) => rm(join(users, pid), { force: true })));
  return dead.length < pids.length;
}

/** Whoever held the lock has died. */
async function isStale(): Promise<boolean> {
  const made = await stat(lockFolder).catch(() => null);
  return made !== null && Date.now() - made.mtimeMs > creationTime;
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
      `Wine did not make a prefix in ${winePrefix}; "WINEPREFIX=${winePrefix} wine wineboot -i" tells why.`,
    );
  }
  await mkdir(marker);
}
