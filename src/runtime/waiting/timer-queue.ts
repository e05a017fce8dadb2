// Timers by due time; timers due at the same time in the order in which they were added. A binary heap: adding or
// removing one of thousands takes at most a dozen comparisons.

import { Dictionary, dictionaryDelete, dictionaryForEach, dictionaryGet, dictionarySet } from "../base/primordials.ts";

export class QueuedTimer {
  readonly id: number;
  /** By the clock of `now()`. */
  due = 0;
  /** Counts the timers that were added before it. */
  order = 0;
  /** Its index while it is in the heap. */
  place = 0;

  constructor(id: number) {
    this.id = id;
  }
}

export class TimerQueue<Timer extends QueuedTimer> {
  /** A timer is never due before the one at half its index. */
  readonly #heap: Timer[] = [];
  readonly #byId = new Dictionary<number, Timer>();
  #added = 0;

  /** The timer that is due next. */
  get first(): Timer | undefined {
    return this.#heap.length > 0 ? this.#heap[0] : undefined;
  }

  add(timer: Timer, due: number): void {
    timer.due = due;
    timer.order = this.#added++;
    dictionarySet(this.#byId, timer.id, timer);
    this.#rise(timer, this.#heap.length);
  }

  /** Does nothing if it is not in the queue. */
  remove(id: unknown): void {
    const timer = dictionaryGet(this.#byId, id) as Timer | undefined;
    if (timer === undefined) return;
    dictionaryDelete(this.#byId, id);
    const last = this.#heap[this.#heap.length - 1] as Timer;
    this.#heap.length--;
    if (last === timer) return;
    this.#rise(last, timer.place);
    this.#sink(last, last.place);
  }

  /** In any order. */
  visitAll(visit: (timer: Timer) => void): void {
    dictionaryForEach(this.#byId, (timer) => visit(timer as Timer));
  }

  /** Moves the timer up while it is due before those above it. */
  #rise(timer: Timer, from: number): void {
    let place = from;
    while (place > 0) {
      const above = this.#heap[(place - 1) >> 1] as Timer;
      if (!isBefore(timer, above)) break;
      this.#put(above, place);
      place = (place - 1) >> 1;
    }
    this.#put(timer, place);
  }

  /** Moves the timer down while one below it is due earlier. */
  #sink(timer: Timer, from: number): void {
    let place = from;
    for (let below = this.#nextBelow(place); below !== undefined && isBefore(below, timer); ) {
      const freed = below.place;
      this.#put(below, place);
      place = freed;
      below = this.#nextBelow(place);
    }
    this.#put(timer, place);
  }

  /** The one of two children that is due first. */
  #nextBelow(place: number): Timer | undefined {
    const left = 2 * place + 1;
    if (left >= this.#heap.length) return undefined;
    const right = left + 1 < this.#heap.length ? left + 1 : left;
    return isBefore(this.#heap[right] as Timer, this.#heap[left] as Timer) ? this.#heap[right] : this.#heap[left];
  }

  #put(timer: Timer, place: number): void {
    this.#heap[place] = timer;
    timer.place = place;
  }
}

function isBefore(a: QueuedTimer, b: QueuedTimer): boolean {
  return a.due === b.due ? a.order < b.order : a.due < b.due;
}
