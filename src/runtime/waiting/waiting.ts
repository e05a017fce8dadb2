// How an operation waits. It is written once, as a generator that yields what it waits for, and runs in one of two
// ways: to its end at once (`complete`), or beside others in the hook's event loop (event-loop.ts).

import { bytesOf } from "../base/bytes.ts";
import { Integers, max, now, resumeGenerator } from "../base/primordials.ts";
import type { Natives } from "../generated/natives.ts";

/** `yield` returns a value above 0 if something is ready, 0 if the time is over, an HRESULT if waiting failed. */
export type Operation<Result> = Generator<Wait, Result, number>;

export interface Wait {
  /** One of them is enough. */
  readonly interests: readonly Interest[];
  /** By the clock of `now()`; with Infinity only the hook's limit applies. */
  readonly deadline: number;
}

export interface Interest {
  readonly source: Source;
  readonly events: number;
  /** What `source.news` was when the wait began. */
  readonly news: number;
}

/** A stream, and what else can happen to it. */
export interface Source {
  readonly stream: number;
  /** Changes when one operation has done something that another may wait for. */
  readonly news: number;
}

/** For long operations: lets others run, then continues. */
export const kPause: Wait = { interests: [], deadline: -Infinity };

/** Runs an operation to its end. No other code of the script runs meanwhile. */
export function complete<Result>(natives: Natives, operation: Operation<Result>): Result {
  let step = resume(operation, 1);
  while (!step.done) step = resume(operation, needsNoWait(step.value) ? 1 : waitFor(natives, step.value));
  return step.value;
}

export function resume<Result>(operation: Operation<Result>, outcome: number): IteratorResult<Wait, Result> {
  return resumeGenerator(operation, outcome) as IteratorResult<Wait, Result>;
}

/** Because it is only a pause, or because something has happened since. */
export function needsNoWait(wait: Wait): boolean {
  if (wait === kPause) return true;
  for (let at = 0; at < wait.interests.length; at++) {
    const { source, news } = wait.interests[at] as Interest;
    if (source.news !== news) return true;
  }
  return false;
}

/** Waits for the first of the streams. Returns what is ready, a byte for each interest, or an HRESULT. */
export function pollStreams(natives: Natives, interests: readonly Interest[], deadline: number): Uint8Array | number {
  const pairs = new Integers(interests.length * 2);
  for (let at = 0; at < interests.length; at++) {
    const { source, events } = interests[at] as Interest;
    pairs[2 * at] = source.stream;
    pairs[2 * at + 1] = events;
  }
  return natives._streamsWait(bytesOf(pairs) as Uint8Array, max(0, deadline - now()));
}

/** The result for one operation: `outcomeOf(ready, start, count)` reads its part of what `pollStreams` returned. */
export function outcomeOf(ready: Uint8Array | number, start: number, count: number): number {
  if (typeof ready === "number") return ready;
  for (let at = start; at < start + count; at++) if (ready[at] !== 0) return 1;
  return 0;
}

function waitFor(natives: Natives, { interests, deadline }: Wait): number {
  return outcomeOf(pollStreams(natives, interests, deadline), 0, interests.length);
}
