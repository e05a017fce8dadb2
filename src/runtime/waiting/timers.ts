// setTimeout and setInterval. Callbacks run in the hook's event loop, one a turn; what is still set when the hook ends
// never runs.

import { argumentError } from "../base/argument-checks.ts";
import { apply, now, restOf, toNumber, without } from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";

type Callback = (...args: never[]) => unknown;

interface Timer {
  readonly id: number;
  readonly callback: Callback;
  readonly args: readonly unknown[];
  /** Milliseconds between two calls; undefined for a single one. */
  readonly interval: number | undefined;
  /** One of the runtime's own, which no script forgot to clear. */
  readonly isOwn: boolean;
  isCleared: boolean;
  due: number;
}

/** As in Node: a timer of less would keep everything else from happening. */
const kShortestDelay = 1;

export class Timers {
  /** In the order in which they will fire, behind some that have fired. */
  #timers: Timer[] = [];
  #next = 0;
  /** Whose callbacks run. One may call WSL, and WSL a hook, in whose turns the next one fires. */
  #running: Timer[] = [];
  #lastId = 0;

  get isEmpty(): boolean {
    return this.#next === this.#timers.length;
  }

  /** By the clock of `now()`. */
  get nextDue(): number {
    return this.#timers[this.#next]?.due ?? Infinity;
  }

  setOwn(callback: () => void, delay: number): number {
    return this.#set({ callback, args: [], interval: undefined, isOwn: true }, delay);
  }

  clear(id: unknown): void {
    for (let at = 0; at < this.#running.length; at++) {
      const timer = this.#running[at] as Timer;
      timer.isCleared ||= timer.id === id;
    }
    const kept: Timer[] = [];
    for (let at = this.#next; at < this.#timers.length; at++) {
      const timer = this.#timers[at] as Timer;
      if (timer.id !== id) kept[kept.length] = timer;
    }
    this.#replace(kept);
  }

  /** Calls the callback whose time has come first, if there is one. */
  fireNext(): void {
    const timer = this.#timers[this.#next];
    if (timer === undefined || timer.due > now()) return;
    this.#next++;
    // Now and then, so that thousands of timers cost no more than as many times one.
    if (this.#next * 2 >= this.#timers.length) this.#replace(restOf(this.#timers, this.#next));
    this.#call(timer);
  }

  /** An interval is set again when its callback has returned, and not for the turns within. */
  #call(timer: Timer): void {
    this.#running[this.#running.length] = timer;
    try {
      apply(timer.callback as (...args: unknown[]) => unknown, undefined, timer.args);
    } finally {
      this.#running = without(this.#running, timer);
      if (timer.interval !== undefined && !timer.isCleared) this.#insert(timer, timer.interval);
    }
  }

  /** Returns how many the script had left. */
  clearAll(): number {
    let count = 0;
    for (let at = this.#next; at < this.#timers.length; at++) if (!this.#timers[at]?.isOwn) count++;
    this.#replace([]);
    return count;
  }

  /** The global functions. */
  globals() {
    return {
      setTimeout: (callback: unknown, delay?: unknown, ...args: unknown[]): number =>
        this.#set({ callback: checkCallback("setTimeout", callback), args, interval: undefined, isOwn: false }, delay),
      setInterval: (callback: unknown, delay?: unknown, ...args: unknown[]): number => {
        const interval = checkDelay(delay);
        return this.#set({ callback: checkCallback("setInterval", callback), args, interval, isOwn: false }, delay);
      },
      clearTimeout: (id?: unknown): void => this.clear(id),
      clearInterval: (id?: unknown): void => this.clear(id),
    };
  }

  #set(timer: Omit<Timer, "id" | "due" | "isCleared">, delay: unknown): number {
    const id = ++this.#lastId;
    this.#insert({ ...timer, id, isCleared: false, due: 0 }, checkDelay(delay));
    return id;
  }

  /** Behind those that are due at the same time. */
  #insert(timer: Timer, delay: number): void {
    timer.due = now() + delay;
    let at = this.#timers.length;
    for (; at > this.#next && (this.#timers[at - 1] as Timer).due > timer.due; at--) {
      this.#timers[at] = this.#timers[at - 1] as Timer;
    }
    this.#timers[at] = timer;
  }

  #replace(timers: Timer[]): void {
    this.#timers = timers;
    this.#next = 0;
  }
}

function checkCallback(call: string, value: unknown): Callback {
  if (typeof value === "function") return value as Callback;
  throw argumentError(call, `callback must be a function, not ${describeValue(value)}`);
}

/** What is no number counts as none. */
function checkDelay(value: unknown): number {
  const delay = value === undefined ? 0 : toNumber(value);
  return delay > kShortestDelay ? delay : kShortestDelay;
}
