import type { Clock } from "../engine/clock.ts";
import { decode, encode } from "../platform/bytes.ts";
import { maximumLogValue } from "../runtime/generated/numbers.ts";
import { LogLevel } from "../runtime/generated/settings.ts";
import { hresultToText } from "../wsl/hresult-text.ts";
import type { LogLine } from "../wsl/log-line.ts";
import type { Failure } from "./failure.ts";

type LogFields = Partial<Omit<LogLine, "time" | "level" | "plugin" | "session" | "event" | "message">>;

/** A plugin's log: host/plugin/log.h, without the file. */
export class Log {
  /** Less serious lines are dropped; the settings choose the level. */
  level: LogLevel = "info";
  readonly #plugin: string;
  readonly #clock: Clock;
  readonly #onLine: (line: LogLine) => void;

  constructor(plugin: string, clock: Clock, onLine: (line: LogLine) => void) {
    this.#plugin = plugin;
    this.#clock = clock;
    this.#onLine = onLine;
  }

  write(level: LogLevel, session: string, event: string, message: string, fields: LogFields): void {
    if (LogLevel[level] < LogLevel[this.level]) return;
    const present = Object.entries(fields).filter(([, value]) => value !== "");
    const cut = Object.fromEntries(present.map(([name, value]) => [name, firstBytes(value, maximumLogValue)]));
    const time = new Date(this.#clock.date()).toISOString();
    this.#onLine({
      time,
      level,
      plugin: this.#plugin,
      ...(session === "" ? {} : { session }),
      event,
      ...cut,
      message: firstBytes(message, maximumLogValue),
    });
  }
}

export class SessionLog {
  readonly #log: Log;
  /** As lines name it. */
  session: string;

  constructor(log: Log, session = "") {
    this.#log = log;
    this.session = session;
  }

  setLevel(level: LogLevel): void {
    this.#log.level = level;
  }

  write(level: LogLevel, event: string, message: string, fields: LogFields = {}): void {
    this.#log.write(level, this.session, event, message, fields);
  }

  writeFailure(event: string, hook: string, { hresult, location, stack, message }: Failure): void {
    this.write("error", event, message, { hook, hresult: hresultToText(hresult), location, stack });
  }
}

/** The part of a text that fits into a number of UTF-8 bytes, in whole characters. */
export function firstBytes(text: string, maximum: number): string {
  const bytes = encode(text);
  let end = Math.min(maximum, bytes.length);
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end === bytes.length ? text : decode(bytes.subarray(0, end));
}
