/** `wsl-script-host check`: the command line's side; the work is in check.ts. */

import { Command } from "commander";
import { exitCodes } from "../shared/cli-error.ts";
import { pluginsOr } from "../shared/project.ts";
import { styleFor } from "../shared/style.ts";
import type { CheckedPlugin } from "./check.ts";

interface Options {
  readonly json?: true;
}

export function checkCommand(): Command {
  return new Command("check")
    .description(
      "check the types, find what the engine lacks, and load plugins in the simulator on the oldest WSL that they require and on the newest",
    )
    .argument("[plugin.ts...]", "the files whose default exports are the plugins; the project's by default")
    .option("--json", "print one JSON object instead of text")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host check src/hello.ts")
    .action(async (named: string[], { json }: Options) => {
      const { checkPlugin } = await import("./check.ts");
      const results: CheckedPlugin[] = [];
      for (const plugin of pluginsOr(named)) {
        const result = await checkPlugin(plugin);
        results.push(result);
        if (json !== true) print(result);
      }
      if (json === true) console.log(JSON.stringify({ plugins: results }, null, 2));
      if (results.some(({ ok }) => !ok)) process.exitCode = exitCodes.failure;
    });
}

function print({ types, loads, warnings, errors }: CheckedPlugin): void {
  const { green } = styleFor(process.stdout);
  const { yellow } = styleFor(process.stderr);
  for (const warning of warnings) console.error(yellow(warning));
  if (types !== null) console.log(`${green("types")}: no errors (${types})`);
  for (const { version, hooks } of loads) {
    console.log(`${green(`WSL ${version}`)}: loads, hooks ${hooks.join(", ") || "none"}`);
  }
  for (const error of errors) console.error(error);
}
