/**
 * The same work twice in one process: in a plugin in TypeScript (scripts/bench/plugins/bench.ts) and in the native
 * plugin.
 */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { unknownDistribution } from "../../src/wsl/information.ts";
import type { HookCall } from "../../src/wsl/plugin-host.ts";
import { addPlugin } from "../../src/wslservice/dll-plugin.ts";
import { type ServiceOptions, WslService } from "../../src/wslservice/driver.ts";
import { addNativePlugin, type Steps } from "../../src/wslservice/native-service.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { prepareWine } from "../../src/wslservice/wine.ts";

export const scriptSource = join(paths.root, "scripts", "bench", "plugins", "bench.ts");
export const observerSource = join(paths.root, "scripts", "bench", "plugins", "bench-observer.ts");

/** What the native plugin does, by hook. */
export const nativeSteps: Steps = {
  OnVMStopping: ["print-sum"],
  OnDistributionStarted: ["read-fields"],
  OnDistributionRegistered: ["mount-silently|C:\\windows|/bench/windows|ro|bench"],
  OnDistributionUnregistered: ["execute||/bin/echo|/bin/echo|bench"],
  OnDistributionStopping: ["receive|/bin/dd|/bin/dd|if=/dev/zero|bs=1M|count=100|status=none"],
};

export const distribution = {
  ...unknownDistribution(""),
  id: "9f2b1c3d-4e5f-4a6b-8c7d-0e1f2a3b4c5d",
  name: "Debian",
  packageFamilyName: "TheDebianProject.DebianGNULinux_76v4gfsz19hv4",
  flavor: "debian",
  version: "12",
};

const userSid = "S-1-5-21-1085031214-1563985344-725345543-1001";
const common = { session: { id: 0, userSid, hasToken: true }, via: {} };
const running = { ...distribution, initPid: 271, pidNamespace: 4_026_532_251n };

/** The hooks of the work, with the data that WSL would pass. */
export const calls = {
  stopVm: { ...common, hook: "OnVMStopping" },
  readFields: { ...common, hook: "OnDistributionStarted", distribution: running },
  mount: { ...common, hook: "OnDistributionRegistered", distribution },
  execute: { ...common, hook: "OnDistributionUnregistered", distribution },
  receive: { ...common, hook: "OnDistributionStopping", distribution: running },
} as const satisfies Record<string, HookCall>;

/** A plugin of the service: a script, or steps of the native plugin. */
export type BenchPlugin =
  | { readonly name: string; readonly script: string; readonly settings?: object }
  | { readonly name: string; readonly steps: Steps };

/** Nanoseconds that the threads of a process have run for. Those that have ended, also since they were listed, do not count. */
export async function processorTime(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(threads.map((thread) => runningTime(`/proc/${pid}/task/${thread}/schedstat`)));
  return times.reduce((sum, time) => sum + time, 0);
}

async function runningTime(file: string): Promise<number> {
  try {
    return Number.parseInt(await readFile(file, "utf8"), 10);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return 0;
    throw error;
  }
}

/** A service with plugins that lie in a folder of their own. */
export class BenchService implements AsyncDisposable {
  readonly service: WslService;
  readonly folder: PluginFolder;

  /** With `loads` set to false the plugins are laid out but not loaded. */
  static async start(
    plugins: readonly BenchPlugin[],
    { loads = true, ...options }: Partial<Omit<ServiceOptions, "plugins">> & { readonly loads?: boolean } = {},
  ): Promise<BenchService> {
    await prepareWine();
    const folder = await PluginFolder.create();
    try {
      const placed: { name: string; dll: string }[] = [];
      for (const plugin of plugins) placed.push({ name: plugin.name, dll: await place(folder, plugin) });
      const service = await WslService.start({
        version: "2.4.4",
        sessions: [{ sid: userSid }],
        ...options,
        plugins: loads ? placed : [],
      });
      return new BenchService(service, folder);
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(service: WslService, folder: PluginFolder) {
    this.service = service;
    this.folder = folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.service[Symbol.asyncDispose]();
    await this.folder[Symbol.asyncDispose]();
  }
}

async function place(folder: PluginFolder, plugin: BenchPlugin): Promise<string> {
  if ("script" in plugin) return addPlugin(folder, plugin.name, plugin.script, plugin.settings ?? {});
  return addNativePlugin(folder, plugin.name, plugin.steps);
}
