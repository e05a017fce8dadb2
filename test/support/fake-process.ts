/** A WSLProcess whose natives are functions. */

import type { Natives } from "../../src/runtime/generated/natives.ts";
import { OpenProcesses } from "../../src/runtime/process/open-processes.ts";
import { createProcess } from "../../src/runtime/process/process.ts";
import { ProcessChannel } from "../../src/runtime/process/process-channel.ts";
import { EventLoop } from "../../src/runtime/waiting/event-loop.ts";
import { Timers } from "../../src/runtime/waiting/timers.ts";
import { eachStream, fakeNatives } from "./runtime-natives.ts";

/** The result of reading a stream that has no data. */
export const nothing = 0;
/** The result of reading from a connection that is reset. */
export const reset = 0x80072746 | 0;
export const text = (value: string) => new TextEncoder().encode(value);

/** A process with the stream 7, and these natives. */
export function started(overrides: Partial<Natives> = {}) {
  const { natives, calls, log } = fakeNatives(overrides);
  const open = new OpenProcesses();
  const loop = new EventLoop(natives, new Timers());
  const process = createProcess(new ProcessChannel(natives, open, 7, "ExecuteBinary(/bin/x)"), loop);
  return { process, loop, calls, log, open, names: () => calls.map(([name]) => name) };
}

/** A process that prints the given pieces, each as one packet, and ends. `null` is a wait without data. */
export function printing(...pieces: (string | Uint8Array | null)[]) {
  return started({
    _streamReceive: () => {
      const piece = pieces.shift();
      if (piece === undefined) return new Uint8Array(0);
      return piece === null ? nothing : typeof piece === "string" ? text(piece) : piece;
    },
    _streamsWait: eachStream(() => 1),
  });
}
