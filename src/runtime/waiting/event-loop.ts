// What a hook waits for until its promise settles: operations on processes, and timers. Nothing here runs by itself:
// the host calls `turn` while the hook lasts, and runs the promises' reactions after each call.

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
} from "../base/primordials.ts";
import { setOrigin } from "../console/error-text.ts";
import type { Natives } from "../generated/natives.ts";
import { type AbortSignal, isAborted, onAbort, reasonOf } from "./abort.ts";
import type { Timers } from "./timers.ts";
import {
  type Interest,
  kPause,
  needsNoWait,
  type Operation,
  outcomeOf,
  pollStreams,
  resume,
  type Wait,
} from "./waiting.ts";

/** An operation under way. */
interface Task {
  readonly operation: Operation<unknown>;
  readonly origin: Error;
  readonly resolve: (result: never) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal | undefined;
  wait: Wait;
  /** Removes its callback from the signal. */
  ignoreSignal: () => void;
}

export class EventLoop {
  readonly #natives: Natives;
  readonly #timers: Timers;
  /** The waiting operations. One that runs may call WSL, and WSL a hook, whose turns must skip it. */
  readonly #tasks: Set<unknown> = new Collection();

  constructor(natives: Natives, timers: Timers) {
    this.#natives = natives;
    this.#timers = timers;
  }

  /** Whether no operation waits. */
  get isEmpty(): boolean {
    return collectionSize(this.#tasks) === 0;
  }

  /**
   * Starts an operation at once. Its promise settles with the operation's result, or rejects with the signal's reason.
   * It also rejects if `getSignal` throws.
   */
  start<Result>(operation: Operation<Result>, getSignal: () => AbortSignal | undefined): Promise<Result> {
    const origin = new makeError();
    return new makePromise<Result>((resolve, reject) => {
      const signal = getSignal();
      if (signal !== undefined && isAborted(signal)) return reject(reasonOf(signal));
      const task: Task = { operation, origin, resolve, reject, signal, wait: kPause, ignoreSignal: () => {} };
      if (signal !== undefined) task.ignoreSignal = onAbort(signal, () => this.#abortWaiting(task, signal));
      this.#proceed(task, 1);
    });
  }

  /** Waits until something can continue, and runs it. False: there is nothing left to wait for. */
  turn(): boolean {
    if (this.isEmpty && this.#timers.isEmpty) return false;
    this.#proceedWithReady();
    this.#timers.fireNext();
    return true;
  }

  /** Drops all operations that still wait. */
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
    /** Where each task's interests start; -1 for one that need not wait. */
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
    const ready = pollStreams(this.#natives, interests, deadline);
    for (let at = 0; at < tasks.length; at++) {
      const task = tasks[at] as Task;
      const start = starts[at] as number;
      const outcome = start === -1 ? 1 : outcomeOf(ready, start, task.wait.interests.length);
      // One task may have ended another.
      if (!collectionHas(this.#tasks, task)) continue;
      if (outcome !== 0 || now() >= task.wait.deadline) this.#proceed(task, outcome);
    }
  }

  #proceed(task: Task, outcome: number): void {
    collectionDelete(this.#tasks, task);
    try {
      const step = resume(task.operation, outcome);
      const { signal } = task;
      if (signal !== undefined && isAborted(signal)) this.#abort(task, signal);
      else if (step.done) this.#end(task, task.resolve, step.value);
      else this.#pause(task, step.value);
    } catch (error) {
      setOrigin(error, task.origin);
      this.#end(task, task.reject, error);
    }
  }

  #pause(task: Task, wait: Wait): void {
    task.wait = wait;
    collectionAdd(this.#tasks, task);
  }

  /** A running operation checks its signal itself. */
  #abortWaiting(task: Task, signal: AbortSignal): void {
    if (collectionDelete(this.#tasks, task)) this.#abort(task, signal);
  }

  #abort(task: Task, signal: AbortSignal): void {
    closeGenerator(task.operation);
    this.#end(task, task.reject, reasonOf(signal));
  }

  #end(task: Task, settle: (outcome: never) => void, outcome: unknown): void {
    task.ignoreSignal();
    settle(outcome as never);
  }
}

function append(list: Interest[], more: readonly Interest[]): void {
  for (let at = 0; at < more.length; at++) list[list.length] = more[at] as Interest;
}
