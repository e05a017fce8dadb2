/** The project's own TypeScript compiler, which checks what bundling does not look at. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, isAbsolute, join, relative, resolve } from "node:path";

/** How the types of a plugin are checked. */
export interface TypeProject {
  /** The compiler's program. */
  readonly compiler: string;
  readonly tsconfig: string;
  /** The plugin's file. */
  readonly entry: string;
}

/** The tsconfig.json next to the plugin, upwards, with the TypeScript that is installed for it; or a reason why not. */
export function findTypeProject(entry: string): TypeProject | string {
  const tsconfig = findUpwards(dirname(resolve(entry)), "tsconfig.json");
  if (tsconfig === null) {
    return `there is no tsconfig.json: write one with { "extends": "wsl-script-host/tsconfig.json" }`;
  }
  const compiler = findCompiler(dirname(tsconfig));
  return compiler === null
    ? "TypeScript is not installed: npm install --save-dev typescript"
    : { compiler, tsconfig, entry };
}

export interface TypeCheck {
  /** What the compiler says, with a line for each error; none when all is well. */
  readonly errors: readonly string[];
  /** The project's own files, those of packages left out. */
  readonly files: readonly string[];
}

/** Checks once. The signal ends the compiler, and all that it has started; what it says then is of no use. */
export function checkTypes({ compiler, tsconfig, entry }: TypeProject, signal?: AbortSignal): Promise<TypeCheck> {
  const args = [compiler, "-p", tsconfig, "--noEmit", "--listFiles", "--pretty", "false"];
  // A group of its own, because the compiler may be a process under the one that is started here.
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], detached: !isWindows });
  const kill = () => killTree(child);
  signal?.addEventListener("abort", kill);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", kill);
      const { errors, files } = readOutput(output, code);
      if (errors.length === 0 && !includes(files, entry)) errors.push(objectionTo(entry, tsconfig));
      done({ errors, files });
    });
  });
}

const isWindows = process.platform === "win32";

/** The list of files is what is left when the errors are taken out: absolute paths. */
function readOutput(output: string, code: number | null): { errors: string[]; files: string[] } {
  const lines = output.split(/\r?\n/).filter((line) => line !== "");
  const files = lines.filter((line) => isAbsolute(line) && !/\(\d+,\d+\): /.test(line));
  const errors = lines.filter((line) => !files.includes(line));
  if (code !== 0 && errors.length === 0) errors.push(`The compiler ended with exit code ${code}.`);
  return { errors, files: files.filter((file) => !/[\\/]node_modules[\\/]/.test(file)) };
}

/** Otherwise a plugin that the compiler has never seen would have no errors. */
function objectionTo(entry: string, tsconfig: string): string {
  const remedy = /^\.[cm]?jsx?$/.test(extname(entry)) ? ', or has no "allowJs": true' : "";
  return `The types of "${entry}" are not checked: ${tsconfig} does not include it${remedy}.`;
}

/** A plugin that is not there is told by whoever builds it. */
function includes(files: readonly string[], entry: string): boolean {
  return !existsSync(entry) || files.some((file) => relative(realpathSync(file), realpathSync(entry)) === "");
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
