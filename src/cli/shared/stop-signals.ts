/** Ctrl-C and the like, which must not leave half of something behind. */

import { constants } from "node:os";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";

/** Ctrl-C, a polite kill, and the terminal's end. */
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs what goes on until it is stopped, and cleans up then; the exit code names the signal. `helperEnded` is asked after an
 * error: a terminal's Ctrl-C also ends the processes that this one has started, and what fails for that is no failure.
 */
export async function untilStopped(
  run: (signal: AbortSignal) => Promise<void>,
  helperEnded: () => Promise<boolean>,
): Promise<void> {
  const stopping = new AbortController();
  let asked = false;
  for (const signal of stopSignals) {
    process.once(signal, () => {
      asked = true;
      process.exitCode = 128 + constants.signals[signal];
      stopping.abort();
    });
  }
  const errors: unknown[] = [];
  const note = (error: unknown) => {
    errors.push(error);
    stopping.abort();
  };
  process.on("uncaughtException", note);
  await run(stopping.signal).catch(note);
  if (errors.length === 0) return;
  if (await helperEnded()) {
    // The helper may have got the signal before this process.
    if (!asked) await pause(patience);
    if (asked) return;
  }
  throw errors[0];
}

/** Milliseconds for a signal that another process has had already. */
const patience = 200;

/** Does what must not be left half done: a signal that would end the process does so afterwards. */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  const arrived: NodeJS.Signals[] = [];
  const note = (signal: NodeJS.Signals) => void arrived.push(signal);
  // The others do not end it.
  const deadly = stopSignals.filter((signal) => process.listenerCount(signal) === 0);
  for (const signal of deadly) process.on(signal, note);
  try {
    return await work();
  } finally {
    // One that is there already would be lost with its listener.
    await nextTurn();
    for (const signal of deadly) process.off(signal, note);
    if (arrived[0] !== undefined) endBy(arrived[0]);
  }
}

/** As the signal would have ended it. Windows' Node cannot send itself every signal, and forgets which one it was. */
function endBy(signal: NodeJS.Signals): void {
  if (process.platform === "win32") process.exit(128 + constants.signals[signal]);
  process.kill(process.pid, signal);
}
