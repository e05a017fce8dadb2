import { defaultSettings, type Settings } from "../runtime/generated/settings.ts";
import type { Log } from "./log.ts";
import { PermissionSet } from "./permissions.ts";
import type { FilesSnapshot, PluginFiles } from "./plugin-files.ts";
import type { ScriptContext } from "./script-context.ts";

/** What a plugin's instances share: host/plugin/plugin_context.h in Node. */
export interface PluginContext extends ScriptContext {
  readonly log: Log;
  readonly sources: Sources;
}

/** The sources that all instances of a plugin are made from: host/plugin/sources.h in Node. */
export class Sources {
  /** The source of the latest instance. */
  proven: FilesSnapshot | null = null;
  readonly #files: PluginFiles;
  #newest: FilesSnapshot | null = null;
  #settings: Settings = defaultSettings;
  #declaring: number | null = null;
  #declared = new PermissionSet();

  constructor(files: PluginFiles) {
    this.#files = files;
  }

  /** The settings as last read. */
  get settings(): Settings {
    return this.#settings;
  }

  /** hotReload applies only after a script was loaded. */
  set settings(settings: Settings) {
    this.#settings = this.proven === null ? settings : { ...settings, hotReload: this.#settings.hotReload };
  }

  /** Whether an instance of this script may declare it: no more than the first instance did. */
  mayDeclare({ stamps }: FilesSnapshot, declared: PermissionSet): boolean {
    if (this.#declaring !== stamps.script) this.#declared = declared;
    this.#declaring = stamps.script;
    return this.#declared.includes(declared);
  }

  /**
   * The current source: checks whether the settings have changed, and with hotReload, or until a script was loaded,
   * also the script.
   */
  newest(): FilesSnapshot {
    const kept = this.proven !== null && !this.#settings.hotReload ? this.proven : undefined;
    const { script, settings } = {
      ...this.#files.stamps,
      ...(kept === undefined ? {} : { script: kept.stamps.script }),
    };
    const newest = this.#newest;
    if (newest !== null && newest.stamps.script === script && newest.stamps.settings === settings) return newest;
    this.#newest = this.#files.read(kept);
    return this.#newest;
  }
}
