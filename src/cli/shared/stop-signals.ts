/** Handles Ctrl-C and similar signals, so that nothing stays half done. */

import { constants } from "node:os";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";

/** Ctrl-C, SIGTERM, and the closing of the terminal. */
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs work until a signal stops it, then cleans up; the exit code names the signal. `helperEnded` is asked after an
 * error: Ctrl-C in a terminal also ends the processes that this one started, and the error that this causes is not a
 * failure.
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
    // The helper may receive the signal before this process.
    if (!asked) await pause(patience);
    if (asked) return;
  }
  throw errors[0];
}

/** Milliseconds to wait for a signal that another process has already received. */
const patience = 200;

/** Runs work that must not stay half done: a signal that would end the process takes effect afterwards. */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  const arrived: NodeJS.Signals[] = [];
  const note = (signal: NodeJS.Signals) => void arrived.push(signal);
  // Other signals do not end the process.
  const deadly = stopSignals.filter((signal) => process.listenerCount(signal) === 0);
  for (const signal of deadly) process.on(signal, note);
  try {
    return await work();
  } finally {
    // A signal that is already pending would be lost with its listener.
    await nextTurn();
    for (const signal of deadly) process.off(signal, note);
    if (arrived[0] !== undefined) endBy(arrived[0]);
  }
}

/**
 * Ends the process as the signal would have. Node on Windows cannot send itself every signal, and forgets which one it
 * was.
 */
function endBy(signal: NodeJS.Signals): void {
  if (process.platform === "win32") process.exit(128 + constants.signals[signal]);
  process.kill(process.pid, signal);
}
