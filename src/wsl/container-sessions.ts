/**
 * WSL's rules about container sessions: what starts what, which hooks run when, and the effect of a failure. After
 * WSLCSessionManager.cpp, WSLCSessionRuntime.cpp and WSLCContainer.cpp.
 */

import { compareVersions } from "../../bindings/wsl/versions.ts";
import type { WslEvent } from "./events.ts";
import type { ContainerSessionId, ContainerSessionInformation } from "./information.ts";
import { type ContainerOptions, dockerId, type ImageOptions, inspectContainer, inspectImage } from "./inspection.ts";
import { SimulationMistake } from "./mistake.ts";
import type { Machine, ServiceThread } from "./plugin-host.ts";
import type { PluginFailure, PluginManager } from "./plugin-manager.ts";
import { threadOf } from "./session.ts";
import type { Outcome } from "./wsl.ts";

export interface ContainerSessionOptions extends ServiceThread {
  /** Its name; made from its number by default. */
  readonly name?: string;
  /** The user who creates it, by the number of that user's session with distributions; 0 by default. */
  readonly session?: number;
  /** The Windows process that creates it. */
  readonly applicationPid?: number;
}

export interface ContainerRequest extends ServiceThread {
  /** The container session by its number; 1 by default, the first. */
  readonly containerSession?: number;
}

/** What the rules need from the rest of WSL. */
export interface ContainerSurroundings {
  readonly version: string;
  readonly plugins: PluginManager;
  readonly machine: Machine;
  userOf(session: number): string;
  report(event: WslEvent): void;
}

interface ContainerSession {
  readonly id: ContainerSessionId;
  readonly information: ContainerSessionInformation;
  /** The running containers, by name. */
  readonly running: Map<string, Container>;
  /** The ids of images, by name. */
  readonly images: Map<string, string>;
  vmRuns: boolean;
  hasEnded: boolean;
}

interface Container extends ContainerOptions {
  readonly id: string;
}

export class ContainerSessions {
  readonly #wsl: ContainerSurroundings;
  /** The sessions that plugins may still be asked or notified about. */
  readonly #sessions = new Map<number, ContainerSession>();
  #count = 0;
  /** The end of the queue for the lock that creating and checking sessions takes. */
  #lock: Promise<unknown> = Promise.resolve();

  constructor(wsl: ContainerSurroundings) {
    this.#wsl = wsl;
  }

  /** A program creates a session. The first has the number 1. */
  createSession(options: ContainerSessionOptions = {}): Promise<Outcome> {
    this.#checkVersion();
    return this.#locked(async () => {
      await this.#lookThrough(options);
      const session = this.#newSession(options);
      this.#wsl.report({ kind: "session-creating", session: session.id, name: session.information.displayName });
      this.#wsl.machine.addContainerSession(session.id);
      if (!this.#hasLazyVm) await this.#vmStarts(session);
      const failed = await this.#wsl.plugins.notifyUntilFailure({
        hook: "OnSessionCreated",
        ...call(session, options),
      });
      if (failed !== null) {
        // Its end calls no plugin's hook.
        this.#sessions.delete(this.#count);
        this.#wsl.machine.removeContainerSession(session.id);
        await this.#vmStops(session, options);
        return this.#refused(session, failed);
      }
      this.#wsl.report({ kind: "session-created", session: session.id });
      return { ok: true };
    });
  }

  /** The session's last client leaves. WSL notices when it next checks its sessions. */
  async endSession(request: ContainerRequest = {}): Promise<void> {
    const session = this.#session(request);
    session.running.clear();
    session.hasEnded = true;
    // Its VM still runs but can no longer be reached.
    this.#wsl.machine.removeContainerSession(session.id);
    await this.#vmStops(session, request);
    this.#wsl.report({ kind: "session-ended", session: session.id });
  }

  /** WSL checks its sessions, as it also does to create one. */
  listSessions(): Promise<void> {
    return this.#locked(() => this.#lookThrough({}));
  }

  /** `wslc start`, of a container that exists or a new one. */
  async start(container: ContainerOptions, request: ContainerRequest = {}): Promise<Outcome> {
    const session = this.#session(request);
    await this.#needVm(session, request);
    const id = idIn(container.inspection) ?? dockerId(`${session.id} ${container.name}`);
    const place = { session: session.id, name: container.name, id };
    this.#wsl.report({ kind: "container-starting", ...place });
    session.running.set(container.name, { ...container, id });
    const failed = await this.#wsl.plugins.notifyUntilFailure({
      hook: "ContainerStarted",
      ...call(session, request),
      container: inspectContainer(id, container, this.#wsl.version),
    });
    if (failed !== null) {
      session.running.delete(container.name);
      this.#wsl.report({ kind: "container-stopped", ...place });
      return this.#refused(session, failed);
    }
    this.#wsl.report({ kind: "container-started", ...place });
    return { ok: true };
  }

  /** `wslc stop`, or a container that ends by itself. */
  async stop(name: string, request: ContainerRequest = {}): Promise<void> {
    const session = this.#session(request);
    const container = session.running.get(name);
    if (container === undefined) return;
    session.running.delete(name);
    this.#wsl.report({ kind: "container-stopped", session: session.id, name, id: container.id });
    const about = { ...call(session, request), containerId: container.id };
    await this.#wsl.plugins.notifyAll({ hook: "ContainerStopping", ...about });
  }

  /** `wslc rm --force`, which calls no hook. */
  async delete(name: string, request: ContainerRequest = {}): Promise<void> {
    const session = this.#session(request);
    const id = session.running.get(name)?.id ?? dockerId(`${session.id} ${name}`);
    session.running.delete(name);
    this.#wsl.report({ kind: "container-deleted", session: session.id, name, id });
  }

  /** `wslc pull`, import or load. */
  async pullImage(image: ImageOptions, request: ContainerRequest = {}): Promise<void> {
    const session = this.#session(request);
    await this.#needVm(session, request);
    const id = idIn(image.inspection) ?? imageId(image.name);
    session.images.set(image.name, id);
    this.#wsl.report({ kind: "image-created", session: session.id, name: image.name, id });
    const about = { ...call(session, request), image: inspectImage(id, image) };
    await this.#wsl.plugins.notifyAll({ hook: "ImageCreated", ...about });
  }

  /** `wslc rmi`. */
  async deleteImage(name: string, request: ContainerRequest = {}): Promise<void> {
    const session = this.#session(request);
    await this.#needVm(session, request);
    const id = session.images.get(name) ?? imageId(name);
    this.#wsl.report({ kind: "image-deleted", session: session.id, name, id });
    await this.#wsl.plugins.notifyAll({ hook: "ImageDeleted", ...call(session, request), imageId: id });
  }

  /** Nothing has used the session's VM for a while: from WSL 2.9.5 on it stops, unless a container runs. */
  async idle(request: ContainerRequest = {}): Promise<void> {
    const session = this.#session(request);
    if (this.#hasLazyVm && session.running.size === 0) await this.#vmStops(session, request);
  }

  /** The service stops: the hooks of sessions come before those of their VMs. */
  async shutdown(via: ServiceThread): Promise<void> {
    for (const session of this.#sessions.values()) {
      this.#wsl.machine.removeContainerSession(session.id);
      await this.#wsl.plugins.notifyAll({ hook: "OnSessionStopping", ...call(session, via) });
      if (!session.hasEnded) await this.#vmStops(session, via);
    }
    this.#sessions.clear();
  }

  get #hasLazyVm(): boolean {
    return compareVersions(this.#wsl.version, "2.9.5") >= 0;
  }

  #newSession({ name, session = 0, applicationPid = 4000 }: ContainerSessionOptions): ContainerSession {
    this.#count += 1;
    const id: ContainerSessionId = `wslc:${this.#count}`;
    const displayName = name ?? `session-${this.#count}`;
    const userSid = this.#wsl.userOf(session);
    const created: ContainerSession = {
      id,
      information: { id, displayName, applicationPid, userSid, hasToken: true },
      running: new Map(),
      images: new Map(),
      vmRuns: false,
      hasEnded: false,
    };
    this.#sessions.set(this.#count, created);
    return created;
  }

  async #needVm(session: ContainerSession, via: ServiceThread): Promise<void> {
    if (session.vmRuns) return;
    await this.#vmStarts(session);
    await this.#wsl.plugins.notifyAll({ hook: "WslcVmStarted", ...call(session, via) });
  }

  async #vmStarts(session: ContainerSession): Promise<void> {
    await this.#wsl.machine.startVm(session.id);
    session.vmRuns = true;
    this.#wsl.report({ kind: "vm-started", session: session.id });
  }

  async #vmStops(session: ContainerSession, via: ServiceThread): Promise<void> {
    if (!session.vmRuns) return;
    this.#wsl.report({ kind: "vm-stopping", session: session.id });
    await this.#wsl.plugins.notifyAll({ hook: "WslcVmStopping", ...call(session, via) });
    await this.#wsl.machine.stopVm(session.id);
    session.vmRuns = false;
    this.#wsl.report({ kind: "vm-stopped", session: session.id });
  }

  /** Calls the hook of each session that is over. */
  async #lookThrough(via: ServiceThread): Promise<void> {
    for (const [number, session] of this.#sessions) {
      if (!session.hasEnded) continue;
      this.#sessions.delete(number);
      await this.#wsl.plugins.notifyAll({ hook: "OnSessionStopping", ...call(session, via) });
    }
  }

  #refused(session: ContainerSession, { hresult, plugin, text }: PluginFailure): Outcome {
    this.#wsl.report({ kind: "user-sees", session: session.id, hresult, text });
    return { ok: false, hresult, plugin, text };
  }

  #locked<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#lock.then(action);
    this.#lock = done.catch(() => {});
    return done;
  }

  #session({ containerSession = 1 }: ContainerRequest): ContainerSession {
    this.#checkVersion();
    const session = this.#sessions.get(containerSession);
    if (session === undefined || session.hasEnded) {
      throw new SimulationMistake(`There is no container session ${containerSession}.`);
    }
    return session;
  }

  #checkVersion(): void {
    const { version } = this.#wsl;
    if (compareVersions(version, "2.9.0") < 0) throw new SimulationMistake(`WSL ${version} has no containers.`);
  }
}

/** The part that the calls of all hooks share. */
function call({ information }: ContainerSession, via: ServiceThread) {
  return { session: information, via: threadOf(via) };
}

function idIn(inspection: { readonly Id?: unknown } = {}): string | null {
  return typeof inspection.Id === "string" ? inspection.Id : null;
}

function imageId(name: string): string {
  return `sha256:${dockerId(name)}`;
}
