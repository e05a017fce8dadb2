/** Runs the TypeScript compiler over a folder, as a plugin's author would. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { paths } from "../../src/paths.ts";

export interface Diagnostic {
  /** With slashes, relative to the folder. */
  readonly file: string;
  readonly line: number;
  /** The first line and those below it that explain it. */
  readonly message: string;
}

const newest = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

/** A folder of its own for one test's files. */
export function temporaryProject(files: Readonly<Record<string, string>>): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), "wsl-script-host-types-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The settings of test/types for a folder elsewhere, as the text of its tsconfig.json. */
export function authorsProject(compilerOptions: object = {}, declarations = [paths.committedTypes]): string {
  const settings = join(paths.root, "test", "types", "tsconfig.json");
  return JSON.stringify({ extends: settings, compilerOptions, include: ["."], files: declarations, exclude: [] });
}

/** What the compiler reads of the package as an author installs it. */
export function installPackage(project: string): void {
  const target = join(project, "node_modules", "wsl-script-host");
  mkdirSync(join(target, "dist", "types"), { recursive: true });
  cpSync(join(paths.root, "package.json"), join(target, "package.json"));
  cpSync(paths.committedTypes, join(target, "dist", "types", "index.d.ts"));
}

/** With the checkout's compiler, or another one. */
export function compile(project: string, compiler = newest): Diagnostic[] {
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    [compiler, "-p", project, "--noEmit", "--pretty", "false"],
    { cwd: project, encoding: "utf8" },
  );
  if (error !== undefined || stderr !== "") {
    throw new Error(`tsc did not run: ${error?.message ?? stderr}`);
  }
  return parse(stdout);
}

function parse(output: string): Diagnostic[] {
  const diagnostics: { file: string; line: number; message: string }[] = [];
  for (const text of output.split(/\r?\n/)) {
    const match = /^(.+?)\((\d+),\d+\): error (TS\d+: .*)$/.exec(text);
    const last = diagnostics.at(-1);
    if (match !== null) {
      const [, file = "", line = "", message = ""] = match;
      diagnostics.push({ file: file.split(sep).join("/"), line: Number(line), message });
    } else if (last !== undefined && text.startsWith(" ")) {
      last.message += `\n${text}`;
    } else if (text !== "") {
      diagnostics.push({ file: "", line: 0, message: text });
    }
  }
  return diagnostics;
}
