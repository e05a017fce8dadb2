/** WSL with plugins that are functions. */

import type { WslEvent } from "../../src/wsl/events.ts";
import type { HookCall, HookName, HookOutcome, LoadOutcome, PluginHost } from "../../src/wsl/plugin-host.ts";
import { Wsl, type WslOptions } from "../../src/wsl/wsl.ts";

export const E_FAIL = 0x80004005 | 0;
export const E_UNEXPECTED = 0x8000ffff | 0;
export const E_ACCESSDENIED = 0x80070005 | 0;
export const WSL_E_PLUGIN_REQUIRES_UPDATE = 0x8004032a | 0;

export const everyHook: HookName[] = [
  "OnVMStarted",
  "OnVMStopping",
  "OnDistributionStarted",
  "OnDistributionStopping",
  "OnDistributionRegistered",
  "OnDistributionUnregistered",
];

/** The results of loading a plugin and of its hooks; success by default. */
export interface Script {
  readonly load?: Partial<LoadOutcome>;
  readonly answer?: (call: HookCall) => Partial<HookOutcome> | undefined;
}

export class World {
  readonly events: WslEvent[] = [];
  readonly calls: { plugin: string; call: HookCall }[] = [];
  readonly wsl: Wsl;

  static async start(plugins: Record<string, Script>, options: Partial<WslOptions> = {}): Promise<World> {
    const events: WslEvent[] = [];
    const calls: World["calls"] = [];
    const host: PluginHost = {
      load: async ({ name }) => ({ hresult: 0, hooks: everyHook, ...plugins[name]?.load }),
      notify: async (plugin, call) => {
        calls.push({ plugin, call });
        return { hresult: 0, message: null, ...plugins[plugin]?.answer?.(call) };
      },
    };
    const wsl = await Wsl.start({
      version: "2.4.4",
      host,
      plugins: Object.keys(plugins).map((name) => ({ name, path: `C:\\${name}.dll` })),
      onEvent: (event) => events.push(event),
      ...options,
    });
    wsl.addSession();
    return new World(wsl, events, calls);
  }

  private constructor(wsl: Wsl, events: WslEvent[], calls: World["calls"]) {
    this.wsl = wsl;
    this.events = events;
    this.calls = calls;
  }

  /** Which hook of which plugin ran, in order. */
  get hooks(): string[] {
    return this.calls.map(({ plugin, call }) => `${plugin} ${call.hook}`);
  }
}

/** Fails in one hook. */
export function failing(hook: HookName, hresult: number, message: string | null = null): Script {
  return { answer: (call) => (call.hook === hook ? { hresult, message } : undefined) };
}

export function fatal(text: string, contexts: string, code: string): string {
  return `A fatal error was returned by plugin ${text}\r\nError code: Wsl/Service/${contexts}/${code}`;
}
