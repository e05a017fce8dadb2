import type { Log } from "./log.ts";
import type { FilesSnapshot, PluginFiles } from "./plugin-files.ts";
import { defaultSettings, type HostSettings, type ScriptWorld } from "./script.ts";

/** What the instances of a plugin share: host/plugin/plugin_context.h, in Node. */
export interface PluginContext extends ScriptWorld {
  readonly log: Log;
  readonly sources: Sources;
}

/** What all instances of a plugin are made from: host/plugin/sources.h, in Node. */
export class Sources {
  /** What the settings say that were read last. */
  settings: HostSettings = defaultSettings;
  /** What an instance was last made from. */
  proven: FilesSnapshot | null = null;
  readonly #files: PluginFiles;
  #newest: FilesSnapshot | null = null;

  constructor(files: PluginFiles) {
    this.#files = files;
  }

  /** What lies in the plugin's folder now. */
  newest(): FilesSnapshot {
    if (this.#newest?.stamp !== this.#files.stamp) this.#newest = this.#files.read();
    return this.#newest;
  }
}
