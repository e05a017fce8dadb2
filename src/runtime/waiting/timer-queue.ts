// Timers in the order in which they are due; those due at the same time in the order in which they were added. A binary
// heap: to add or remove one of thousands takes no longer than a dozen comparisons.

import { Dictionary, dictionaryDelete, dictionaryForEach, dictionaryGet, dictionarySet } from "../base/primordials.ts";

export class QueuedTimer {
  readonly id: number;
  /** By the clock of `now()`. */
  due = 0;
  /** Counts the timers that were added before. */
  order = 0;
  /** Its place in the heap, while it is in there. */
  place = 0;

  constructor(id: number) {
    this.id = id;
  }
}

export class TimerQueue<Timer extends QueuedTimer> {
  /** No timer is due before the one at half its place. */
  readonly #heap: Timer[] = [];
  readonly #byId = new Dictionary<number, Timer>();
  #added = 0;

  /** The one that is due next. */
  get first(): Timer | undefined {
    return this.#heap.length > 0 ? this.#heap[0] : undefined;
  }

  add(timer: Timer, due: number): void {
    timer.due = due;
    timer.order = this.#added++;
    dictionarySet(this.#byId, timer.id, timer);
    this.#rise(timer, this.#heap.length);
  }

  /** Does nothing when it is not there. */
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

  /** Puts the timer there, or as far above as it is due before those. */
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

  /** The same downwards. */
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

  /** Of the two below a place, the one that is due first. */
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
