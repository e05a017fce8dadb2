/** `wsl-script-host inspect`: the command line's side; the work is in inspect.ts. */

import { Command } from "commander";
import { pluginsOr, scriptFor } from "../shared/project.ts";

export function inspectCommand(): Command {
  return new Command("inspect")
    .description("show what built scripts declare: hooks, the WSL that they require, limits; none of their hooks run")
    .argument("[plugin.js...]", "the scripts, as build writes them; those of the project by default")
    .option("--json", "print one JSON object for each script")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host inspect dist/hello.js --json")
    .action(async (named: string[], options: { json?: true }) => {
      const { formatInspection, inspectScript } = await import("./inspect.ts");
      const scripts = named.length > 0 ? named : pluginsOr([]).map((plugin) => scriptFor(plugin));
      for (const script of scripts) {
        const inspection = await inspectScript(script, (text) => console.error(text));
        console.log(options.json === true ? JSON.stringify(inspection, null, 2) : formatInspection(inspection));
      }
    });
}
