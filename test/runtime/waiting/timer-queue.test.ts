// The order in which timers fire, compared with a list that is sorted each time.

import { expect, test } from "vitest";
import { QueuedTimer, TimerQueue } from "../../../src/runtime/waiting/timer-queue.ts";

test("timers are due in the order of their times, then of their setting, whichever are removed meanwhile", () => {
  const queue = new TimerQueue<QueuedTimer>();
  let model: QueuedTimer[] = [];
  const random = randomNumbers();
  for (let step = 0; step < 4000; step++) {
    const action = random(step < 2000 ? 4 : 8);
    if (action < 3) {
      const timer = new QueuedTimer(step);
      queue.add(timer, random(50));
      model.push(timer);
    } else {
      const gone = action === 3 ? queue.first : model[random(model.length + 1)];
      queue.remove(gone?.id);
      model = model.filter((timer) => timer !== gone);
    }
    expect(queue.first).toBe(earliest(model));
  }
  expect(model.length).toBeGreaterThan(10);
});

test("a timer that is added again counts as added last", () => {
  const queue = new TimerQueue<QueuedTimer>();
  const [a, b] = [new QueuedTimer(1), new QueuedTimer(2)];
  queue.add(a, 5);
  queue.add(b, 5);
  queue.remove(1);
  queue.add(a, 5);
  expect(queue.first).toBe(b);
});

test("removing a timer that is not in the queue changes nothing", () => {
  const queue = new TimerQueue<QueuedTimer>();
  const timer = new QueuedTimer(1);
  queue.add(timer, 5);
  for (const id of [2, "1", undefined, Number.NaN]) queue.remove(id);
  expect(queue.first).toBe(timer);
  queue.remove(1);
  queue.remove(1);
  expect(queue.first).toBeUndefined();
});

/** Of those due at the same time, the first in the list. */
function earliest(timers: readonly QueuedTimer[]): QueuedTimer | undefined {
  let first = timers[0];
  for (const timer of timers) if (first !== undefined && timer.due < first.due) first = timer;
  return first;
}

/** The same ones each time, below a bound. */
function randomNumbers() {
  let state = 1;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
