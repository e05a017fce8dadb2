/** Formats the lines of a plugin's log. */

import type { SourcePlaces } from "../../bundle/source-places.ts";
import { LogLevel } from "../../runtime/generated/settings.ts";
import type { LogLine } from "../../wsl/log-line.ts";
import type { Style } from "../shared/style.ts";

/** Null for a line that the host did not write. */
export function parseLogLine(text: string): LogLine | null {
  try {
    const line = JSON.parse(text) as Record<string, unknown> | null;
    const needed = ["time", "level", "plugin", "event", "message"];
    if (line === null || needed.some((key) => typeof line[key] !== "string")) return null;
    return (line.level as string) in LogLevel ? (line as unknown as LogLine) : null;
  } catch {
    return null;
  }
}

/**
 * `12:34:56.789 error OnVMStarted: ... [session 1]` in local time, and the stack below it; session 0 is not shown.
 * Other lines are shown as they are.
 */
export function formatLogLine(text: string, style: Style, places: SourcePlaces | null): string {
  const line = parseLogLine(text);
  if (line === null) return visible(text);
  const what = line.event === "console" ? "" : `${line.hook ?? line.event}: `;
  const session = line.session === undefined || line.session === "0" ? [] : [`session ${line.session}`];
  const details = [...session, ...(line.hresult === undefined ? [] : [line.hresult])];
  const more = details.length === 0 ? "" : style.dim(` [${details.join(", ")}]`);
  const translate = (part: string) => visible(places?.translate(part) ?? part);
  const head = `${style.dim(timeOf(line.time))} ${paint(line.level, style)} ${what}${translate(line.message)}${more}`;
  const frames = line.stack?.split("\n").slice(1) ?? [];
  return [head, ...frames.map((frame) => style.dim(translate(frame)))].join("\n");
}

function timeOf(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  return `${[date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part)).join(":")}.${pad(date.getMilliseconds(), 3)}`;
}

function paint(level: LogLevel, style: Style): string {
  const text = level.padEnd(5);
  switch (level) {
    case "error":
      return style.red(text);
    case "warn":
      return style.yellow(text);
    default:
      return style.dim(text);
  }
}

/** Scripts print output from Linux, which must not control the terminal. */
function visible(text: string): string {
  return text.replace(controls, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
