/** Runs the native plugin (host/wslservice/native-plugin) in a service: tests of the stand-in itself use it. */

import { paths } from "../paths.ts";
import type { HookName } from "../wsl/plugin-host.ts";
import { type ServiceOptions, WslService } from "./driver.ts";
import { PluginFolder } from "./plugin-folder.ts";
import { prepareWine } from "./wine.ts";

/** The steps of each hook, as native_plugin.cpp has them, without the hook's name. */
export type Steps = Partial<Record<HookName | "Load", readonly string[]>>;

export interface NativeOptions extends Partial<Omit<ServiceOptions, "plugins">> {
  /** Files beside the DLL. */
  readonly files?: Readonly<Record<string, string>>;
}

export class NativeService implements AsyncDisposable {
  readonly service: WslService;
  readonly folder: PluginFolder;

  /** `steps` gets the folder, whose Windows path a mount may need. */
  static async start(steps: (folder: PluginFolder) => Steps, options: NativeOptions = {}): Promise<NativeService> {
    const { files = {}, ...others } = options;
    await prepareWine();
    const folder = await PluginFolder.create();
    try {
      for (const [name, content] of Object.entries(files)) {
        await folder.write(name, content);
      }
      const dll = await addNativePlugin(folder, "native", steps(folder));
      const service = await WslService.start({ version: "2.4.4", ...others, plugins: [{ name: "native", dll }] });
      return new NativeService(service, folder);
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(service: WslService, folder: PluginFolder) {
    this.service = service;
    this.folder = folder;
  }

  /** The plugin's output. */
  get said(): string[] {
    return this.service.eventsOf("debug-output").map(({ text }) => text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.service[Symbol.asyncDispose]();
    await this.folder[Symbol.asyncDispose]();
  }
}

/** Lays the native plugin out with its steps. Returns the DLL's path. */
export async function addNativePlugin(folder: PluginFolder, name: string, steps: Steps): Promise<string> {
  const lines = Object.entries(steps).flatMap(([hook, list]) => list.map((step) => `${hook}|${step}\n`));
  await folder.write(`${name}.txt`, lines.join(""));
  return folder.addDll(name, paths.nativePlugin);
}
