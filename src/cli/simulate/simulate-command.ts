/** `wsl-script-host simulate`: the command line's side; the work is in simulate.ts. */

import { existsSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { formatSimulatorEvent, type SimulatorEvent } from "../../simulator/event-log.ts";
import { CliError } from "../shared/cli-error.ts";
import { styleFor } from "../shared/style.ts";
import { simulate } from "./simulate.ts";

interface Options {
  readonly wsl?: string;
  readonly json?: true;
}

export function simulateCommand(): Command {
  return new Command("simulate")
    .description("show what WSL, the plugin and its programs do in a scenario; neither Windows nor WSL is needed")
    .argument("<plugin.ts>", "the file whose default export is the plugin, or the built script")
    .argument("[scenario.json]", "what happens; by default a distribution starts and stops, and no program is there")
    .option("--wsl <version>", "the version of WSL, in place of the scenario's", version)
    .option("--json", "print a JSON object for each event")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host simulate src/hello.ts scenarios/start.json --wsl 2.1.2")
    .action(async (plugin: string, scenario: string | undefined, options: Options) => {
      if (!existsSync(plugin)) throw new CliError(`There is no file "${plugin}"`);
      await simulate({ plugin, scenario, version: options.wsl }, (event) => {
        console.log(options.json === true ? JSON.stringify(event) : lineOf(event));
      });
    });
}

/** What the user and the log are told stands out from what happens. */
function lineOf(event: SimulatorEvent): string {
  const style = styleFor(process.stdout);
  const line = formatSimulatorEvent(event);
  if (event.kind === "user-sees" || (event.kind === "log" && event.line.level === "error")) return style.red(line);
  return event.kind === "log" ? style.bold(line) : line;
}

function version(text: string): string {
  if (!/^\d+\.\d+\.\d+$/.test(text)) throw new InvalidArgumentError("It must be a version such as 2.4.4.");
  return text;
}
