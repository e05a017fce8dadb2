/** `wsl-script-host add`: the command line's side; the work is in add.ts. */

import { Command } from "commander";

export function addCommand(): Command {
  return new Command("add")
    .description("add one more plugin to the project: its source, a test, a scenario and its settings")
    .argument("<name>", "the plugin's name; nothing is ever overwritten")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host add audit")
    .action(async (name: string) => {
      const { addPlugin } = await import("./add.ts");
      const { written, changed } = await addPlugin(name);
      for (const file of written) console.log(`added ${file}`);
      for (const file of changed) console.log(`changed ${file}`);
    });
}
