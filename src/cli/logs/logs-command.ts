/** `wsl-script-host logs`: the command line's side; the work is in logs.ts, log-line.ts. */

import { existsSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { LogLevel } from "../../runtime/generated/settings.ts";
import { styleFor } from "../shared/style.ts";
import { formatLogLine, parseLogLine } from "./log-line.ts";
import { findLog, findScript, readLog } from "./logs.ts";

interface Options {
  readonly name?: string;
  readonly follow?: true;
  readonly json?: true;
  readonly lines?: number;
  readonly script?: string;
  readonly level?: LogLevel;
}

export function logsCommand(): Command {
  return new Command("logs")
    .description("show a plugin's log, with stacks that name the source's lines")
    .argument("[file]", "the log; by default it is searched for in %ProgramData%\\wsl-script-host")
    .option("-n, --name <name>", "the plugin whose log it is")
    .option("-f, --follow", "keep printing what the host writes, until Ctrl-C")
    .option("--lines <count>", "only the last lines", wholeNumber)
    .addOption(new Option("--level <level>", "only lines of this level and above").choices(Object.keys(LogLevel)))
    .option("--script <plugin.js>", "the script whose map explains stacks; ./<name>.js or dist/<name>.js by default")
    .option("--json", "print the lines as the host wrote them")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host logs --name hello --follow")
    .action(async (file: string | undefined, options: Options) => {
      const log = await findLog({ file, name: options.name });
      const print = await printer(log, options);
      const { follow = false, lines: last } = options;
      if (follow && !existsSync(log))
        console.error(`Waiting for "${log}", which the host writes when WSL loads the plugin.`);
      for await (const line of readLog(log, { follow, last })) {
        if (isWanted(line, options)) print(line);
      }
    });
}

/** A line without a level is not the host's, and is shown. */
function isWanted(text: string, { level }: Options): boolean {
  const line = level === undefined ? null : parseLogLine(text);
  return line === null || level === undefined || LogLevel[line.level] >= LogLevel[level];
}

async function printer(log: string, { json, script }: Options): Promise<(line: string) => void> {
  if (json === true) return (line) => console.log(line);
  const style = styleFor(process.stdout);
  const mapped = script ?? findScript(log);
  const { placesBeside } = await import("../../bundle/places-beside.ts");
  const places = mapped === null ? null : placesBeside(mapped);
  return (line) => console.log(formatLogLine(line, style, places));
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
