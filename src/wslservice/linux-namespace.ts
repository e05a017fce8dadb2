import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { type FileHandle, mkdir, open, readlink, rm, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { paths } from "../paths.ts";

/** Standard input, output and error. */
type Streams = readonly [input: Socket, output: Socket, errors?: Socket];

/**
 * A mount namespace that simulates a VM's root namespace or a distribution. Inside, an overlay in memory covers the
 * machine's root, so that a session may write anywhere; /tmp and /run are empty. It lives as long as its holder
 * process, which ends with this process at the latest.
 */
export class LinuxNamespace {
  readonly #holder: ChildProcess;
  /** The target of its processes' /proc/<pid>/ns/mnt links. */
  readonly #mountNamespace: string;
  /** Keeps the namespace, so that the kernel cannot reuse its number while its processes are killed. */
  readonly #pin: FileHandle;

  static async create(): Promise<LinuxNamespace> {
    await mkdir(folder, { recursive: true });
    const holder = spawn("busybox", ["unshare", "-m", "--propagation", "private", ...shell, setUp, "sh", folder], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const ready = await firstWords(holder);
    if (ready !== "ready\n") {
      holder.kill("SIGKILL");
      throw new Error(
        `The Linux side of the tests needs mount namespaces and overlayfs: run as root, in a container with CAP_SYS_ADMIN ` +
          `(docker run --privileged). It failed with: ${ready.trim()}`,
      );
    }
    const link = `/proc/${holder.pid}/ns/mnt`;
    return new LinuxNamespace(holder, await readlink(link), await open(link));
  }

  private constructor(holder: ChildProcess, mountNamespace: string, pin: FileHandle) {
    this.#holder = holder;
    this.#mountNamespace = mountNamespace;
    this.#pin = pin;
  }

  /** The holder's process id, in place of init's. */
  get initPid(): number {
    return this.#holder.pid ?? 0;
  }

  /** The number in the kernel's name for the namespace. */
  get number(): bigint {
    return BigInt(this.#mountNamespace.replace(/\D/g, ""));
  }

  /** Binds a folder of the machine; missing target folders are created. Rejects if the kernel refuses. */
  async mount(source: string, target: string, readOnly: boolean): Promise<void> {
    const mode = readOnly ? "ro" : "rw";
    await promisify(execFile)("nsenter", [...this.#enter(), "sh", "-c", bind, "sh", root, source, target, mode]);
  }

  /** Rejects if it is in use. */
  async unmount(target: string): Promise<void> {
    await promisify(execFile)("nsenter", [...this.#enter(), "sh", "-c", unbind, "sh", root, target]);
  }

  /** Replaces whatever exists there by a file of our own. */
  async writeFile(path: string, text: string): Promise<void> {
    // Through /proc, absolute links would lead to the machine's own files: the old file is removed, and links are not
    // followed.
    const file = `/proc/${this.#holder.pid}/root${root}${path}`;
    await rm(file, { force: true });
    await writeFile(file, text, { flag: "wx" });
  }

  /**
   * Starts a program with the sockets as its stdin, stdout and stderr; without the last, stderr is the child's. Resolves
   * once it runs, or to Linux's errno where it could not be started; the sockets are closed on this side either way.
   */
  async start(
    program: string,
    argv: readonly string[],
    streams: Streams,
    env: NodeJS.ProcessEnv = environment,
  ): Promise<ChildProcess | number> {
    const child = this.#launch([program, ...argv], streams, env);
    const status = child.stdio[3] as Socket;
    const report = await Promise.race([readAll(status), once(child, "error").then(([error]) => String(error))]);
    if (report === "+") {
      return child;
    }
    child.stderr?.destroy();
    return Number(report.replace("+", ""));
  }

  /** Kills every process inside, including the holder, which removes the mounts. */
  async close(): Promise<void> {
    await this.#killAll().finally(() => this.#pin.close());
  }

  async #killAll(): Promise<void> {
    for (let round = 0; round < killRounds; round += 1) {
      const pids = this.#processes();
      if (pids.length === 0) {
        return;
      }
      for (const pid of pids) {
        kill(pid);
      }
      await pause(killPause);
    }
    throw new Error(`Processes of ${this.#mountNamespace} are still running after SIGKILL.`);
  }

  #launch(words: readonly string[], [input, output, errors]: Streams, env: NodeJS.ProcessEnv): ChildProcess {
    try {
      // By their paths: the variables may have a PATH of their own.
      return spawn("/usr/bin/nsenter", [...this.#enter(), "/usr/bin/perl", launcher, root, ...words], {
        cwd: "/",
        env,
        stdio: [input, output, errors ?? "pipe", "pipe"],
      });
    } finally {
      for (const socket of [input, output, errors]) socket?.destroy();
    }
  }

  #enter(): string[] {
    return [`--mount=/proc/${this.#holder.pid}/ns/mnt`, "--"];
  }

  #processes(): number[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && namespaceOf(name) === this.#mountNamespace)
      .map(Number);
  }
}

/** Always empty from outside: mounts on it are visible inside only, so all namespaces can share it. */
const folder = join(paths.build, "linux-root");
const root = join(folder, "root");

const launcher = fileURLToPath(new URL("launch.pl", import.meta.url));

const environment = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root" };

const killRounds = 200;
const killPause = 10;

/** It has the commands of `setUp` in itself: the programs of util-linux take twice the processor's time to start. */
const shell = ["busybox", "sh", "-c"];

/** Then waits for its stdin to end, which is when this process does. */
const setUp = `set -e
mount -t tmpfs -o mode=755 wsl "$1"
cd "$1"
mkdir upper work root
mount -t overlay -o lowerdir=/,upperdir=upper,workdir=work wsl root
for part in proc sys dev; do mount -o rbind "/$part" "root/$part"; done
for part in tmp run; do mount -t tmpfs -o mode=1777 wsl "root/$part"; done
echo ready
exec cat >/dev/null 2>&1`;

/** The target is looked up inside, where its links mean what they should. */
const bind = `set -e
chroot "$1" mkdir -p -- "$3"
target="$1$(chroot "$1" realpath -- "$3")"
mount --bind "$2" "$target"
if [ "$4" = ro ]; then mount -o remount,ro,bind "$target"; fi`;

const unbind = 'umount "$1$(chroot "$1" realpath -- "$2")"';

async function firstWords(child: ChildProcess): Promise<string> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const words = streams.map(async (stream) => String((await once(stream, "data"))[0]));
  const failed = once(child, "error").then(([error]) => String(error));
  const ended = once(child, "close").then(() => "it ended without output");
  return Promise.race([...words, failed, ended]);
}

async function readAll(stream: Socket): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
  }
  return text;
}

/** Synchronous, because a machine has hundreds of processes, and the kernel answers from memory. */
function namespaceOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
      throw error;
    }
  }
}
