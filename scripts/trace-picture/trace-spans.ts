/** Reads a trace as Perfetto does, and refuses what breaks the Trace Event format. */

import type { TraceEvent, TraceFile } from "../../src/simulator/trace.ts";

type Details = NonNullable<TraceEvent["args"]>;

/** Something that took time. Times in microseconds. */
export interface Span {
  readonly name: string;
  readonly category: string;
  /** The names of its tracks. */
  readonly process: string;
  readonly thread: string;
  /** The number of the thread's track. */
  readonly track: number;
  /** How many spans of its own track contain it. */
  readonly depth: number;
  readonly start: number;
  readonly end: number;
  readonly duration: number;
  readonly begin: Details;
  readonly result: Details;
  /** The spans of its own track that it contains, without those that they contain. */
  readonly within: readonly Span[];
  /** What happened in it without taking time. */
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly name: string;
  readonly category: string;
  readonly at: number;
}

/** All spans in the order of their beginnings. Throws if a track's spans do not nest, end or have names. */
export function spansOf({ traceEvents }: TraceFile): Span[] {
  const spans: Mutable<Span>[] = [];
  const open = new Map<number, Mutable<Span>[]>();
  let last = 0;
  for (const event of traceEvents) {
    if (!Number.isInteger(event.ts) || event.ts < last) fail("goes back in time", event);
    last = event.ts;
    if (event.ph === "M") continue;
    const stack = open.get(event.tid) ?? [];
    open.set(event.tid, stack);
    const outer = stack.at(-1);
    if (event.ph === "B") {
      const span = begun(event, stack.length, traceEvents);
      spans.push(span);
      outer?.within.push(span);
      stack.push(span);
    } else if (event.ph === "E") {
      if (outer === undefined || outer.name !== event.name) fail("ends what has not begun", event);
      else Object.assign(outer, { end: event.ts, duration: event.ts - outer.start, result: event.args ?? {} });
      stack.pop();
    } else {
      if (event.s !== "t") fail("has no scope", event);
      outer?.marks.push({ name: event.name, category: event.cat, at: event.ts });
    }
  }
  const endless = [...open.values()].flat();
  if (endless.length > 0) throw new Error(`Nothing ends ${endless.map(({ name }) => name).join(", ")}.`);
  return spans;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

function begun({ name, cat, pid, tid, ts, args = {} }: TraceEvent, depth: number, all: readonly TraceEvent[]) {
  const process = all.find((event) => event.name === "process_name" && event.pid === pid)?.args?.name;
  const thread = all.find((event) => event.name === "thread_name" && event.pid === pid && event.tid === tid)?.args
    ?.name;
  if (typeof process !== "string" || typeof thread !== "string")
    throw new Error(`${name} is on a track without a name.`);
  const place = { process, thread, track: tid, depth };
  const times = { start: ts, end: ts, duration: 0 };
  return { name, category: cat, ...place, ...times, begin: args, result: {}, within: [], marks: [] };
}

function fail(what: string, event: TraceEvent): never {
  throw new Error(`An event ${what}: ${JSON.stringify(event)}`);
}
