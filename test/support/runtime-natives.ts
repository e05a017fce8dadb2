/** Natives for tests of the runtime: they record their calls, convert text as C++ does, and do nothing else. */

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
      _wslcMountFolder: note("_wslcMountFolder", overrides._wslcMountFolder),
      _wslcUnmountFolder: note("_wslcUnmountFolder", overrides._wslcUnmountFolder),
      _wslcCreateProcess: note("_wslcCreateProcess", overrides._wslcCreateProcess),
      _wslcExitCode: note("_wslcExitCode", overrides._wslcExitCode),
      _startCommand: note("_startCommand", overrides._startCommand),
      _takeDenial: overrides._takeDenial ?? (() => ""),
      _streamSend: note("_streamSend", overrides._streamSend),
      _streamSending: note("_streamSending", overrides._streamSending),
      _streamReceive: note("_streamReceive", overrides._streamReceive),
      _streamsWait: note("_streamsWait", overrides._streamsWait ?? eachStream(() => 0)),
      _streamEnd: note("_streamEnd", overrides._streamEnd),
      _streamClose: note("_streamClose", overrides._streamClose),
      _lookupUser: note("_lookupUser", overrides._lookupUser ?? (() => "")),
      _registryValue: note("_registryValue", overrides._registryValue),
      _certificates: note("_certificates", overrides._certificates),
      _windowsProxy: note("_windowsProxy", overrides._windowsProxy),
      _userGroups: note("_userGroups", overrides._userGroups),
      _windowsVersion: overrides._windowsVersion ?? (() => "10.0.22631.4602"),
      _randomBytes: overrides._randomBytes ?? ((count) => new Uint8Array(count).fill(0xab)),
      _encodeUtf8: (text) => new TextEncoder().encode(text),
      _sourceAround: overrides._sourceAround ?? (() => "\n"),
      _decodeUtf8: (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
    },
  };
}

/** A `_streamsWait` that asks `answer` about each stream: its ready events, or the error of the wait. */
export function eachStream(
  answer: (stream: number, events: number, milliseconds: number) => number,
): Natives["_streamsWait"] {
  return (interests, milliseconds) => {
    const pairs = readInterests(interests);
    const answers = pairs.map(([stream, events]) => answer(stream, events, milliseconds));
    return answers.find((status) => status < 0) ?? Uint8Array.from(answers);
  };
}

/** Pairs of a stream and events, as `_streamsWait` takes them. */
export function readInterests(interests: Uint8Array): [stream: number, events: number][] {
  const integers = new Int32Array(interests.buffer, interests.byteOffset, interests.length / 4);
  return Array.from({ length: integers.length / 2 }, (_, at) => [integers[2 * at] ?? 0, integers[2 * at + 1] ?? 0]);
}
