/** `wsl-script-host inspect`: the command line's side; the work is in inspect.ts. */

import { Command } from "commander";
import { formatInspection, inspectScript } from "./inspect.ts";

export function inspectCommand(): Command {
  return new Command("inspect")
    .description("tell what a built script declares: hooks, the WSL that it requires, limits; none of its hooks run")
    .argument("<plugin.js>", "the script, as build writes it")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host inspect dist/hello.js --json")
    .action(async (script: string, options: { json?: true }) => {
      const inspection = await inspectScript(script, (text) => console.error(text));
      console.log(options.json === true ? JSON.stringify(inspection, null, 2) : formatInspection(inspection));
    });
}
