import { Clock } from "../engine/clock.ts";
import type { RuntimeFactory } from "../engine/runtime.ts";
import { type PermissionsObject, permissionsObject } from "../host/permissions.ts";
import { PluginFiles } from "../host/plugin-files.ts";
import type { UserFacts, WindowsFacts } from "../host/windows-facts.ts";
import type { WindowsFolders } from "../machine/folders.ts";
import { type ContainerMount, type Mount, SimulatedMachine } from "../machine/machine.ts";
import type { Processes, RealPrograms } from "../machine/process.ts";
import type { ProcessRecord } from "../machine/process-table.ts";
import type { ContainerSessions } from "../wsl/container-sessions.ts";
import type { CallEvent } from "../wsl/events.ts";
import type { VmSettings } from "../wsl/information.ts";
import type { LogLine } from "../wsl/log-line.ts";
import { SimulationMistake } from "../wsl/mistake.ts";
import type { DistributionOptions } from "../wsl/session.ts";
import { type Outcome, type RequestOptions, Wsl } from "../wsl/wsl.ts";
import type { EngineName } from "./engine-name.ts";
import { formatSimulatorEvent, type SimulatorEvent } from "./event-log.ts";
import type { NamedPlugin, PluginSource } from "./plugin-source.ts";
import { type Fault, ScriptHost, type ScriptHostOptions } from "./script-host.ts";
import { Trace, type TraceFile } from "./trace.ts";

/** A user who is signed in. */
export interface SessionOptions extends UserFacts {
  /** The security identifier as SDDL text. */
  readonly sid?: string;
  /** The account, `DOMAIN\name`; a session's `user` is made from it. */
  readonly account?: string;
}

/** The options of `startWsl`. */
export interface StartOptions {
  /** The plugin: the path of its source, or its script. */
  readonly plugin?: PluginSource;
  /** Several, in the order in which WSL loads them. */
  readonly plugins?: readonly PluginSource[];
  /** The values of the only plugin's own settings: `"settings"` of its `<name>.json`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The version of WSL; "2.4.4" by default. */
  readonly version?: string;
  /** How many users are signed in, or their data; 1 by default. Their sessions have the numbers 0, 1, ... */
  readonly sessions?: number | readonly SessionOptions[];
  /** The answers of the programs that plugins run in Linux. Without it, no program exists. */
  readonly processes?: Processes;
  /** The folders of Windows that can be mounted; every one by default. */
  readonly folders?: WindowsFolders;
  /** Facts about Windows: the registry, certificates, the proxy, its version. */
  readonly windows?: WindowsFacts;
  /** 0: a VM in which no distribution runs stops at once; -1 (default): it goes on until it is stopped. */
  readonly vmIdleTimeout?: -1 | 0;
  /** What the administrator's policies remove from users' `.wslconfig`; nothing by default. */
  readonly forbidden?: readonly (keyof VmSettings)[];
  /**
   * What runs the plugins' scripts: "quickjs", the DLL's engine, or "node", this process's own, for breakpoints and coverage
   * (docs/debugging.md lists what differs). By default the environment's WSL_SCRIPT_HOST_ENGINE, else "quickjs".
   */
  readonly engine?: EngineName;
  /** With engine "node", whether a debugger stops before a script's first statement. */
  readonly breakAtStart?: boolean;
  /**
   * A folder for recordings: one for each instance of a plugin's engine, which `wsl-script-host replay` plays. They contain
   * everything that enters the script. None by default.
   */
  readonly record?: string;
  /** Gets each event as it happens. */
  readonly onEvent?: (event: SimulatorEvent) => void;
}

/** What the program around the simulator adds: Node in start-wsl.ts, a browser in the playground. */
export interface SimulatorEdge {
  createRuntime(clock: Clock): RuntimeFactory;
  /** Whether a debugger is attached: limits rest then. */
  isDebugged?(): boolean;
  readonly realPrograms?: RealPrograms;
  /** What records instances; absent: nothing does. */
  readonly record?: ((clock: Clock) => ScriptHostOptions["record"]) | undefined;
}

/**
 * A simulated WSL with plugins: WSL's rules, the DLL's engine, its runtime, and a machine on which only what a test
 * asks for is real. Tests read plain arrays and objects.
 */
export class SimulatedWsl implements AsyncDisposable {
  /** All events so far, in order. */
  readonly events: SimulatorEvent[] = [];
  readonly #onEvent: (event: SimulatorEvent) => void;
  readonly #files: readonly PluginFiles[];
  readonly #machine: SimulatedMachine;
  readonly #host: ScriptHost;
  readonly #trace: Trace;
  /** By security identifier. */
  readonly #users: Record<string, SessionOptions> = {};
  #rules: Wsl | null = null;

  /** @internal For `startWsl` and the playground. */
  static async start(
    options: StartOptions,
    plugins: readonly NamedPlugin[],
    edge: SimulatorEdge,
  ): Promise<SimulatedWsl> {
    const wsl = new SimulatedWsl(options, plugins, edge);
    const rules = await Wsl.start({
      version: options.version ?? defaultVersion,
      host: wsl.#host,
      machine: wsl.#machine,
      plugins: wsl.#files.map(({ name, dll }) => ({ name, path: dll })),
      onEvent: (event) => wsl.#report(event),
      vmIdleTimeout: options.vmIdleTimeout ?? -1,
      forbidden: options.forbidden ?? [],
    });
    for (const session of sessionsOf(options)) {
      const id = rules.addSession(session.sid);
      wsl.#machine.addSession(id);
      wsl.#users[rules.userOf(id)] = session;
    }
    wsl.#rules = rules;
    return wsl;
  }

  private constructor(options: StartOptions, plugins: readonly NamedPlugin[], edge: SimulatorEdge) {
    this.#onEvent = options.onEvent ?? (() => {});
    this.#files = plugins.map(({ name, content }) => new PluginFiles(`C:\\plugins\\${name}.dll`, content));
    const clock = new Clock(() => edge.isDebugged?.() ?? false);
    const report = (event: SimulatorEvent) => this.#report(event);
    this.#machine = new SimulatedMachine({
      processes: options.processes ?? {},
      folders: options.folders ?? null,
      onEvent: report,
      realPrograms: edge.realPrograms,
    });
    const { version = defaultVersion } = options;
    this.#trace = new Trace(clock, version);
    this.#host = new ScriptHost({
      version,
      machine: this.#machine,
      clock,
      trace: this.#trace,
      createRuntime: edge.createRuntime(clock),
      record: edge.record?.(clock),
      files: new Map(this.#files.map((files) => [files.dll, files])),
      windows: options.windows ?? {},
      users: this.#users,
      onCall: report,
      onLogLine: (line) => report({ kind: "log", line }),
    });
  }

  /**
   * The permissions that a plugin's calls have needed so far, whether it has them or not: the value for `definePlugin({
   * permissions })`.
   */
  neededPermissions(plugin: string): PermissionsObject {
    return permissionsObject({ isAll: false, list: this.#host.neededBy(plugin) });
  }

  /** The plugins that had a call denied because they lack a permission. */
  get deniedPlugins(): readonly string[] {
    return [...this.#host.denied];
  }

  /** Starts the session's VM, unless it runs. */
  startVm(options?: RequestOptions & Partial<VmSettings>): Promise<Outcome> {
    return this.#wsl.startVm(options);
  }

  /** Stops the session's distributions, then its VM: `wsl --shutdown`. */
  stopVm(options?: RequestOptions): Promise<Outcome> {
    return this.#wsl.stopVm(options);
  }

  /** What `wsl -d <name>` does: starts the VM if need be, then the distribution. */
  startDistribution(
    distribution: string | DistributionOptions,
    options?: RequestOptions & Partial<VmSettings>,
  ): Promise<Outcome> {
    return this.#wsl.startDistribution(named(distribution), options);
  }

  /** What `wsl --terminate <name>` does. With `fails` the distribution keeps running, and can be stopped again. */
  stopDistribution(name: string, options?: RequestOptions & { readonly fails?: boolean }): Promise<Outcome> {
    return this.#wsl.stopDistribution(name, options);
  }

  /** What `wsl --import <name>` does. */
  registerDistribution(
    distribution: string | DistributionOptions,
    options?: RequestOptions & Partial<VmSettings>,
  ): Promise<Outcome> {
    return this.#wsl.registerDistribution(named(distribution), options);
  }

  /** What `wsl --unregister <name>` does. */
  unregisterDistribution(distribution: string | DistributionOptions, options?: RequestOptions): Promise<Outcome> {
    return this.#wsl.unregisterDistribution(named(distribution), options);
  }

  /** The VM's idle time-out passes: the VM stops if no distribution runs in it. */
  idle(options?: RequestOptions): Promise<Outcome> {
    return this.#wsl.idle(options);
  }

  /** Container sessions and their operations, from WSL 2.9.0 on. */
  get containers(): ContainerSessions {
    return this.#wsl.containers;
  }

  /** Stops everything, as when WSL's service ends. */
  async stop(): Promise<void> {
    await this.#wsl.shutdown();
    this.#report({ kind: "service-stopped" });
    this[Symbol.dispose]();
  }

  /** The next calls of a function of WSL's API fail as requested, or call a hook first. */
  injectFault({ hook, ...fault }: Fault): void {
    const nested = hook && { plugin: this.#filesOf(hook.plugin).name, call: this.#wsl.hookCall(hook) };
    this.#host.injectFault(nested === undefined ? fault : { ...fault, hook: nested });
  }

  /** Changes the script of a plugin (the only one by default); null deletes the file. */
  writeScript(script: string | Uint8Array | null, plugin?: string): void {
    this.#filesOf(plugin).edit({ script });
  }

  /** Changes the settings of a plugin (the only one by default); null deletes the file. */
  writeSettings(settings: object | string | null, plugin?: string): void {
    const text = typeof settings === "object" && settings !== null ? JSON.stringify(settings) : settings;
    this.#filesOf(plugin).edit({ settings: text });
  }

  /** The lines of the plugins' logs. */
  get log(): LogLine[] {
    return this.eventsOf("log").map(({ line }) => line);
  }

  /** What scripts have printed with `console`, at any level that the settings let through. */
  get printed(): string[] {
    return this.log.filter(({ event }) => event === "console").map(({ message }) => message);
  }

  /** The calls of WSL's API by plugins, and their results. */
  get calls(): CallEvent[] {
    return this.eventsOf("call");
  }

  /** The programs that plugins have started. */
  get processes(): readonly ProcessRecord[] {
    return this.#machine.processes;
  }

  /** The folders that plugins have mounted. */
  get mounts(): readonly (Mount | ContainerMount)[] {
    return this.#machine.mounts;
  }

  /** The events as lines of text, without what differs between runs. */
  get eventLog(): string[] {
    return this.events.map(formatSimulatorEvent);
  }

  /** Where time went so far: hooks, the script, its calls and waits, programs. Write it as JSON for Perfetto. */
  get trace(): TraceFile {
    return this.#trace.file;
  }

  /** The events of some kinds, in order. */
  eventsOf<Kind extends SimulatorEvent["kind"]>(...kinds: Kind[]): Extract<SimulatorEvent, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<SimulatorEvent, { kind: Kind }> =>
      kinds.some((kind) => kind === event.kind),
    );
  }

  /** Ends everything at once, without calling any hook. */
  [Symbol.dispose](): void {
    this.#machine.close();
    this.#rules = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
  }

  get #wsl(): Wsl {
    if (this.#rules === null) throw new SimulationMistake("WSL has been stopped.");
    return this.#rules;
  }

  #filesOf(plugin: string | undefined): PluginFiles {
    const found = this.#files.filter(({ name }) => plugin === undefined || name === plugin);
    const [files] = found;
    if (files === undefined || found.length > 1) {
      const names = this.#files.map(({ name }) => name).join(", ");
      throw new SimulationMistake(`Which plugin? It must be one of: ${names}.`);
    }
    return files;
  }

  #report(event: SimulatorEvent): void {
    this.events.push(event);
    this.#trace.onEvent(event);
    this.#onEvent(event);
  }
}

export const defaultVersion = "2.4.4";

function named(distribution: string | DistributionOptions): DistributionOptions {
  return typeof distribution === "string" ? { name: distribution } : distribution;
}

function sessionsOf({ sessions = 1 }: StartOptions): readonly SessionOptions[] {
  return typeof sessions === "number" ? Array.from({ length: sessions }, () => ({})) : sessions;
}
