/** Formats events for readers. */

import { isErrorShell, readRunRequest } from "../../machine/run-request.ts";
import { formatSimulatorEvent, type SimulatorEvent } from "../../simulator/event-log.ts";
import { hresultToText } from "../../wsl/hresult-text.ts";
import { styleFor } from "./style.ts";

/** One line for the event; null for the details of how a command reaches Linux, unless requested. */
export function lineOf(event: SimulatorEvent, { verbose }: { readonly verbose?: true }): string | null {
  const style = styleFor(process.stdout);
  const line = verbose === true ? formatSimulatorEvent(event) : shortened(event);
  if (line === null) return null;
  if (event.kind === "user-sees" || (event.kind === "log" && event.line.level === "error")) return style.red(line);
  return event.kind === "log" ? style.bold(line) : line;
}

/** `run` reaches Linux through one or two shells: one line for the command that the author wrote. */
function shortened(event: SimulatorEvent): string | null {
  if (event.kind !== "call" || !("arguments" in event)) return formatSimulatorEvent(event);
  const start = { path: event.path ?? "", args: event.arguments.slice(1) };
  if (isErrorShell(start)) return null;
  const request = readRunRequest(start);
  if (request === null) return formatSimulatorEvent(event);
  const command = [request.program.path, ...request.program.args].join(" ");
  return `${event.plugin} run(${command})${event.hresult === 0 ? "" : `: ${hresultToText(event.hresult)}`}`;
}
