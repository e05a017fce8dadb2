import { maximumInstances, maximumInstancesOfUser } from "../runtime/generated/numbers.ts";
import type { AnySessionId } from "../wsl/information.ts";
import type { HookCall } from "../wsl/plugin-host.ts";
import { Instance } from "./instance.ts";
import type { PluginContext } from "./plugin-context.ts";

interface Entry {
  readonly session: AnySessionId;
  readonly user: string;
  readonly instance: Instance;
  /** The hooks that run in it. */
  users: number;
  lastUse: number;
  /** The user has started a newer session since its last hook, as happens once this one is over. */
  replaced: boolean;
  ended: boolean;
  last: HookCall | null;
}

/** A plugin's instances by session: host/plugin/instances.cpp in Node. */
export class Instances {
  readonly #plugin: PluginContext;
  readonly #entries = new Map<AnySessionId, Entry>();
  /** The states that freed instances left. */
  readonly #states = new Map<AnySessionId, string>();
  #first: Instance | null = null;
  #uses = 0;

  constructor(plugin: PluginContext) {
    this.#plugin = plugin;
  }

  /** For the first session to come. */
  setFirst(instance: Instance): void {
    this.#first = instance;
  }

  /** Runs within the session's instance, which is created if needed; null if there is no room for it. */
  use<T>({ id, userSid }: HookCall["session"], run: (instance: Instance) => T): T | null {
    const entry = this.#entryOf(id, userSid);
    if (entry === null) return null;
    entry.users += 1;
    try {
      return run(entry.instance);
    } finally {
      this.#release(entry);
    }
  }

  /** The session is over; its instance ends when its last hook has returned, after one more hook. */
  end(session: AnySessionId, last: HookCall | null): void {
    this.#states.delete(session);
    const entry = this.#entries.get(session);
    if (entry === undefined) return;
    entry.ended = true;
    entry.last = last;
    entry.users += 1;
    this.#release(entry);
  }

  #entryOf(session: AnySessionId, user: string): Entry | null {
    for (;;) {
      const found = this.#entries.get(session);
      if (found !== undefined) {
        found.replaced = false;
        return found;
      }
      const isUsersFull = this.#all((entry) => entry.user === user).length >= maximumInstancesOfUser;
      if (!isUsersFull && this.#entries.size < maximumInstances) return this.#add(session, user);
      const idle = this.#longestIdle(isUsersFull ? user : null);
      if (idle === undefined) return null;
      idle.instance.freeEngine();
      const state = idle.instance.takeState();
      if (state !== undefined) this.#states.set(idle.session, state);
      this.#entries.delete(idle.session);
    }
  }

  #add(session: AnySessionId, user: string): Entry {
    const instance = this.#first ?? new Instance(this.#plugin);
    this.#first = null;
    instance.belongTo(session, this.#states.get(session));
    this.#states.delete(session);
    // A user has one session with distributions at a time, and any number of container sessions.
    const isOver = (entry: Entry) => entry.user === user && [session, entry.session].every(Number.isInteger);
    for (const older of this.#all(isOver)) older.replaced = true;
    const entry = { session, user, instance, users: 0, lastUse: 0, replaced: false, ended: false, last: null };
    this.#entries.set(session, entry);
    return entry;
  }

  /** Instances whose session seems to be over come first. */
  #longestIdle(user: string | null): Entry | undefined {
    const idle = this.#all((entry) => entry.users === 0 && (user === null || entry.user === user));
    return idle.sort((a, b) => Number(b.replaced) - Number(a.replaced) || a.lastUse - b.lastUse)[0];
  }

  #release(entry: Entry): void {
    this.#uses += 1;
    entry.lastUse = this.#uses;
    entry.users -= 1;
    if (entry.users > 0 || !entry.ended) return;
    if (entry.last !== null) entry.instance.runLast(entry.last);
    this.#entries.delete(entry.session);
  }

  #all(condition: (entry: Entry) => boolean): Entry[] {
    return [...this.#entries.values()].filter(condition);
  }
}
