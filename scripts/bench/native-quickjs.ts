/** The JavaScript suite in a QuickJS that is compiled for the machine: `qjs` on the PATH, which Debian 13's package `quickjs` installs. */

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const files = {
  "host.js": "globalThis.definePlugin = (plugin) => plugin;",
  "call.js": `
    import "./host.js";
    import plugin from "./plugin.js";
    plugin.onDistributionRegistered(null, { name: scriptArgs[1] });`,
};

export class NativeQuickJs implements AsyncDisposable {
  readonly #folder: string;
  /** What the plugin has printed. */
  readonly printed: string[] = [];
  readonly service = {
    registerDistribution: async ({ name }: { readonly name: string }) => {
      const call = ["--module", join(this.#folder, "call.js"), name];
      this.printed.push(execFileSync("qjs", call, { encoding: "utf8" }).trim());
    },
  };

  /** What it calls itself, as in "QuickJS version 2025-04-26"; null if there is none. */
  static readonly version = ownVersion();

  /** `script`: a plugin. */
  static async start(script: string): Promise<NativeQuickJs> {
    const folder = await mkdtemp(join(tmpdir(), "wsl-script-host-qjs-"));
    const all = Object.entries({ ...files, "plugin.js": script });
    await Promise.all(all.map(([name, text]) => writeFile(join(folder, name), text)));
    return new NativeQuickJs(folder);
  }

  private constructor(folder: string) {
    this.#folder = folder;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }
}

function ownVersion(): string | null {
  const { error, stdout } = spawnSync("qjs", ["--help"], { encoding: "utf8" });
  return error === undefined ? (stdout.split("\n")[0] ?? null) : null;
}
