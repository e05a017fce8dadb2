/** An author's machine, simulated on this one: the packed package, installed into a project in another folder. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { paths } from "../../src/paths.ts";
import { RunningProgram } from "./running-program.ts";

const execute = promisify(execFile);

export interface Ran {
  readonly code: number;
  /** Both streams, the standard output first. */
  readonly output: string;
}

export class Author implements AsyncDisposable {
  /** An empty folder at first. */
  readonly folder: string;
  readonly #children: RunningProgram[] = [];

  static async start(parent = tmpdir()): Promise<Author> {
    return new Author(await mkdtemp(join(parent, "wsl-script-host-author-")));
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** `npm pack` of the checkout, which has been built already. Returns the file's path. */
  async pack(): Promise<string> {
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", this.folder];
    const { stdout } = await execute("npm", args, { cwd: paths.root });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    if (packed === undefined) throw new Error(`npm pack has made nothing: ${stdout}`);
    return join(this.folder, packed.filename);
  }

  /** A command line as the author types it, in one of the author's folders. */
  async run(command: string, at = "."): Promise<Ran> {
    const options = { cwd: join(this.folder, at), env: authorsEnvironment(), maxBuffer: 1 << 26 };
    try {
      const { stdout, stderr } = await execute("sh", ["-c", command], options);
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  }

  /** The same, for what has to succeed. */
  async must(command: string, at = "."): Promise<string> {
    const { code, output } = await this.run(command, at);
    if (code !== 0) throw new Error(`${command} failed with exit code ${code}:\n${output}`);
    return output;
  }

  /** A command that goes on. */
  begin(command: readonly string[], at = "."): RunningProgram {
    const program = new RunningProgram(command, join(this.folder, at), authorsEnvironment());
    this.#children.push(program);
    return program;
  }

  read(file: string): Promise<string> {
    return readFile(join(this.folder, file), "utf8");
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.folder, file), text);
  }

  has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#children.map((child) => child.kill()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Without the variables that npm and vitest give the programs that they start. */
export function authorsEnvironment(all = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(all).filter(
    ([name]) => !/^(npm_(?!config_)|VITEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$)/.test(name),
  );
  return { ...Object.fromEntries(kept), npm_config_update_notifier: "false" };
}
