// What a hook waits for while its promise is not settled: operations on processes, and timers. Nothing here runs by
// itself: the host calls `turn` for as long as the hook lasts, and has the reactions of promises run after each.

import { type AbortSignal, isAborted, onAbort, reasonOf } from "./abort.ts";
import { setOrigin } from "./error-text.ts";
import type { Natives } from "./generated/natives.ts";
import {
  Collection,
  closeGenerator,
  collectionAdd,
  collectionClear,
  collectionDelete,
  collectionForEach,
  collectionHas,
  collectionSize,
  makeError,
  makePromise,
  min,
  now,
} from "./primordials.ts";
import type { Timers } from "./timers.ts";
import {
  type Interest,
  kPause,
  needsNoWait,
  type Operation,
  outcomeOf,
  pollSockets,
  resume,
  type Wait,
} from "./waiting.ts";

/** An operation under way. */
interface Task {
  readonly operation: Operation<unknown>;
  readonly origin: Error;
  readonly resolve: (result: never) => void;
  readonly reject: (reason: unknown) => void;
  wait: Wait;
  /** Ends its interest in the signal. */
  ignoreSignal: () => void;
}

export class EventLoop {
  readonly #natives: Natives;
  readonly #timers: Timers;
  readonly #tasks: Set<unknown> = new Collection();

  constructor(natives: Natives, timers: Timers) {
    this.#natives = natives;
    this.#timers = timers;
  }

  /**
   * Begins an operation at once. Its promise is settled with what comes of it, or with the signal's reason. What
   * `getSignal` throws rejects it, too.
   */
  start<Result>(operation: Operation<Result>, getSignal: () => AbortSignal | undefined): Promise<Result> {
    const origin = new makeError();
    return new makePromise<Result>((resolve, reject) => {
      const signal = getSignal();
      if (signal !== undefined && isAborted(signal)) return reject(reasonOf(signal));
      const task: Task = { operation, origin, resolve, reject, wait: kPause, ignoreSignal: () => {} };
      collectionAdd(this.#tasks, task);
      this.#proceed(task, 1);
      if (signal !== undefined && collectionHas(this.#tasks, task)) {
        task.ignoreSignal = onAbort(signal, () => this.#abort(task, reasonOf(signal)));
      }
    });
  }

  /** Waits until something can go on, and lets it. False: there is nothing to wait for, now and for ever. */
  turn(): boolean {
    if (collectionSize(this.#tasks) === 0 && this.#timers.isEmpty) return false;
    this.#proceedWithReady();
    this.#timers.fireNext();
    return true;
  }

  /** Drops all that still waits. */
  clear(): void {
    collectionForEach(this.#tasks, (task) => {
      (task as Task).ignoreSignal();
      closeGenerator((task as Task).operation);
    });
    collectionClear(this.#tasks);
  }

  #proceedWithReady(): void {
    const tasks: Task[] = [];
    const interests: Interest[] = [];
    /** Where each task's interests begin; -1 for one that need not wait. */
    const starts: number[] = [];
    let deadline = this.#timers.nextDue;
    collectionForEach(this.#tasks, (value) => {
      const task = value as Task;
      const goesOn = needsNoWait(task.wait);
      starts[tasks.length] = goesOn ? -1 : interests.length;
      tasks[tasks.length] = task;
      deadline = min(deadline, goesOn ? -Infinity : task.wait.deadline);
      if (!goesOn) append(interests, task.wait.interests);
    });
    const ready = pollSockets(this.#natives, interests, deadline);
    for (let at = 0; at < tasks.length; at++) {
      const task = tasks[at] as Task;
      const start = starts[at] as number;
      const outcome = start === -1 ? 1 : this.#outcome(ready, start, task.wait);
      if (outcome !== 0 || now() >= task.wait.deadline) this.#proceed(task, outcome);
    }
  }

  /** Waiting for all of them fails if one of the sockets is broken; only who waits for that one is to know. */
  #outcome(ready: Uint8Array | number, start: number, { interests }: Wait): number {
    if (typeof ready === "number")
      return outcomeOf(pollSockets(this.#natives, interests, -Infinity), 0, interests.length);
    return outcomeOf(ready, start, interests.length);
  }

  #proceed(task: Task, outcome: number): void {
    // What one task does may have ended another.
    if (!collectionHas(this.#tasks, task)) return;
    try {
      const step = resume(task.operation, outcome);
      if (!step.done) {
        task.wait = step.value;
        return;
      }
      this.#end(task);
      task.resolve(step.value as never);
    } catch (error) {
      this.#end(task);
      setOrigin(error, task.origin);
      task.reject(error);
    }
  }

  #abort(task: Task, reason: unknown): void {
    this.#end(task);
    closeGenerator(task.operation);
    task.reject(reason);
  }

  #end(task: Task): void {
    collectionDelete(this.#tasks, task);
    task.ignoreSignal();
  }
}

function append(list: Interest[], more: readonly Interest[]): void {
  for (let at = 0; at < more.length; at++) list[list.length] = more[at] as Interest;
}
