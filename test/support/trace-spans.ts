/** Reads a trace as Perfetto does, and refuses what breaks the Trace Event format. */

import type { TraceEvent, TraceFile } from "../../src/simulator/index.ts";

type Details = NonNullable<TraceEvent["args"]>;

/** Something that took time. Times in microseconds. */
export interface Span {
  readonly name: string;
  readonly category: string;
  /** The names of its tracks. */
  readonly process: string;
  readonly thread: string;
  readonly start: number;
  readonly end: number;
  readonly duration: number;
  readonly begin: Details;
  readonly result: Details;
  /** The spans of its own track that it contains, without those that they contain. */
  readonly within: readonly Span[];
  /** What happened in it without taking time. */
  readonly marks: readonly { readonly name: string; readonly category: string }[];
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
      const span = begun(event, traceEvents);
      spans.push(span);
      outer?.within.push(span);
      stack.push(span);
    } else if (event.ph === "E") {
      if (outer === undefined || outer.name !== event.name) fail("ends what has not begun", event);
      else Object.assign(outer, { end: event.ts, duration: event.ts - outer.start, result: event.args ?? {} });
      stack.pop();
    } else {
      if (event.s !== "t") fail("has no scope", event);
      outer?.marks.push({ name: event.name, category: event.cat });
    }
  }
  const endless = [...open.values()].flat();
  if (endless.length > 0) throw new Error(`Nothing ends ${endless.map(({ name }) => name).join(", ")}.`);
  return spans;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

function begun({ name, cat: category, pid, tid, ts: start, args = {} }: TraceEvent, all: readonly TraceEvent[]) {
  const nameOf = (what: string, track: Partial<TraceEvent>) => {
    const named = all.find(
      (event) =>
        event.name === what && Object.entries(track).every(([key, value]) => event[key as keyof TraceEvent] === value),
    );
    if (typeof named?.args?.name !== "string") throw new Error(`${name} is on a track without a name.`);
    return named.args.name;
  };
  const [process, thread] = [nameOf("process_name", { pid }), nameOf("thread_name", { pid, tid })];
  return {
    name,
    category,
    process,
    thread,
    start,
    end: start,
    duration: 0,
    begin: args,
    result: {},
    within: [],
    marks: [],
  };
}

function fail(what: string, event: TraceEvent): never {
  throw new Error(`An event ${what}: ${JSON.stringify(event)}`);
}
