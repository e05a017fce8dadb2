import { promiseHooks } from "node:v8";

/**
 * Finds promises that may have been rejected and that nothing handles. Node reports these later, to the whole process; a hook needs them before
 * it ends.
 */
export class RejectionTracker {
  /** Something waits for these. */
  readonly #followed = new WeakSet<Promise<unknown>>();
  /** Settled promises, with the depth of the entry in which each was settled. */
  #settled = new Map<Promise<unknown>, number>();
  #isOwn = false;
  #stop: (() => void) | null = null;

  /** `depthNow`: how many entries are under way. */
  start(depthNow: () => number): void {
    this.#stop = promiseHooks.createHook({
      init: (promise, parent) => {
        if (parent !== undefined) this.#followed.add(parent);
        if (this.#isOwn) this.#followed.add(promise);
      },
      settled: (promise) => {
        this.#settled.set(promise, depthNow());
      },
    }) as () => void;
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** The promises that `wait` makes are the host's, and not tracked. */
  follow(wait: () => void): void {
    this.#isOwn = true;
    try {
      wait();
    } finally {
      this.#isOwn = false;
    }
  }

  /** Takes those that were settled at this depth or below it. */
  take(depth: number): Promise<unknown>[] {
    const taken = [...this.#settled].filter(([, at]) => at >= depth).map(([promise]) => promise);
    for (const promise of taken) this.#settled.delete(promise);
    return taken.filter((promise) => !this.#followed.has(promise));
  }
}
