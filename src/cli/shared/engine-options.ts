/** The options of commands that run scripts. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { type EngineName, engineNames } from "../../simulator/engine-name.ts";
import { CliError } from "./cli-error.ts";

export interface EngineOptions {
  readonly engine?: EngineName;
  readonly inspectBrk?: number | true;
}

/** Debuggers look there. */
const usualPort = 9229;

export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--engine <name>", "quickjs, which is the DLL's, or node, for debuggers").choices(engineNames),
    )
    .option("--inspect-brk [port]", "wait for a debugger, and stop where the plugin begins; with engine node", port);
}

/** Waits for the debugger, if there is to be one. */
export async function startDebugging({
  engine,
  inspectBrk,
}: EngineOptions): Promise<{ readonly engine: EngineName | undefined; readonly breakAtStart: boolean }> {
  if (inspectBrk === undefined) return { engine, breakAtStart: false };
  if (engine === "quickjs") throw new CliError("--inspect-brk needs --engine node: quickjs has no debugger.");
  const { attachDebugger } = await import("./debugger.ts");
  attachDebugger(inspectBrk === true ? usualPort : inspectBrk);
  return { engine: "node", breakAtStart: true };
}

function port(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65535) return number;
  throw new InvalidArgumentError("It must be a port, or 0 for any that is free.");
}
