/** `wsl-script-host check`: the command line's side; the work is in check.ts. */

import { Command } from "commander";
import { styleFor } from "../shared/style.ts";
import { bundleToCheck, checkPluginTypes, loadEverywhere } from "./check.ts";

export function checkCommand(): Command {
  return new Command("check")
    .description(
      "check the types, then load the plugin in the simulator on the oldest WSL that it asks for and on the newest",
    )
    .argument("<plugin.ts>", "the file whose default export is the plugin")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host check src/hello.ts")
    .action(async (entry: string) => {
      const { green } = styleFor(process.stdout);
      // First, because what cannot be imported leads to errors in types that make little sense.
      const plugin = await bundleToCheck(entry);
      console.log(`${green("types")}: no errors (${await checkPluginTypes(entry)})`);
      for await (const { version, hooks } of loadEverywhere(plugin)) {
        console.log(`${green(`WSL ${version}`)}: loads, hooks ${hooks.join(", ") || "none"}`);
      }
    });
}
