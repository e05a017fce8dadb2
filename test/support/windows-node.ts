/**
 * Node for Windows under Wine. Its streams are files: libuv cannot write to a Linux pipe that Wine has inherited.
 * All processes of a program have its mark in their environment, which finds them whatever process started them.
 */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { paths } from "../../src/paths.ts";
import { prepareWine, windowsPath, wineEnvironment, winePrefix } from "../../src/wslservice/wine.ts";
import { authorsEnvironment, type Ran } from "./author.ts";
import { mustRunWine } from "./windows.ts";

const execute = promisify(execFile);
const source = join(paths.root, "test", "long", "windows-node");
const folder = join(paths.build, "windows-node");

/** Seconds for one command, however slow the machine is. */
const longest = 300;
const lookPause = 50;

/** As package.json in `source` names them. */
export type NodeRelease = "node-20" | "node-22";

export class WindowsNode implements AsyncDisposable {
  readonly #program: string;
  readonly #outputs: string;
  readonly #begun: WindowsProgram[] = [];

  /** Downloads it, unless npm has it already. */
  static async start(release: NodeRelease): Promise<WindowsNode> {
    await prepareWine();
    await Promise.all([download(), completeWine()]);
    const program = join(folder, "node_modules", release, "bin", "node.exe");
    return new WindowsNode(program, await mkdtemp(join(tmpdir(), "wsl-script-host-node-")));
  }

  private constructor(program: string, outputs: string) {
    this.#program = program;
    this.#outputs = outputs;
  }

  /** Runs a script to its end; `at` is a folder of the machine. Throws an error if processes of it are left, or if it takes too long. */
  async run(at: string, script: string, ...args: readonly string[]): Promise<Ran> {
    const program = this.begin(at, script, ...args);
    const code = await program.ended();
    const output = program.output;
    const left = await program.kill();
    if (code === null) throw new Error(`${args.join(" ")} did not end within ${longest} s:\n${output}`);
    if (left.length > 0) throw new Error(`${args.join(" ")} has left ${left.join(", ")}:\n${output}`);
    return { code, output };
  }

  /** Starts one that goes on. */
  begin(at: string, script: string, ...args: readonly string[]): WindowsProgram {
    const file = join(this.#outputs, String(this.#begun.length));
    const program = new WindowsProgram([this.#program, windowsPath(script), ...args], at, file);
    this.#begun.push(program);
    return program;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#begun.map((program) => program.kill()));
    await rm(this.#outputs, { recursive: true, force: true });
  }
}

export class WindowsProgram {
  readonly #child: ChildProcess;
  readonly #mark = randomUUID();
  readonly #file: string;
  #seen = 0;

  constructor(command: readonly string[], cwd: string, file: string) {
    this.#file = file;
    const output = openSync(file, "w");
    const env = { ...authorsEnvironment(wineEnvironment()), [markName]: this.#mark };
    this.#child = spawn("wine", command, { cwd, env, stdio: ["ignore", output, output] });
    closeSync(output);
  }

  /** Both streams, with Linux's ends of lines. */
  get output(): string {
    return readFileSync(this.#file, "utf8").replaceAll("\r\n", "\n");
  }

  /** Resolves with the exit code, or with null when it takes too long. */
  async ended(): Promise<number | null> {
    const { exitCode } = this.#child;
    if (exitCode !== null) return exitCode;
    const signal = AbortSignal.timeout(longest * 1000);
    return once(this.#child, "exit", { signal }).then(
      ([code]) => code,
      () => null,
    );
  }

  /** Resolves once it has printed the text behind what earlier calls have found. */
  async printed(text: string): Promise<void> {
    const deadline = Date.now() + longest * 1000;
    for (;;) {
      const { output } = this;
      const at = output.indexOf(text, this.#seen);
      if (at >= 0) {
        this.#seen = at + text.length;
        return;
      }
      if (this.#child.exitCode !== null || Date.now() > deadline) {
        throw new Error(
          `It did not print ${JSON.stringify(text)} behind the first ${this.#seen} characters of:\n${output}`,
        );
      }
      await pause(lookPause);
    }
  }

  /** Ctrl-C, which Wine makes of this signal. Resolves as `ended`. */
  interrupt(): Promise<number | null> {
    this.#child.kill("SIGINT");
    return this.ended();
  }

  /** Ends it and all that it has started. Returns the names of the processes that are left once it has ended by itself. */
  async kill(): Promise<string[]> {
    // A process needs time to exit.
    for (let look = 0; look < 100 && this.#child.exitCode !== null && this.#processes().length > 0; look += 1) {
      await pause(lookPause);
    }
    const left = this.#processes();
    for (const { pid } of left) process.kill(pid, "SIGKILL");
    while (this.#processes().length > 0) await pause(lookPause);
    return left.map(({ name }) => name);
  }

  #processes(): { pid: number; name: string }[] {
    return readdirSync("/proc")
      .filter((entry) => /^\d+$/.test(entry) && contentOf(entry, "environ").includes(`${markName}=${this.#mark}`))
      .map((pid) => ({ pid: Number(pid), name: contentOf(pid, "comm").trim() }));
  }
}

const markName = "WSL_SCRIPT_HOST_PROGRAM";

/** Empty for a process that has just exited. */
function contentOf(pid: string, file: string): string {
  try {
    return readFileSync(join("/proc", pid, file), "latin1");
  } catch {
    return "";
  }
}

async function download(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) await copyFile(join(source, file), join(folder, file));
  // With --force, since the packages are for Windows only.
  await execute("npm", ["ci", "--force", "--prefer-offline", "--ignore-scripts"], { cwd: folder });
}

/** What Wine 8 lacks for Node and esbuild: a version of Windows that they run on, and a DLL. */
async function completeWine(): Promise<void> {
  const key = "HKCU\\Software\\Wine\\AppDefaults\\node.exe";
  await mustRunWine("reg.exe", "add", key, "/v", "Version", "/t", "REG_SZ", "/d", "win10", "/f");
  const dll = join(winePrefix, "drive_c", "windows", "system32", "bcryptprimitives.dll");
  if (await stat(dll).catch(() => null)) return;
  const compiler = "x86_64-w64-mingw32-gcc";
  await execute(compiler, ["-O2", "-shared", "-o", dll, join(source, "bcryptprimitives.c"), "-ladvapi32"]);
}
