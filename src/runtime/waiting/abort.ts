// AbortController and AbortSignal of the DOM Standard, with "abort" as their only event.

import { argumentError } from "../base/argument-checks.ts";
import {
  apply,
  freeze,
  isArray,
  isObject,
  makeDOMException,
  makeError,
  makePromise,
  makeTypeError,
  without,
} from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { setOrigin } from "../console/error-text.ts";
import type { Timers } from "./timers.ts";

interface AbortEvent {
  readonly type: "abort";
  readonly target: AbortSignal;
}

type Listener = ((event: AbortEvent) => unknown) | { handleEvent(event: AbortEvent): unknown };

/**
 * Calls back when the signal is aborted, before the script's listeners. Returns a function that removes the callback.
 */
export let onAbort: (signal: AbortSignal, callback: () => void) => () => void;

export let isAborted: (signal: AbortSignal) => boolean;
export let reasonOf: (signal: AbortSignal) => unknown;

/** Whether a value is a real signal and not a look-alike. */
let isAbortSignal: (value: unknown) => value is AbortSignal;

let abort: (signal: AbortSignal, reason: unknown) => void;
let setTimer: (callback: () => void, delay: number) => void;

/** The timers that AbortSignal.timeout() uses. */
export function setAbortTimers(timers: Timers): void {
  setTimer = (callback, delay) => timers.setOwn(callback, delay);
}

/** Only this module can make signals. */
const kToken = Symbol("AbortSignal");

export class AbortSignal {
  #callbacks: (() => void)[] = [];
  #listeners: Listener[] = [];
  #aborted = false;
  #reason: unknown;
  /**
   * Aborted when one of these is. Without listeners it reads their state and does not listen to them, so that they keep
   * nothing alive.
   */
  #sources: readonly AbortSignal[] = [];
  /** Stops listening to them; set while it has listeners itself. */
  #unfollow: (() => void)[] = [];

  static {
    isAbortSignal = (value): value is AbortSignal => isObject(value) && #aborted in value;
    isAborted = (signal) => signal.#isAborted();
    reasonOf = (signal) => (signal.#isAborted() ? signal.#reason : undefined);
    abort = (signal, reason) => signal.#abort(reason);
    onAbort = (signal, callback) => {
      signal.#callbacks[signal.#callbacks.length] = callback;
      signal.#follow();
      return () => {
        signal.#callbacks = without(signal.#callbacks, callback);
        signal.#follow();
      };
    };
  }

  constructor(token?: symbol) {
    if (token !== kToken) throw new makeTypeError("AbortSignal objects come from an AbortController");
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = new AbortSignal(kToken);
    signal.#abort(reason);
    return signal;
  }

  static timeout(milliseconds: unknown): AbortSignal {
    if (typeof milliseconds !== "number" || !(milliseconds >= 0)) {
      throw argumentError(
        "AbortSignal.timeout",
        `milliseconds must be a number of milliseconds, not ${describeValue(milliseconds)}`,
      );
    }
    const signal = new AbortSignal(kToken);
    const origin = new makeError();
    setTimer(() => {
      const reason = new makeDOMException("The operation timed out.", "TimeoutError");
      setOrigin(reason, origin);
      signal.#abort(reason);
    }, milliseconds);
    return signal;
  }

  static any(signals: unknown): AbortSignal {
    if (!isArray(signals)) {
      throw argumentError("AbortSignal.any", `signals must be an array of signals, not ${describeValue(signals)}`);
    }
    const any = new AbortSignal(kToken);
    const sources: AbortSignal[] = [];
    for (let at = 0; at < signals.length; at++) {
      const signal: unknown = signals[at];
      if (!isAbortSignal(signal)) {
        throw argumentError("AbortSignal.any", `signals[${at}] must be an AbortSignal, not ${describeValue(signal)}`);
      }
      sources[at] = signal;
    }
    any.#sources = sources;
    return any;
  }

  get aborted(): boolean {
    return this.#isAborted();
  }

  get reason(): unknown {
    return reasonOf(this);
  }

  throwIfAborted(): void {
    if (this.#isAborted()) throw this.#reason;
  }

  /** A signal is aborted only once, so every listener runs only once. */
  addEventListener(type: unknown, listener: unknown): void {
    if (type !== "abort" || !isListener(listener) || this.#isAborted()) return;
    this.#listeners = without(this.#listeners, listener);
    this.#listeners[this.#listeners.length] = listener;
    this.#follow();
  }

  removeEventListener(type: unknown, listener: unknown): void {
    if (type !== "abort") return;
    this.#listeners = without(this.#listeners, listener);
    this.#follow();
  }

  #isAborted(): boolean {
    for (let at = 0; at < this.#sources.length; at++) {
      const source = this.#sources[at] as AbortSignal;
      if (source.#isAborted()) this.#abort(source.#reason);
    }
    return this.#aborted;
  }

  /** Listens to its sources while it has listeners itself. */
  #follow(): void {
    const isAwaited = this.#callbacks.length > 0 || this.#listeners.length > 0;
    if (isAwaited === this.#unfollow.length > 0) return;
    const unfollow = this.#unfollow;
    this.#unfollow = [];
    for (let at = 0; at < unfollow.length; at++) unfollow[at]?.();
    if (!isAwaited) return;
    for (let at = 0; at < this.#sources.length; at++) {
      const source = this.#sources[at] as AbortSignal;
      this.#unfollow[at] = onAbort(source, () => this.#abort(source.#reason));
    }
  }

  #abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason === undefined ? new makeDOMException("The operation was aborted.", "AbortError") : reason;
    const callbacks = this.#callbacks;
    const listeners = this.#listeners;
    this.#callbacks = [];
    this.#listeners = [];
    this.#sources = [];
    this.#follow();
    for (let at = 0; at < callbacks.length; at++) callbacks[at]?.();
    const event = freeze({ type: "abort", target: this } as const);
    for (let at = 0; at < listeners.length; at++) notify(listeners[at] as Listener, event);
  }
}

export class AbortController {
  readonly #signal = new AbortSignal(kToken);

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason?: unknown): void {
    abort(this.#signal, reason);
  }
}

function isListener(value: unknown): value is Listener {
  return isObject(value);
}

/** An error in one listener does not stop the others; like an unhandled rejection, it fails the hook. */
function notify(listener: Listener, event: AbortEvent): void {
  try {
    if (typeof listener === "function") apply(listener, event.target, [event]);
    else listener.handleEvent(event);
  } catch (error) {
    void new makePromise((_, reject) => reject(error));
  }
}

/** The signal in the options of an operation. */
export function signalOf(call: string, options: unknown): AbortSignal | undefined {
  const signal = (options as { readonly signal?: unknown } | null | undefined)?.signal;
  if (signal === undefined || isAbortSignal(signal)) return signal;
  throw argumentError(call, `options.signal must be an AbortSignal, not ${describeValue(signal)}`);
}
