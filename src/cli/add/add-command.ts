/** `wsl-script-host add`: the command line's side; the work is in add.ts. */

import { Command } from "commander";

export function addCommand(): Command {
  return new Command("add")
    .description("add one more plugin to the project: its source, a test, a scenario and its settings")
    .argument("<name>", "the plugin's name; no file is ever overwritten")
    .option("--template <name>", 'what it starts from: "wsl-script-host create --help" lists the templates')
    .addHelpText("after", "\nExample:\n  $ wsl-script-host add our-audit --template audit")
    .action(async (name: string, { template }: { readonly template?: string }) => {
      const { addPlugin } = await import("./add.ts");
      const { written, changed } = await addPlugin(name, template);
      for (const file of written) console.log(`added ${file}`);
      for (const file of changed) console.log(`changed ${file}`);
    });
}
