/** A script in the real DLL, under Wine, in a service that follows WSL's rules: what most end-to-end tests need. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { paths } from "../../scripts/paths.ts";
import { type ServiceOptions, WslService } from "../wslservice/driver.ts";
import { PluginFolder } from "../wslservice/plugin-folder.ts";
import { prepareWine } from "../wslservice/wine.ts";

export interface HostedOptions extends Partial<Omit<ServiceOptions, "plugins">> {
  /** The content of hello.js; null for no file. */
  readonly script: string | Uint8Array | null;
  /** The content of hello.json; an object gets the log's place added, which a text has to name itself. */
  readonly settings?: object | string;
}

/** One line of the plugin's log. */
export interface LogLine {
  readonly time: string;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly plugin: string;
  readonly event: string;
  readonly message: string;
  readonly hook?: string;
  readonly hresult?: string;
  readonly location?: string;
  readonly stack?: string;
  readonly script?: string;
  readonly milliseconds?: string;
}

export class HostedPlugin implements AsyncDisposable {
  readonly service: WslService;
  readonly folder: PluginFolder;

  static async start({ script, settings = {}, ...options }: HostedOptions): Promise<HostedPlugin> {
    await prepareWine();
    const folder = await PluginFolder.create();
    try {
      const dll = await folder.addDll("hello", paths.dll);
      if (script !== null) await folder.write("hello.js", script);
      await folder.write("hello.json", settingsText(settings, folder));
      const service = await WslService.start({ version: "2.4.4", ...options, plugins: [{ name: "hello", dll }] });
      return new HostedPlugin(service, folder);
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(service: WslService, folder: PluginFolder) {
    this.service = service;
    this.folder = folder;
  }

  async log(file = "hello.log"): Promise<LogLine[]> {
    const text = await readFile(join(this.folder.path, file), "utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  /** What the script has printed with console.log and the like. */
  async printed(): Promise<string[]> {
    return (await this.log()).filter(({ event }) => event === "console").map(({ message }) => message);
  }

  /** The lines about what went wrong. */
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
  return `export default definePlugin({ ${members} });\n`;
}

function settingsText(settings: object | string, folder: PluginFolder): string {
  if (typeof settings === "string") return settings;
  const { log, ...others } = settings as { log?: object };
  return JSON.stringify({ ...others, log: { file: folder.windowsPath("hello.log"), ...log } });
}
