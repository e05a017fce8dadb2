/** The project's own TypeScript compiler, which checks what bundling does not look at. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";

/** How the types of a plugin are checked. */
export interface TypeProject {
  /** The compiler's program. */
  readonly compiler: string;
  readonly tsconfig: string;
}

/** The tsconfig.json next to the plugin, upwards, with the TypeScript that is installed for it; or a reason why not. */
export function findTypeProject(entry: string): TypeProject | string {
  const tsconfig = findUpwards(dirname(resolve(entry)), "tsconfig.json");
  if (tsconfig === null) {
    return `there is no tsconfig.json: write one with { "extends": "wsl-script-host/tsconfig.json" }`;
  }
  const compiler = findCompiler(dirname(tsconfig));
  return compiler === null ? "TypeScript is not installed: npm install --save-dev typescript" : { compiler, tsconfig };
}

export interface TypeCheck {
  readonly ok: boolean;
  /** What the compiler says, with a line for each error. */
  readonly output: string;
}

/** Checks once. */
export function checkTypes({ compiler, tsconfig }: TypeProject): Promise<TypeCheck> {
  const child = spawn(process.execPath, [compiler, "-p", tsconfig, "--noEmit", "--pretty", "false"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ ok: code === 0, output: output.trimEnd() }));
  });
}

export interface TypeWatcher {
  /** Ends the compiler and all that it has started. */
  stop(): Promise<void>;
}

/** Checks at every change. `onResult` gets the errors, a line each, and none when all is well. */
export function watchTypes(
  { compiler, tsconfig }: TypeProject,
  onResult: (errors: readonly string[]) => void,
  onEnd: () => void,
): TypeWatcher {
  const args = [compiler, "-p", tsconfig, "--noEmit", "--watch", "--preserveWatchOutput", "--pretty", "false"];
  // A group of its own, because the compiler may be a process under the one that is started here.
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], detached: !isWindows });
  const ended = new Promise<void>((done) => {
    child.once("close", () => done());
    child.once("error", () => done());
  });
  let stopped = false;
  ended.then(() => {
    if (!stopped) onEnd();
  });
  collect(child, onResult);
  return {
    stop: async () => {
      stopped = true;
      killTree(child);
      await ended;
    },
  };
}

const isWindows = process.platform === "win32";

function collect(child: ChildProcess, onResult: (errors: readonly string[]) => void): void {
  let errors: string[] = [];
  const take = (line: string) => {
    if (/\bFound \d+ errors?\. Watching for file changes\.$/.test(line)) {
      onResult(errors);
      errors = [];
    } else if (line !== "" && !/^\[?\d+:\d+:\d+.*(Starting compilation|File change detected)/.test(line)) {
      errors.push(line);
    }
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", take);
  }
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (isWindows) {
    spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It has ended in the meantime.
  }
}

function findUpwards(folder: string, name: string): string | null {
  const candidate = join(folder, name);
  if (existsSync(candidate)) return relative("", candidate);
  const parent = dirname(folder);
  return parent === folder ? null : findUpwards(parent, name);
}

function findCompiler(folder: string): string | null {
  try {
    const description = createRequire(resolve(folder, "tsconfig.json")).resolve("typescript/package.json");
    const { bin } = JSON.parse(readFileSync(description, "utf8")) as { bin: { tsc: string } };
    return join(dirname(description), bin.tsc);
  } catch {
    return null;
  }
}
