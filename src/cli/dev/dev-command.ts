/** `wsl-script-host dev`: the command line's side; the work is in dev.ts. */

import { basename, join } from "node:path";
import { Command, Option } from "commander";
import { CliError, exitCodes } from "../shared/cli-error.ts";
import { untilStopped } from "../shared/stop-signals.ts";
import { styleFor } from "../shared/style.ts";
import { develop } from "./dev.ts";

interface Options {
  readonly outfile?: string;
  readonly into?: string;
  readonly log?: string;
}

export function devCommand(): Command {
  return new Command("dev")
    .description(
      "build at every change, put the script where the host reads it, and show type errors and the plugin's log",
    )
    .argument("<plugin.ts>", "the file whose default export is the plugin")
    .option("--outfile <plugin.js>", "what to write")
    .addOption(new Option("--into <folder>", "the folder of the host DLL, for <name>.js").conflicts("outfile"))
    .option("--log <file>", "the plugin's log; %ProgramData%\\wsl-script-host\\<name>.log by default")
    .addHelpText(
      "after",
      `
Ctrl-C ends it, with exit code 130. With "hotReload": true in <name>.json the host runs the new script at the next hook.

Example:
  $ wsl-script-host dev src/hello.ts --into C:\\Plugins`,
    )
    .action(async (entry: string, options: Options) => {
      const request = {
        entry,
        outfile: outfileOf(entry, options),
        minify: false,
        log: options.log,
        live: options.into !== undefined,
      };
      const print = (text: string) => console.log(text);
      await untilStopped((signal) => develop(request, signal, { style: styleFor(process.stdout), print }));
    });
}

function outfileOf(entry: string, { outfile, into }: Options): string {
  if (outfile !== undefined) return outfile;
  if (into !== undefined) return join(into, basename(entry).replace(/\.[cm]?[jt]sx?$/, ".js"));
  throw new CliError("Where to? --outfile <plugin.js>, or --into <folder> with the host DLL in it.", exitCodes.usage);
}
