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
      _socketsWait: note("_socketsWait", overrides._socketsWait ?? eachSocket(() => 0)),
      _socketShutdown: note("_socketShutdown", overrides._socketShutdown),
      _socketClose: note("_socketClose", overrides._socketClose),
      _lookupUser: note("_lookupUser", overrides._lookupUser ?? (() => "")),
      _randomBytes: overrides._randomBytes ?? ((count) => new Uint8Array(count).fill(0xab)),
      _encodeUtf8: (text) => new TextEncoder().encode(text),
      _sourceAround: overrides._sourceAround ?? (() => "\n"),
      _decodeUtf8: (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
    },
  };
}

/** `_socketsWait` by what is to be said of each socket: the events that are there, or what waiting fails with. */
export function eachSocket(
  answer: (socket: number, events: number, milliseconds: number) => number,
): Natives["_socketsWait"] {
  return (interests, milliseconds) => {
    const pairs = readInterests(interests);
    const answers = pairs.map(([socket, events]) => answer(socket, events, milliseconds));
    return answers.find((status) => status < 0) ?? Uint8Array.from(answers);
  };
}

/** Pairs of a socket and events, as `_socketsWait` takes them. */
export function readInterests(interests: Uint8Array): [socket: number, events: number][] {
  const integers = new Int32Array(interests.buffer, interests.byteOffset, interests.length / 4);
  return Array.from({ length: integers.length / 2 }, (_, at) => [integers[2 * at] ?? 0, integers[2 * at + 1] ?? 0]);
}
