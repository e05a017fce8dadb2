// setTimeout and setInterval. Callbacks run in the hook's event loop, one per turn; timers that are still set when the
// hook ends never fire.

import { argumentError } from "../base/argument-checks.ts";
import { apply, now, toNumber, without } from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { QueuedTimer, TimerQueue } from "./timer-queue.ts";

type Callback = (...args: never[]) => unknown;

interface TimerOptions {
  readonly callback: Callback;
  readonly args: readonly unknown[];
  /** Milliseconds between two calls; undefined for a single one. */
  readonly interval: number | undefined;
  /** One of the runtime's own timers, which the script cannot have forgotten. */
  readonly isOwn: boolean;
}

class Timer extends QueuedTimer {
  readonly options: TimerOptions;
  isCleared = false;

  constructor(id: number, options: TimerOptions) {
    super(id);
    this.options = options;
  }
}

/** As in Node: a shorter interval would block everything else. */
const kShortestDelay = 1;

export class Timers {
  #queue = new TimerQueue<Timer>();
  /** The timers whose callbacks are running. One may call WSL, and WSL a hook, in whose turns the next one fires. */
  #running: Timer[] = [];
  #lastId = 0;

  get isEmpty(): boolean {
    return this.#queue.first === undefined;
  }

  /** By the clock of `now()`. */
  get nextDue(): number {
    return this.#queue.first?.due ?? Infinity;
  }

  setOwn(callback: () => void, delay: number): number {
    return this.#set({ callback, args: [], interval: undefined, isOwn: true }, delay);
  }

  clear(id: unknown): void {
    for (let at = 0; at < this.#running.length; at++) {
      const timer = this.#running[at] as Timer;
      timer.isCleared ||= timer.id === id;
    }
    this.#queue.remove(id);
  }

  /** Calls the callback that is due first, if any. */
  fireNext(): void {
    const timer = this.#queue.first;
    if (timer === undefined || timer.due > now()) return;
    this.#queue.remove(timer.id);
    this.#call(timer);
  }

  /** An interval is set again after its callback has returned, and not for turns inside it. */
  #call(timer: Timer): void {
    const { callback, args, interval } = timer.options;
    this.#running[this.#running.length] = timer;
    try {
      apply(callback as (...args: unknown[]) => unknown, undefined, args);
    } finally {
      this.#running = without(this.#running, timer);
      if (interval !== undefined && !timer.isCleared) this.#queue.add(timer, now() + interval);
    }
  }

  /** Returns how many of the script's timers were left. */
  clearAll(): number {
    let count = 0;
    this.#queue.visitAll(({ options }) => {
      if (!options.isOwn) count++;
    });
    this.#queue = new TimerQueue();
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

  #set(options: TimerOptions, delay: unknown): number {
    const timer = new Timer(++this.#lastId, options);
    this.#queue.add(timer, now() + checkDelay(delay));
    return timer.id;
  }
}

function checkCallback(call: string, value: unknown): Callback {
  if (typeof value === "function") return value as Callback;
  throw argumentError(call, `callback must be a function, not ${describeValue(value)}`);
}

/** A value that is not a number counts as missing. */
function checkDelay(value: unknown): number {
  const delay = value === undefined ? 0 : toNumber(value);
  return delay > kShortestDelay ? delay : kShortestDelay;
}
