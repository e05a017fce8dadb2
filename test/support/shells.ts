/** The real shells that the scripts of run() are tested with, and their scripts run as WSL runs them. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kErrorScript } from "../../bindings/border/shell-scripts.ts";
import { makeLinuxCommand } from "../../src/host/linux-command.ts";
import { encodeCommand } from "../../src/runtime/command/command-options.ts";
import { MarkedOutput } from "../../src/runtime/command/marked-output.ts";
import { fakeNatives } from "./runtime-natives.ts";

/** The program that runs as /bin/sh, and its argv[0]. */
export const shells = {
  dash: { program: "/bin/dash", argv0: "sh" },
  bash: { program: "/bin/bash", argv0: "sh" },
  busybox: { program: "/bin/busybox", argv0: "sh" },
} as const;

/** A root folder with nothing but busybox: as /bin/sh, and under these programs' names. */
export function bareRoot(programs: readonly string[]): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "run-root-"));
  mkdirSync(join(path, "bin"));
  mkdirSync(join(path, "dev"));
  copyFileSync(shells.busybox.program, join(path, "bin", "sh"));
  writeFileSync(join(path, "dev", "null"), "");
  for (const program of programs) symlinkSync("sh", join(path, "bin", program));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

export type ShellName = keyof typeof shells;

export interface ShellOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly user?: string;
  readonly stderr?: "separate" | "merge" | "ignore";
  readonly input?: string | Uint8Array;
  /** The PATH of the shell itself; null for none. */
  readonly path?: string | null;
  /** A root folder, whose /bin/sh runs instead of the shell. */
  readonly root?: string;
}

export interface ShellResult {
  readonly report: string;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const secret = "00112233445566778899aabbccddeeff";
const mark = Buffer.from(secret);

/** Runs a command as the runtime does, up to its reports, and closes the shells. */
export async function runInShell(shell: ShellName, command: string, options: ShellOptions): Promise<ShellResult> {
  await using errors =
    options.stderr === undefined || options.stderr === "separate" ? new Shell(shell, errorArgs, options) : null;
  const errorPid = errors === null ? "-" : await errors.line();
  await using output = new Shell(shell, argsOf(command, options), options);
  const header = `${secret} ${errorPid} ${options.input === undefined ? "none" : "input"}\n`;
  output.send(Buffer.concat([Buffer.from(header), Buffer.from(options.input ?? "")]));
  const report = await output.report();
  if (report !== "" && report !== "errors") await errors?.report();
  return { report, stdout: output.printed(), stderr: errors?.printed().toString() ?? "" };
}

const errorArgs = ["-c", kErrorScript, "sh"];

function argsOf(command: string, { input: _, path: __, root: ___, ...options }: ShellOptions): string[] {
  const { kind, words } = encodeCommand(fakeNatives().natives, "run", command, options);
  return [...(makeLinuxCommand(kind, "vm", words, false)?.argv ?? [])].slice(1);
}

/** A shell at the other end of a socket. */
class Shell implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #marked = new MarkedOutput(mark);
  readonly #waiting = new Set<() => void>();
  /** Before the first line has been taken. */
  #start = Buffer.alloc(0);
  #ended = false;

  constructor(shell: ShellName, args: readonly string[], { path = process.env.PATH, root }: ShellOptions) {
    const { program, argv0 } = shells[shell];
    const command = root === undefined ? [program, ...args] : ["/usr/sbin/chroot", root, "/bin/sh", ...args];
    // Its own process group, so that a program that kills its group does not kill the test. Node's pipes are sockets.
    this.#child = spawn(command[0] ?? "", command.slice(1), {
      ...(root === undefined ? { argv0 } : {}),
      env: path === null ? {} : { PATH: path },
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#child.stdin?.on("error", () => {});
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      if (args === errorArgs && !this.#start.includes("\n")) this.#start = Buffer.concat([this.#start, chunk]);
      else this.#marked.push(chunk);
      this.#wake();
    });
    this.#child.stdout?.on("close", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  async line(): Promise<string> {
    await this.#until(() => this.#start.includes("\n"));
    const end = this.#start.indexOf("\n");
    this.#marked.push(this.#start.subarray(end + 1));
    return this.#start.toString("latin1", 0, end);
  }

  send(bytes: Uint8Array): void {
    this.#child.stdin?.end(bytes);
  }

  /** Empty if the shell exits without a report. */
  async report(): Promise<string> {
    await this.#until(() => this.#marked.report !== undefined);
    return Buffer.from(this.#marked.report ?? []).toString();
  }

  printed(): Buffer {
    return Buffer.from(this.#marked.printed.take(this.#marked.printed.length));
  }

  /** Closes the socket, and waits until the shell has exited. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.destroy();
    this.#child.stdout?.destroy();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition() && !this.#ended) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
