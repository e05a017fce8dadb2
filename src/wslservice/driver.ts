import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { paths } from "../paths.ts";
import { formatEvent, type ProcessEvent, type WslEvent } from "../wsl/events.ts";
import type { VmSettings } from "../wsl/information.ts";
import type { HookCall, PluginRegistration, ServiceThread } from "../wsl/plugin-host.ts";
import type { DistributionOptions } from "../wsl/session.ts";
import { type Outcome, type RequestOptions, Wsl } from "../wsl/wsl.ts";
import { LinuxAgent } from "./agent.ts";
import { type Counters, type Fault, type HookTimes, StandIn } from "./stand-in.ts";
import type { StandInEvent } from "./stand-in-events.ts";
import { prepareWine, programData } from "./wine.ts";

/** All events around a plugin, in the order in which they arrive here. */
export type ServiceEvent = WslEvent | StandInEvent | ProcessEvent;

export interface ServiceOptions {
  /** The version of WSL, such as "2.4.4". */
  readonly version: string;
  /** In the order of loading. `dll` is a path of the machine or a Windows path. */
  readonly plugins: readonly { readonly name: string; readonly dll: string }[];
  /** How many users are signed in, or their data, with the session numbers 0, 1, ...; 1 by default. */
  readonly sessions?: number | readonly { readonly sid?: string }[];
  readonly vmIdleTimeout?: -1 | 0;
  readonly forbidden?: readonly (keyof VmSettings)[];
  /** Milliseconds after which an API call that waits for its session's lock is a deadlock; 5000 by default. */
  readonly deadlockTime?: number;
  /** Milliseconds for each request to the stand-in; 50000 by default. */
  readonly patience?: number;
  /** Whether text for a debugger becomes an event; true by default. */
  readonly debugger?: boolean;
  /** Another stand-in than the built one. */
  readonly executable?: string;
  readonly onEvent?: (event: ServiceEvent) => void;
}

/**
 * WSL around real plugin DLLs: the rules of src/wsl/wsl.ts, the stand-in for wslservice under Wine, and the
 * agent that runs what plugins start in Linux. `await using service = await WslService.start({ ... })`.
 */
export class WslService implements AsyncDisposable {
  readonly events: ServiceEvent[] = [];
  readonly #onEvent: (event: ServiceEvent) => void;
  #agent: LinuxAgent | null = null;
  #standIn: StandIn | null = null;
  #wsl: Wsl | null = null;

  static async start(options: ServiceOptions): Promise<WslService> {
    await prepareWine();
    const service = new WslService(options.onEvent);
    try {
      await service.#start(options);
      return service;
    } catch (error) {
      await service.kill();
      throw error;
    }
  }

  private constructor(onEvent: (event: ServiceEvent) => void = () => {}) {
    this.#onEvent = onEvent;
  }

  /** The rules: sessions, the plugin that blocks the VM, and requests without a shortcut below. */
  get wsl(): Wsl {
    return started(this.#wsl);
  }

  /** The Windows process: raw hooks, injected faults, counters. */
  get standIn(): StandIn {
    return started(this.#standIn);
  }

  startVm(options?: RequestOptions & Partial<VmSettings>): Promise<Outcome> {
    return this.wsl.startVm(options);
  }

  stopVm(options?: RequestOptions): Promise<Outcome> {
    return this.wsl.stopVm(options);
  }

  startDistribution(
    distribution: DistributionOptions,
    options?: RequestOptions & Partial<VmSettings>,
  ): Promise<Outcome> {
    return this.wsl.startDistribution(distribution, options);
  }

  stopDistribution(name: string, options?: RequestOptions & { readonly fails?: boolean }): Promise<Outcome> {
    return this.wsl.stopDistribution(name, options);
  }

  registerDistribution(
    distribution: DistributionOptions,
    options?: RequestOptions & Partial<VmSettings>,
  ): Promise<Outcome> {
    return this.wsl.registerDistribution(distribution, options);
  }

  unregisterDistribution(distribution: DistributionOptions, options?: RequestOptions): Promise<Outcome> {
    return this.wsl.unregisterDistribution(distribution, options);
  }

  /** The next calls of one function of the API fail as requested. */
  injectFault(fault: Fault): Promise<void> {
    return this.standIn.injectFault(fault);
  }

  counters(): Promise<Counters> {
    return this.standIn.counters();
  }

  /** Calls one hook many times, outside of the rules, and returns how long it took. */
  repeatHook(plugin: string, call: HookCall, times: number, fresh?: boolean): Promise<HookTimes> {
    return this.standIn.repeat(plugin, call, times, fresh);
  }

  /** The events of some kinds, in order. */
  eventsOf<Kind extends ServiceEvent["kind"]>(...kinds: Kind[]): Extract<ServiceEvent, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<ServiceEvent, { kind: Kind }> =>
      kinds.some((kind) => kind === event.kind),
    );
  }

  /** The log of the host's plugin with this name. */
  readLog(plugin: string): Promise<string> {
    return readFile(join(programData, "wsl-script-host", `${plugin}.log`), "utf8");
  }

  /** Stops the service as Windows does: distributions, VMs, plugins, process. Then nothing is left. */
  async stop(via: ServiceThread = {}): Promise<void> {
    try {
      await this.#wsl?.shutdown(via);
      await this.#standIn?.exit();
      this.#report({ kind: "service-stopped" });
    } finally {
      await this.kill();
    }
  }

  /** Ends everything at once, without calling any hook. */
  async kill(): Promise<void> {
    await this.#standIn?.kill();
    await this.#agent?.close();
    this.#standIn = null;
    this.#agent = null;
    this.#wsl = null;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  async #start(options: ServiceOptions): Promise<void> {
    const report = (event: ServiceEvent) => this.#report(event);
    this.#agent = await LinuxAgent.start(report);
    this.#standIn = new StandIn(options.executable ?? paths.wslservice, report, options.patience);
    await this.#standIn.configure({
      version: options.version,
      control: this.#agent.controlPort,
      data: this.#agent.dataPort,
      deadlock: options.deadlockTime,
      debugger: options.debugger ?? true,
    });
    this.#wsl = await Wsl.start({
      version: options.version,
      host: this.#standIn,
      machine: this.#agent,
      plugins: options.plugins.map(({ name, dll }): PluginRegistration => ({ name, path: dll })),
      onEvent: report,
      vmIdleTimeout: options.vmIdleTimeout ?? -1,
      forbidden: options.forbidden ?? [],
    });
    const { sessions = 1 } = options;
    const users =
      typeof sessions === "number" ? Array.from({ length: sessions }, () => ({ sid: undefined })) : sessions;
    for (const { sid } of users) this.#agent.addSession(this.#wsl.addSession(sid));
  }

  #report(event: ServiceEvent): void {
    this.events.push(event);
    this.#onEvent(event);
  }
}

/** One readable line of text. */
export function formatServiceEvent(event: ServiceEvent): string {
  switch (event.kind) {
    case "debug-output":
      return `${event.plugin || "a plugin's thread"} says: ${event.text.trimEnd()}`;
    case "deadlock":
      return `deadlock: ${event.call} waits for session ${event.session}, whose hook waits for it`;
    case "crash":
      return `${event.plugin}: the service crashes, ${event.code} ${event.operation ?? ""} ${event.block ?? ""}`.trimEnd();
    default:
      return formatEvent(event);
  }
}

function started<T>(part: T | null): T {
  if (part === null) {
    throw new Error("The service has been stopped.");
  }
  return part;
}
