// The global console: each call writes one line to the host's log.

import {
  Dictionary,
  dictionaryGet,
  dictionarySet,
  joinTexts,
  makeError,
  min,
  now,
  round,
  toText,
} from "../base/primordials.ts";
import { cutText } from "../base/text.ts";
import type { Natives } from "../generated/natives.ts";
import { maximumLogValue } from "../generated/numbers.ts";
import { LogLevel } from "../generated/settings.ts";
import { framesOf } from "./error-text.ts";
import { formatArguments } from "./format.ts";
import { inspect } from "./inspect.ts";
import { formatTable } from "./table.ts";

/** Groups nested deeper are not indented further. */
const kMaximumGroups = 32;

export function createConsole(natives: Natives) {
  let groups = 0;
  const counts: Map<unknown, unknown> = new Dictionary();
  const starts: Map<unknown, unknown> = new Dictionary();

  const writeText = (level: number, text: string) => {
    let margin = "";
    for (let depth = 0; depth < groups; depth++) margin += "  ";
    natives._log(level, cutText(margin + text, maximumLogValue));
  };
  const write = (level: number, values: readonly unknown[], prefix = "") =>
    writeText(level, prefix + formatArguments(values));
  const openGroup = (values: readonly unknown[]) => {
    if (values.length > 0) write(LogLevel.info, values);
    groups = min(groups + 1, kMaximumGroups);
  };
  const writeTime = (name: string, values: readonly unknown[]) => {
    const start = dictionaryGet(starts, name);
    if (start === undefined) return writeText(LogLevel.warn, `There is no timer "${name}".`);
    const milliseconds = toText(round((now() - (start as number)) * 1000) / 1000);
    writeText(LogLevel.info, `${name}: ${milliseconds}ms${values.length === 0 ? "" : " "}${formatArguments(values)}`);
  };

  return {
    assert(condition?: unknown, ...values: unknown[]): void {
      if (!condition) write(LogLevel.error, values, values.length === 0 ? "Assertion failed" : "Assertion failed: ");
    },
    count(label: unknown = "default"): void {
      const name = toText(label);
      const count = ((dictionaryGet(counts, name) as number | undefined) ?? 0) + 1;
      dictionarySet(counts, name, count);
      writeText(LogLevel.info, `${name}: ${count}`);
    },
    countReset(label: unknown = "default"): void {
      dictionarySet(counts, toText(label), 0);
    },
    debug(...values: unknown[]): void {
      write(LogLevel.debug, values);
    },
    dir(value?: unknown, options?: { readonly depth?: number | null }): void {
      const depth = options?.depth === null ? Infinity : options?.depth;
      writeText(LogLevel.info, inspect(value, depth));
    },
    error(...values: unknown[]): void {
      write(LogLevel.error, values);
    },
    group(...values: unknown[]): void {
      openGroup(values);
    },
    groupCollapsed(...values: unknown[]): void {
      openGroup(values);
    },
    groupEnd(): void {
      groups = groups === 0 ? 0 : groups - 1;
    },
    info(...values: unknown[]): void {
      write(LogLevel.info, values);
    },
    log(...values: unknown[]): void {
      write(LogLevel.info, values);
    },
    table(data?: unknown, columns?: readonly string[]): void {
      writeText(LogLevel.info, formatTable(data, columns) ?? formatArguments([data]));
    },
    time(label: unknown = "default"): void {
      dictionarySet(starts, toText(label), now());
    },
    timeEnd(label: unknown = "default"): void {
      const name = toText(label);
      writeTime(name, []);
      dictionarySet(starts, name, undefined);
    },
    timeLog(label: unknown = "default", ...values: unknown[]): void {
      writeTime(toText(label), values);
    },
    trace(...values: unknown[]): void {
      const head = values.length === 0 ? "Trace" : `Trace: ${formatArguments(values)}`;
      const lines = [head];
      const frames = framesOf(new makeError());
      for (let at = 0; at < frames.length; at++) lines[at + 1] = `    ${frames[at]}`;
      writeText(LogLevel.debug, joinTexts(lines, "\n"));
    },
    warn(...values: unknown[]): void {
      write(LogLevel.warn, values);
    },
  };
}
