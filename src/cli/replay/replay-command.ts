/** `wsl-script-host replay`: the command line's side; the work is in replay-file.ts. */

import { Command } from "commander";
import { addEngineOptions, type EngineOptions, startDebugging } from "../shared/engine-options.ts";

interface Options extends EngineOptions {
  readonly verbose?: true;
  readonly json?: true;
  readonly scenario?: string;
  readonly answers?: string;
}

export function replayCommand(): Command {
  return addEngineOptions(new Command("replay"))
    .description("play a recording: the script gets what it got then; fails where it does something else")
    .argument("<recording>", "the file that a plugin or simulate --record has written")
    .argument("[plugin.ts]", "the plugin, instead of the recorded script")
    .option("--scenario <file>", "write a scenario in which the plugin goes through the same")
    .option("--answers <scenario.json>", "take from it what a recording without content leaves out")
    .option("--verbose", "show how commands are carried to Linux, too")
    .option("--json", "print a JSON object for each event")
    .addHelpText(
      "after",
      `
Example:
  $ wsl-script-host replay hello-0-20261128T031500000Z-1.recording
  $ wsl-script-host replay hello-0-20261128T031500000Z-1.recording src/hello.ts
  $ wsl-script-host replay hello-0-20261128T031500000Z-1.recording src/hello.ts --inspect-brk`,
    )
    .action(async (recording: string, plugin: string | undefined, options: Options) => {
      const [{ replayFile }, { lineOf }] = await Promise.all([
        import("./replay-file.ts"),
        import("../shared/event-lines.ts"),
      ]);
      const summary = await replayFile(
        { recording, plugin, ...options, ...(await startDebugging(options)) },
        (event) => {
          const line = options.json === true ? JSON.stringify(event) : lineOf(event, options);
          if (line !== null) console.log(line);
        },
      );
      if (options.json !== true) console.log(summary);
    });
}
