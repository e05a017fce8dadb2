// The global console: one line of the host's log a call.

import { joinTexts, makeError } from "../base/primordials.ts";
import { cutText } from "../base/text.ts";
import type { Natives } from "../generated/natives.ts";
import { framesOf } from "./error-text.ts";
import { formatArguments } from "./format.ts";
import { inspect } from "./inspect.ts";

export const LogLevel = { debug: 0, info: 1, warn: 2, error: 3 } as const;
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];

/** What is longer is cut off: a line of the log is no place for a file. */
const kMaximumLine = 64 * 1024;

export function createConsole(natives: Natives) {
  const write = (level: LogLevel, values: readonly unknown[], prefix = "") => {
    natives._log(level, cutText(prefix + formatArguments(values), kMaximumLine));
  };
  return {
    assert(condition?: unknown, ...values: unknown[]): void {
      if (!condition) write(LogLevel.error, values, values.length === 0 ? "Assertion failed" : "Assertion failed: ");
    },
    debug(...values: unknown[]): void {
      write(LogLevel.debug, values);
    },
    dir(value?: unknown, options?: { readonly depth?: number | null }): void {
      const depth = options?.depth === null ? Infinity : options?.depth;
      natives._log(LogLevel.info, cutText(inspect(value, depth), kMaximumLine));
    },
    error(...values: unknown[]): void {
      write(LogLevel.error, values);
    },
    info(...values: unknown[]): void {
      write(LogLevel.info, values);
    },
    log(...values: unknown[]): void {
      write(LogLevel.info, values);
    },
    trace(...values: unknown[]): void {
      const head = values.length === 0 ? "Trace" : `Trace: ${formatArguments(values)}`;
      const lines = [head];
      const frames = framesOf(new makeError());
      for (let at = 0; at < frames.length; at++) lines[at + 1] = `    ${frames[at]}`;
      natives._log(LogLevel.debug, cutText(joinTexts(lines, "\n"), kMaximumLine));
    },
    warn(...values: unknown[]): void {
      write(LogLevel.warn, values);
    },
  };
}
