/**
 * WSL's rules in one place: what starts what, which hooks run when, and the effect of a failure. After
 * LxssUserSession.cpp. The simulator and the driver of the real DLL both use it; they differ in the PluginHost and the
 * Machine.
 */

import { ContainerSessions } from "./container-sessions.ts";
import type { WslEvent } from "./events.ts";
import { type HresultNames, knownHresultNames } from "./hresult-text.ts";
import { type VmSettings, vmSettings } from "./information.ts";
import { SimulationMistake } from "./mistake.ts";
import { hookCall, type NestedHook } from "./nested-hook.ts";
import {
  emptyMachine,
  type HookCall,
  type Machine,
  type PluginHost,
  type PluginRegistration,
  type ServiceThread,
} from "./plugin-host.ts";
import { type PluginFailure, PluginManager } from "./plugin-manager.ts";
import { type Distribution, type DistributionOptions, Session } from "./session.ts";
import { type ErrorContext, errorText } from "./user-text.ts";

export interface WslOptions {
  /** The version of WSL, such as "2.4.4". */
  readonly version: string;
  readonly host: PluginHost;
  /** In the order of the registry values. */
  readonly plugins: readonly PluginRegistration[];
  readonly machine?: Machine;
  readonly hresultNames?: HresultNames;
  readonly onEvent?: (event: WslEvent) => void;
  /**
   * What `vmIdleTimeout` does to a VM in which no distribution runs any more: -1, as in WSL's own plugin tests, keeps
   * it until it is stopped (default); 0 stops it at the end of the request that left it idle. WSL's own default is a
   * minute, which a scenario spells as `idle()`.
   */
  readonly vmIdleTimeout?: -1 | 0;
  /** What the administrator's policies remove from users' `.wslconfig`; nothing by default. */
  readonly forbidden?: readonly (keyof VmSettings)[];
}

/** The session that makes a request, and the service thread that handles it. */
export interface RequestOptions extends ServiceThread {
  /** 0 by default, the first session. */
  readonly session?: number;
}

/** The result of a request. */
export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly hresult: number;
      /** The plugin that caused it. */
      readonly plugin: string;
      /** What `wsl.exe` prints, without the last line's end. */
      readonly text: string;
    };

export class Wsl {
  /** Container sessions and their operations. */
  readonly containers: ContainerSessions;
  readonly #plugins: PluginManager;
  readonly #machine: Machine;
  readonly #options: WslOptions;
  readonly #sessions: Session[] = [];

  /** Starts the service, which loads the plugins. addSession adds users' sessions. */
  static async start(options: WslOptions): Promise<Wsl> {
    const wsl = new Wsl(options);
    wsl.#report({ kind: "service-started", version: options.version });
    await wsl.#plugins.load(options.plugins);
    return wsl;
  }

  private constructor(options: WslOptions) {
    this.#options = options;
    this.#machine = options.machine ?? emptyMachine();
    const report = (event: WslEvent) => this.#report(event);
    this.#plugins = new PluginManager(options.host, options.version, report);
    this.containers = new ContainerSessions({
      version: options.version,
      plugins: this.#plugins,
      machine: this.#machine,
      userOf: (session) => this.userOf(session),
      report,
    });
  }

  /** The failed load that blocks every VM, or null. */
  get fatalPluginError(): PluginFailure | null {
    return this.#plugins.fatal;
  }

  /** The names of the loaded plugins, in the order in which their hooks run. */
  get plugins(): readonly string[] {
    return this.#plugins.loaded;
  }

  /** A user signs in, a new one each time unless given. Returns the session's number. */
  addSession(userSid?: string): number {
    const id = this.#sessions.length;
    this.#sessions.push(new Session(id, userSid ?? `S-1-5-21-0-0-0-${1000 + id}`));
    return id;
  }

  /** The security identifier of the session's user. */
  userOf(session: number): string {
    return this.#session({ session }).userSid;
  }

  /** Makes sure that the session's VM runs. */
  startVm(options: RequestOptions & Partial<VmSettings> = {}): Promise<Outcome> {
    return this.#request(options, async (session) => {
      const failure = await this.#createVm(session, options, this.#settings(options));
      return this.#outcome(session, ["CreateInstance"], failure);
    });
  }

  /** Stops the session's WSL 2 distributions, then its VM: `wsl --shutdown`, or a VM that dies. */
  stopVm(options: RequestOptions = {}): Promise<Outcome> {
    return this.#request(options, async (session) => {
      await this.#stopDistributions(session, options, 2);
      await this.#terminateVm(session, options);
      return { ok: true };
    });
  }

  /** What `wsl -d` does: starts the VM if need be, then the distribution. */
  startDistribution(
    distribution: DistributionOptions,
    options: RequestOptions & Partial<VmSettings> = {},
  ): Promise<Outcome> {
    return this.#request(options, async (session) => {
      const wanted = session.know(distribution);
      const outcome = this.#outcome(session, ["CreateInstance"], await this.#createInstance(session, wanted, options));
      await this.#checkIdle(session, options);
      return outcome;
    });
  }

  /**
   * What `wsl --terminate` does. With `fails` the distribution cannot be stopped (a file is in use, say): the hook
   * runs, the distribution goes on, and the hook runs again at the next attempt.
   */
  stopDistribution(name: string, options: RequestOptions & { readonly fails?: boolean } = {}): Promise<Outcome> {
    return this.#request(options, async (session) => {
      const distribution = session.running(name);
      if (distribution !== null) {
        await this.#terminateInstance(session, distribution, options, options.fails ?? false);
        await this.#checkIdle(session, options);
      }
      return { ok: true };
    });
  }

  /** What `wsl --import` does. A WSL 2 distribution needs the VM for it. */
  registerDistribution(
    options: DistributionOptions,
    request: RequestOptions & Partial<VmSettings> = {},
  ): Promise<Outcome> {
    return this.#request(request, async (session) => {
      const distribution = session.know(options);
      const failed = distribution.wsl === 2 ? await this.#createVm(session, request, this.#settings(request)) : null;
      if (failed !== null) {
        session.distributions.delete(distribution.id);
        return this.#outcome(session, ["RegisterDistro"], failed);
      }
      this.#report({ kind: "distribution-registered", ...distribution.place });
      await this.#plugins.notifyAll({
        hook: "OnDistributionRegistered",
        ...session.call(request),
        distribution: distribution.information(""),
      });
      await this.#checkIdle(session, request);
      return { ok: true };
    });
  }

  /** What `wsl --unregister` does: stops the distribution if it runs. Needs no VM. */
  unregisterDistribution(options: DistributionOptions, request: RequestOptions = {}): Promise<Outcome> {
    return this.#request(request, async (session) => {
      const distribution = session.know(options);
      if (distribution.running !== null) {
        await this.#terminateInstance(session, distribution, request, false);
      }
      session.distributions.delete(distribution.id);
      this.#report({ kind: "distribution-unregistered", ...distribution.place });
      await this.#plugins.notifyAll({
        hook: "OnDistributionUnregistered",
        ...session.call(request),
        distribution: distribution.information(null),
      });
      await this.#checkIdle(session, request);
      return { ok: true };
    });
  }

  /** The VM's idle time-out passes: the VM stops if no WSL 2 distribution runs in it. */
  idle(options: RequestOptions = {}): Promise<Outcome> {
    return this.#request(options, async (session) => {
      await this.#stopIdleVm(session, options);
      return { ok: true };
    });
  }

  /** The service stops: distributions, then VMs, then container sessions. */
  async shutdown(via: ServiceThread = {}): Promise<void> {
    for (const { id } of this.#sessions) {
      await this.#request({ ...via, session: id }, async (session) => {
        await this.#stopDistributions(session, via, 1, 2);
        await this.#terminateVm(session, via);
        return { ok: true };
      });
    }
    await this.containers.shutdown(via);
  }

  /** Calls a hook with current data, without a request that leads to it. */
  hookCall(hook: NestedHook): HookCall {
    return hookCall(this.#session(hook), hook);
  }

  /** Returns the failure with its contexts, or null. */
  async #createVm(session: Session, via: ServiceThread, settings: VmSettings): Promise<Failure | null> {
    if (session.vmRuns) {
      return null;
    }
    if (this.#plugins.fatal !== null) {
      return { ...this.#plugins.fatal, contexts: ["CreateVm", "Plugin"] };
    }
    this.#report({ kind: "vm-starting", session: session.id, settings });
    await this.#machine.startVm(session.id);
    session.vmRuns = true;
    const failed = await this.#plugins.notifyUntilFailure({ hook: "OnVMStarted", ...session.call(via), settings });
    if (failed !== null) {
      await this.#terminateVm(session, via);
      return { ...failed, contexts: ["CreateVm", "Plugin"] };
    }
    this.#report({ kind: "vm-started", session: session.id });
    return null;
  }

  /** Called for every plugin, also those that never saw the start. */
  async #terminateVm(session: Session, via: ServiceThread): Promise<void> {
    if (!session.vmRuns) {
      return;
    }
    this.#report({ kind: "vm-stopping", session: session.id });
    await this.#plugins.notifyAll({ hook: "OnVMStopping", ...session.call(via) });
    await this.#machine.stopVm(session.id);
    session.vmRuns = false;
    this.#report({ kind: "vm-stopped", session: session.id });
  }

  async #createInstance(
    session: Session,
    distribution: Distribution,
    options: RequestOptions & Partial<VmSettings>,
  ): Promise<Failure | null> {
    if (distribution.running !== null) {
      return null;
    }
    const blocked = distribution.wsl === 2 ? await this.#createVm(session, options, this.#settings(options)) : null;
    if (blocked !== null) {
      return blocked;
    }
    this.#report({ kind: "distribution-starting", ...distribution.place });
    const information = distribution.information(null);
    // It counts as running before the plugins are called, because they may run programs inside.
    distribution.running = await this.#machine.startDistribution(session.id, information, distribution.wsl);
    const failed = distribution.wsl === 2 ? await this.#notifyStarted(session, distribution, options) : null;
    if (failed !== null) {
      // No OnDistributionStopping: for plugins, it never ran.
      await this.#machine.stopDistribution(session.id, distribution.id);
      distribution.running = null;
      return { ...failed, contexts: ["Plugin"] };
    }
    this.#report({ kind: "distribution-started", ...distribution.place });
    return null;
  }

  #notifyStarted(session: Session, distribution: Distribution, via: ServiceThread): Promise<PluginFailure | null> {
    return this.#plugins.notifyUntilFailure({
      hook: "OnDistributionStarted",
      ...session.call(via),
      distribution: distribution.runningInformation(),
    });
  }

  async #terminateInstance(
    session: Session,
    distribution: Distribution,
    via: ServiceThread,
    fails: boolean,
  ): Promise<void> {
    this.#report({ kind: "distribution-stopping", ...distribution.place });
    if (distribution.wsl === 2) {
      await this.#plugins.notifyAll({
        hook: "OnDistributionStopping",
        ...session.call(via),
        distribution: distribution.runningInformation(),
      });
    }
    if (!fails) {
      await this.#machine.stopDistribution(session.id, distribution.id);
      distribution.running = null;
      this.#report({ kind: "distribution-stopped", ...distribution.place });
    }
  }

  async #stopDistributions(session: Session, via: ServiceThread, ...versions: (1 | 2)[]): Promise<void> {
    for (const distribution of session.distributions.values()) {
      if (distribution.running !== null && versions.includes(distribution.wsl)) {
        await this.#terminateInstance(session, distribution, via, false);
      }
    }
  }

  async #checkIdle(session: Session, via: ServiceThread): Promise<void> {
    if (this.#options.vmIdleTimeout === 0) {
      await this.#stopIdleVm(session, via);
    }
  }

  async #stopIdleVm(session: Session, via: ServiceThread): Promise<void> {
    const busy = [...session.distributions.values()].some((one) => one.wsl === 2 && one.running !== null);
    if (!busy) {
      await this.#terminateVm(session, via);
    }
  }

  /** One request at a time per session, as under WSL's instance lock; sessions do not wait for each other. */
  async #request(options: RequestOptions, serve: (session: Session) => Promise<Outcome>): Promise<Outcome> {
    const session = this.#session(options);
    const served = session.last.then(() => serve(session));
    session.last = served.catch(() => {});
    return served;
  }

  #session({ session: id = 0 }: { readonly session?: number }): Session {
    const session = this.#sessions[id];
    if (session === undefined) throw new SimulationMistake(`There is no session ${id}.`);
    return session;
  }

  #outcome(session: Session, contexts: readonly ErrorContext[], failure: Failure | null): Outcome {
    if (failure === null) {
      return { ok: true };
    }
    const { hresult, plugin } = failure;
    const names = this.#options.hresultNames ?? knownHresultNames;
    const text = errorText(failure.text, [...contexts, ...failure.contexts], hresult, names);
    this.#report({ kind: "user-sees", session: session.id, hresult, text });
    return { ok: false, hresult, plugin, text };
  }

  /** A user's settings, after policies (WslCoreConfig.cpp). */
  #settings(asked: Partial<VmSettings>): VmSettings {
    const { forbidden = [] } = this.#options;
    const allowed = (setting: keyof VmSettings) => (asked[setting] ?? false) && !forbidden.includes(setting);
    return vmSettings(allowed);
  }

  #report(event: WslEvent): void {
    this.#options.onEvent?.(event);
  }
}

interface Failure extends PluginFailure {
  readonly contexts: readonly ErrorContext[];
}
