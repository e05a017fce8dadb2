/** Measures the time from an edit to the first hook that runs the new code. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { replaceFiles } from "../../src/cli/shared/replace-files.ts";
import { paths } from "../../src/paths.ts";
import { largeScript } from "./large-script.ts";
import { scriptSize } from "./loads.ts";
import { type TimeRow, timeRow } from "./report.ts";
import { BenchService, calls } from "./work.ts";

/** Each edit is made `edits` times: the script replaced in its folder, and the source saved while `dev` runs. */
export async function measureEdits(edits: number): Promise<TimeRow[]> {
  const settings = { hotReload: true, log: { level: "error" } };
  await using bench = await BenchService.start([{ name: "hello", script: version(0), settings }], { debugger: false });
  await using sources = await Sources.create();
  const script = join(bench.folder.path, "hello.js");
  /** Milliseconds until a hook ran the new version. */
  const live = async (number: number, edit: (text: string) => Promise<void>) => {
    const start = performance.now();
    await edit(version(number));
    for (;;) {
      const { hresult } = await bench.service.standIn.notify("hello", calls.stopVm);
      if (hresult === code(number)) return performance.now() - start;
    }
  };

  const replaced: number[] = [];
  for (let number = 1; number <= edits; number += 1) {
    replaced.push(await live(number, (text) => replaceFiles([[script, text]])));
  }
  const saved: number[] = [];
  await using dev = await Dev.start(sources, bench.folder.path);
  for (let number = edits + 1; number <= 2 * edits; number += 1) {
    saved.push(await live(number, (text) => sources.save(text)));
    // No author edits as fast as this would otherwise, and dev does more than build.
    await dev.rest();
  }
  return [timeRow("script replaced", replaced), timeRow("source saved, with dev running", saved)];
}

/** A plugin of realistic size whose first OnVMStopping logs its version. */
function version(number: number): string {
  const [start, end] = largeScript(scriptSize).split("export default definePlugin({\n");
  return `${start}let logged = false;
export default definePlugin({
  onVmStopping() {
    if (!logged) {
      logged = true;
      throw new PluginError("version ${number}", ${code(number)});
    }
  },
${end}`;
}

/** An HRESULT of a failure, another one for each version. */
function code(number: number): number {
  return (0x80040000 + number) | 0;
}

class Sources implements AsyncDisposable {
  readonly folder: string;

  static async create(): Promise<Sources> {
    const sources = new Sources(await mkdtemp(join(tmpdir(), "wsl-script-host-edits-")));
    await sources.save(version(0));
    return sources;
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  save(text: string): Promise<void> {
    return writeFile(join(this.folder, "hello.ts"), text);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** `wsl-script-host dev`, as authors run it. */
class Dev implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  static async start({ folder }: Sources, into: string): Promise<Dev> {
    const dev = new Dev(folder, into);
    await dev.#built();
    await dev.rest();
    return dev;
  }

  private constructor(folder: string, into: string) {
    const args = [paths.cli, "dev", "hello.ts", "--into", into];
    this.#child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on("close", () => resolve()).on("error", reject);
    });
  }

  async #built(): Promise<void> {
    const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    for await (const line of lines) {
      if (!line.startsWith("build: ")) continue;
      this.#child.stdout?.resume();
      return;
    }
    throw new Error("dev has ended before it has built anything.");
  }

  /** Longer than dev's work after a build, and not synchronous with its checks of the files. */
  rest(): Promise<void> {
    return pause(500 + Math.random() * 500);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGINT");
    await this.#ended;
  }
}
