/** Runs the project's own TypeScript compiler, which checks what bundling ignores. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, isAbsolute, join, relative, resolve } from "node:path";
import { peerDependencies } from "../../../package.json";
import { findUpwards } from "../../bundle/find-upwards.ts";
import { explainTypeError } from "./type-errors.ts";

/** How the types of plugins are checked. */
export interface TypeProject {
  /** The compiler's program. */
  readonly compiler: string;
  readonly tsconfig: string;
  /** The plugins' files, all in this project. */
  readonly entries: readonly string[];
}

/** The nearest tsconfig.json from the plugins upwards, with the TypeScript installed for it; or why there is none. */
export function findTypeProject(entries: readonly [string, ...string[]]): TypeProject | string {
  const tsconfig = findUpwards(dirname(entries[0]), "tsconfig.json");
  if (tsconfig === null) {
    return `there is no tsconfig.json: write one with { "extends": "wsl-script-host/tsconfig.json" }`;
  }
  const found = findCompiler(dirname(tsconfig));
  if (found === null) return "TypeScript is not installed: npm install --save-dev typescript";
  if (isOlder(found.version, minimumTypeScript)) {
    return `TypeScript ${found.version} is installed, and plugins need ${minimumTypeScript} or newer: npm install --save-dev typescript@latest`;
  }
  return { compiler: found.program, tsconfig, entries };
}

/** ">=5.7.0" in package.json: the first version that knows the engine's language, "es2024". */
const minimumTypeScript = peerDependencies.typescript.replace(">=", "");

export interface TypeCheck {
  /** The compiler's errors, one per line, the plugins' own first; empty if there are none. */
  readonly errors: readonly string[];
  /** The project's own files, without those of packages. */
  readonly files: readonly string[];
}

/** Checks once. The signal ends the compiler and every process that it started; its output is then useless. */
export function checkTypes({ compiler, tsconfig, entries }: TypeProject, signal?: AbortSignal): Promise<TypeCheck> {
  const args = [compiler, "-p", tsconfig, "--noEmit", "--listFiles", "--pretty", "false"];
  // A process group of its own, because the compiler may be a child of the started process.
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
      done(readOutput(output, code, { compiler, tsconfig, entries }));
    });
  });
}

const isWindows = process.platform === "win32";

/** The list of files is what remains without the errors: absolute paths. */
function readOutput(output: string, code: number | null, { tsconfig, entries }: TypeProject): TypeCheck {
  const lines = output.split(/\r?\n/).filter((line) => line !== "");
  const files = lines.filter((line) => isAbsolute(line) && !/\(\d+,\d+\): /.test(line));
  const errors = ownFirst(
    lines.filter((line) => !files.includes(line)),
    entries,
  );
  if (code !== 0 && errors.length === 0) errors.push(`The compiler ended with exit code ${code}.`);
  // Otherwise a plugin that the compiler never saw would have no errors.
  if (errors.length === 0) {
    errors.push(
      ...entries.filter((entry) => !includes(files, entry)).map((entry) => uncheckedMessage(entry, tsconfig)),
    );
  }
  return { errors, files: files.filter((file) => !/[\\/]node_modules[\\/]/.test(file)) };
}

/** Errors of the plugins' own files first; lines that belong to an error stay behind it. */
function ownFirst(lines: readonly string[], entries: readonly string[]): string[] {
  const groups: string[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (/^\s/.test(line) && last !== undefined) last.push(line);
    else groups.push([line, ...explainTypeError(line)]);
  }
  const isOwn = ([line = ""]: string[]) => entries.some((entry) => isIn(line, entry));
  const own = groups.filter(isOwn);
  const others = groups.filter((group) => !isOwn(group));
  const hidden = own.length === 0 && others.some(([line = ""]) => syntaxError.test(line));
  return [...own, ...others, ...(hidden ? [[syntaxNote]] : [])].flat();
}

/** TypeScript's numbers below 2000. */
const syntaxError = /\): error TS1\d{3}: /;
const syntaxNote = "The compiler checks nothing else while a file has syntax errors.";

function isIn(line: string, entry: string): boolean {
  const file = /^(.*)\(\d+,\d+\): /.exec(line)?.[1];
  return file !== undefined && relative(resolve(file), resolve(entry)) === "";
}

function uncheckedMessage(entry: string, tsconfig: string): string {
  const remedy = /^\.[cm]?jsx?$/.test(extname(entry)) ? ', or has no "allowJs": true' : "";
  return `The types of "${entry}" are not checked: ${tsconfig} does not include it${remedy}.`;
}

/** The build reports a plugin that does not exist. */
function includes(files: readonly string[], entry: string): boolean {
  return !existsSync(entry) || files.some((file) => relative(realpathSync(file), realpathSync(entry)) === "");
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (isWindows) {
    // By its path: Windows would look for a bare name in the current folder first.
    const taskkill = join(process.env.SystemRoot ?? "C:\\Windows", "System32", "taskkill.exe");
    spawn(taskkill, ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It has ended in the meantime.
  }
}

function findCompiler(folder: string): { readonly program: string; readonly version: string } | null {
  try {
    const description = createRequire(resolve(folder, "tsconfig.json")).resolve("typescript/package.json");
    const { bin, version } = JSON.parse(readFileSync(description, "utf8")) as { bin: { tsc: string }; version: string };
    return { program: join(dirname(description), bin.tsc), version };
  } catch {
    return null;
  }
}

function isOlder(version: string, minimum: string): boolean {
  return version.localeCompare(minimum, "en", { numeric: true }) < 0;
}
