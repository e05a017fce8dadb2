import { grace } from "../runtime/generated/numbers.ts";
import type { Limits } from "../runtime/generated/settings.ts";
import type { Clock } from "./clock.ts";

/** How long one entry into a script may take: host/engine/deadline.h, in Node. */
export class Deadline {
  readonly #clock: Clock;
  #depth = 0;
  #scriptEnd = 0;
  #totalEnd = 0;
  /** When the engine last started to run. */
  #entered = 0;
  /** When the engine was first seen running past its deadline. */
  #overdue: number | null = null;
  /** The script's remaining time while its clock is stopped. */
  #left: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many entries are under way: those beyond the first came from within it, and share its time. */
  get depth(): number {
    return this.#depth;
  }

  /** Runs one entry. */
  enter<T>(limits: Limits, run: () => T): T {
    this.#depth += 1;
    try {
      if (this.#depth > 1) return this.within("script", run);
      this.#start(limits);
      return run();
    } finally {
      this.#depth -= 1;
    }
  }

  #start({ scriptTime, hookTime }: Limits): void {
    this.#left = null;
    this.#overdue = null;
    this.#scriptEnd = this.#clock.limited() + scriptTime;
    this.#totalEnd = this.#clock.limited() + hookTime;
  }

  get over(): boolean {
    return this.#depth > 0 && this.#clock.limited() >= this.#end;
  }

  /**
   * Whether the engine has had time to notice the deadline, and has not. That time starts when the engine runs: a busy
   * machine may have suspended it just before its deadline.
   */
  get longOver(): boolean {
    if (!this.over) {
      this.#overdue = null;
      return false;
    }
    const now = this.#clock.limited();
    this.#overdue ??= now;
    return now >= Math.max(this.#entered, this.#overdue) + grace;
  }

  /**
   * The end of JavaScript's time, which moves while the host's code runs, or the end of the total time if that comes
   * first.
   */
  get #end(): number {
    const script = this.#left === null ? this.#scriptEnd : this.#clock.limited() + this.#left;
    return Math.min(script, this.#totalEnd);
  }

  /** Milliseconds that are left for JavaScript; 0 or less when there is no time any more. */
  get scriptLeft(): number {
    return this.#end - this.#clock.limited();
  }

  /** Milliseconds that are left for waiting; 0 or less when there is no time any more. */
  get left(): number {
    return this.#totalEnd - this.#clock.limited();
  }

  /** Whether the total time ends before JavaScript's own. Still holds for the last entry after it has ended. */
  get totalEndsFirst(): boolean {
    return this.#totalEnd < this.#scriptEnd;
  }

  /** Runs the host's code without counting its time for the script; or, within such code, the script's again. */
  within<T>(part: "host" | "script", run: () => T): T {
    const before = this.#left === null ? "script" : "host";
    this.#switchTo(part);
    try {
      return run();
    } finally {
      this.#switchTo(before);
    }
  }

  #switchTo(part: "host" | "script"): void {
    if (part === "host") {
      this.#left ??= this.#scriptEnd - this.#clock.limited();
    } else if (this.#left !== null) {
      this.#entered = this.#clock.limited();
      this.#scriptEnd = this.#entered + this.#left;
      this.#left = null;
    }
  }
}
