import {
  formatEvent,
  type PluginEvent,
  type ProcessEvent,
  type UnansweredEvent,
  type WslEvent,
} from "../wsl/events.ts";
import type { LogLine } from "../wsl/log-line.ts";

/** A line of a plugin's log. */
export interface LogEvent {
  readonly kind: "log";
  readonly line: LogLine;
}

/** Every event around a plugin. */
export type SimulatorEvent = WslEvent | PluginEvent | LogEvent;

/** One line of text for people and for comparisons. */
export function formatSimulatorEvent(event: SimulatorEvent): string {
  return event.kind === "log" ? formatLogEvent(event.line) : formatEvent(event);
}

/** Whether it is about a process: Linux reports these in its own time. */
export function isProcessEvent(event: { readonly kind: string }): event is ProcessEvent | UnansweredEvent {
  return ["process-unanswered", "process-started", "process-exited", "dmesg"].includes(event.kind);
}

/**
 * A log line as one line, without what differs between runs: `hello logs info console: text`, followed by the line's
 * other members. Session 0 is not named, as in a scenario's steps.
 */
export function formatLogEvent({
  plugin,
  level,
  event,
  message,
  session = "0",
  time: _,
  milliseconds: __,
  sha256: ___,
  ...others
}: LogLine): string {
  const details = Object.entries(session === "0" ? others : { session, ...others }).map(
    ([name, value]) => `${name} ${oneLine(value)}`,
  );
  const more = details.length === 0 ? "" : ` [${details.join(", ")}]`;
  return `${plugin} logs ${level} ${event}: ${oneLine(message)}${more}`;
}

function oneLine(text: string): string {
  return text.replace(/[\n\r]/g, (character) => JSON.stringify(character).slice(1, -1));
}
