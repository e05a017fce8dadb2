import type { Clock } from "../engine/clock.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import { maximumLogValue } from "../runtime/generated/numbers.ts";
import { LogLevel } from "../runtime/generated/settings.ts";
import type { Failure } from "./failure.ts";

/** One line of a plugin's log, as the DLL writes it: its members are in the order of the JSON text. */
export interface LogLine {
  /** The moment, as Date.prototype.toISOString writes it. */
  readonly time: string;
  readonly level: LogLevel;
  /** The plugin's name. */
  readonly plugin: string;
  /** The session whose instance of the script it is about. Without one, there was none yet. */
  readonly session?: string;
  /** What it is about: `console` for what the script prints, `load`, `reload` and `hook` for what the host did. */
  readonly event: string;
  /** WSL's name of the hook. */
  readonly hook?: string;
  readonly script?: string;
  /** How long it took. */
  readonly milliseconds?: string;
  /** Such as "0x80004005 (E_FAIL)". */
  readonly hresult?: string;
  /** Where in the script it happened: "hello.js:12:5". */
  readonly location?: string;
  readonly stack?: string;
  readonly message: string;
}

type LogFields = Partial<Omit<LogLine, "time" | "level" | "plugin" | "session" | "event" | "message">>;

/** A plugin's log: host/plugin/log.h, without the file. */
export class Log {
  /** What is less serious is dropped; the settings say. */
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
    const told = Object.entries(fields).filter(([, value]) => value !== "");
    const cut = Object.fromEntries(told.map(([name, value]) => [name, firstBytes(value, maximumLogValue)]));
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

/** The log, for what belongs to one session. */
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

/** As much of a text as a number of bytes of UTF-8 hold, in whole characters. */
export function firstBytes(text: string, maximum: number): string {
  const bytes = Buffer.from(text);
  let end = Math.min(maximum, bytes.length);
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end === bytes.length ? text : bytes.toString("utf8", 0, end);
}

/** As the DLL writes it: `0x80004005 (E_FAIL)`. */
export function hresultToText(hresult: number): string {
  const number = `0x${(hresult >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;
  const [name] = Object.entries(hresults).find(([, value]) => (value | 0) === (hresult | 0)) ?? [];
  return name === undefined ? number : `${number} (${name})`;
}
