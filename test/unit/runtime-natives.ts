/** Natives for tests of the runtime: they take notes, convert text as C++ does, and do nothing else. */

import type { Natives } from "../../src/runtime/generated/natives.ts";

const levels = ["debug", "info", "warn", "error"];

export interface FakeNatives {
  readonly natives: Natives;
  /** `level: text` of every line that was logged. */
  readonly log: string[];
  /** Every other call but the conversions of text, with its arguments. */
  readonly calls: unknown[][];
}

/** `overrides` are for natives that have to answer something; all others answer 0, or no account. */
export function fakeNatives(overrides: Partial<Natives> = {}): FakeNatives {
  const log: string[] = [];
  const calls: unknown[][] = [];
  const note =
    (name: keyof Natives, answer: ((...values: never[]) => unknown) | undefined) =>
    (...values: unknown[]): never => {
      calls.push([name, ...values]);
      return (answer?.(...(values as never[])) ?? 0) as never;
    };
  return {
    log,
    calls,
    natives: {
      _log: (level, text) => void log.push(`${levels[level]}: ${text}`),
      _mountFolder: note("_mountFolder", overrides._mountFolder),
      _executeBinary: note("_executeBinary", overrides._executeBinary),
      _socketSend: note("_socketSend", overrides._socketSend),
      _socketReceive: note("_socketReceive", overrides._socketReceive),
      _socketWait: note("_socketWait", overrides._socketWait),
      _socketShutdown: note("_socketShutdown", overrides._socketShutdown),
      _socketClose: note("_socketClose", overrides._socketClose),
      _lookupUser: note("_lookupUser", overrides._lookupUser ?? (() => "")),
      _encodeUtf8: (text) => new TextEncoder().encode(text),
      _decodeUtf8: (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
    },
  };
}
