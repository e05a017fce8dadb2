/**
 * Runs scripts in the real DLL under Wine, in a service that follows WSL's rules: the base of most end-to-end tests.
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { paths } from "../paths.ts";
import { readRecordings } from "../platform/read-recordings.ts";
import type { LogLine } from "../wsl/log-line.ts";
import { type ServiceOptions, WslService } from "./driver.ts";
import { PluginFolder } from "./plugin-folder.ts";
import { prepareWine } from "./wine.ts";

export interface DllPluginOptions extends Partial<Omit<ServiceOptions, "plugins">> {
  /** The plugin's name, and that of its files: "hello" by default. */
  readonly name?: string;
  /** The content of hello.js; null for no file. */
  readonly script: string | Uint8Array | null;
  /** The content of hello.json; the log's place is added to an object, while text must name it itself. */
  readonly settings?: object | string;
  /** More names under which the same DLL is registered. */
  readonly aliases?: readonly string[];
  /** Scripts with DLLs of their own, by name: those that WSL loads before this one, and after it. */
  readonly first?: Readonly<Record<string, string>>;
  readonly others?: Readonly<Record<string, string>>;
  /** Changes files of the folder, as the machine sees it, before the service starts. */
  readonly prepare?: (folder: string) => Promise<unknown>;
}

export class DllPlugin implements AsyncDisposable {
  readonly service: WslService;
  readonly folder: PluginFolder;
  readonly #name: string;

  static async start(options: DllPluginOptions): Promise<DllPlugin> {
    const {
      name = "hello",
      script,
      settings = {},
      aliases = [],
      first = {},
      others = {},
      prepare,
      ...service
    } = options;
    await prepareWine();
    const folder = await PluginFolder.create();
    try {
      const dll = await addPlugin(folder, name, script, settings);
      const plugins = [
        ...(await addPlugins(folder, first)),
        ...[name, ...aliases].map((registered) => ({ name: registered, dll })),
        ...(await addPlugins(folder, others)),
      ];
      await prepare?.(folder.path);
      return new DllPlugin(await WslService.start({ version: "2.4.4", ...service, plugins }), folder, name);
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(service: WslService, folder: PluginFolder, name: string) {
    this.service = service;
    this.folder = folder;
    this.#name = name;
  }

  async log(file = `${this.#name}.log`): Promise<LogLine[]> {
    const text = await readFile(join(this.folder.path, file), "utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  /** What the script, or another one in the folder, has printed with console.log and the like. */
  async printed(name = this.#name): Promise<string[]> {
    return (await this.log(`${name}.log`)).filter(({ event }) => event === "console").map(({ message }) => message);
  }

  /** The texts of the script's recordings, in the order of its instances. */
  async recordings(): Promise<string[]> {
    return readRecordings(this.folder.path);
  }

  /** The lines about failures. */
  async failures(): Promise<LogLine[]> {
    return (await this.log()).filter(({ event, level }) => event !== "console" && level === "error");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.service[Symbol.asyncDispose]();
    await this.folder[Symbol.asyncDispose]();
  }
}

/** A script whose plugin has these members. */
export function plugin(members: string): string {
  // After the members, whose places tests name.
  const comma = /(^|,)\s*$/.test(members) ? "" : ",";
  return `export default definePlugin({ ${members}${comma} permissions: "all" });\n`;
}

/** Lays a plugin out as an administrator would. Returns the DLL's path. */
export async function addPlugin(
  folder: PluginFolder,
  name: string,
  script: DllPluginOptions["script"],
  settings: object | string,
): Promise<string> {
  if (script !== null) await folder.write(`${name}.js`, script);
  await folder.write(`${name}.json`, settingsText(settings, folder.windowsPath(`${name}.log`)));
  return folder.addDll(name, paths.dll);
}

async function addPlugins(folder: PluginFolder, scripts: Readonly<Record<string, string>>) {
  const plugins: { name: string; dll: string }[] = [];
  for (const [name, script] of Object.entries(scripts)) {
    plugins.push({ name, dll: await addPlugin(folder, name, script, {}) });
  }
  return plugins;
}

export function settingsText(settings: object | string, file: string): string {
  if (typeof settings === "string") return settings;
  const { log, record, ...others } = settings as { log?: object; record?: object };
  const recording = file.replace(/\.log$/, "-<session>-<time>.recording");
  return JSON.stringify({
    ...others,
    ...(record && { record: { file: recording, ...record } }),
    log: { file, ...log },
  });
}
