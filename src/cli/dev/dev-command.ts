/** `wsl-script-host dev`: the command line's side; the work is in dev.ts. */

import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { Command, Option } from "commander";
import { CliError, exitCodes } from "../shared/cli-error.ts";
import { runTool } from "../shared/native-tool.ts";
import { pluginsOr, projectOutdir, scriptFor } from "../shared/project.ts";
import { styleFor } from "../shared/style.ts";

interface Options {
  readonly outfile?: string;
  readonly into?: string;
  readonly log?: string;
  readonly install?: true;
  readonly uninstall?: true;
  readonly account?: string;
}

export function devCommand(): Command {
  return new Command("dev")
    .description(
      "build at every change, put the scripts where the host reads them, and show type errors and the plugins' logs",
    )
    .argument("[plugin.ts...]", "the files whose default exports are the plugins; the project's by default")
    .option(
      "--outfile <plugin.js>",
      "the script to write, for one plugin; <name>.js in the project's folder by default",
    )
    .addOption(new Option("--into <folder>", "the folder of the host DLL, for <name>.js").conflicts("outfile"))
    .addOption(
      new Option(
        "--install",
        "have your sessions run the scripts where this command puts them; as an administrator, once",
      ).conflicts(["uninstall", "log"]),
    )
    .addOption(
      new Option("--uninstall", "have all sessions run the installed scripts again; as an administrator").conflicts(
        "log",
      ),
    )
    .option("--account <SID>", "with --install: the account whose sessions run it, if it is not the administrator's")
    .option("--log <file>", "one plugin's log; %ProgramData%\\wsl-script-host\\<name>.log by default")
    .addHelpText(
      "after",
      `
Ctrl-C ends it, with exit code 130. With "hotReload": true in <name>.json, or after --install, the host runs the new script at the
next hook. --install lets your account change what runs as SYSTEM in your sessions: for a developer's machine.

Example:
  $ wsl-script-host dev src/hello.ts --into C:\\Plugins`,
    )
    .action((named: string[], options: Options) => dev(pluginsOr(named), options));
}

async function dev(plugins: readonly string[], options: Options): Promise<void> {
  const { outfile, into, log } = options;
  if (plugins.length > 1 && (outfile !== undefined || log !== undefined)) {
    throw new CliError("--outfile and --log are for one plugin; name it.", exitCodes.usage);
  }
  // A folder that is created here has no host in it.
  if (into !== undefined && !existsSync(into)) {
    throw new CliError(`The folder "${into}" does not exist. --into names the folder of the host DLL.`);
  }
  if (options.install || options.uninstall) {
    for (const entry of plugins) switchDevelopment(outfile ?? scriptFor(entry, into ?? projectOutdir()), options);
    return;
  }
  const requests = plugins.map((entry) => ({
    entry,
    outfile: outfile ?? scriptFor(entry, into ?? projectOutdir()),
    minify: false,
    log,
    live: into !== undefined,
  }));
  const [{ develop }, { untilStopped }, { hasEnded }] = await Promise.all([
    import("./dev.ts"),
    import("../shared/stop-signals.ts"),
    import("../../bundle/bundler.ts"),
  ]);
  const output = { style: styleFor(process.stdout), print: (text: string) => console.log(text) };
  await untilStopped((signal) => develop(requests, signal, output), hasEnded);
}

/** The native tool sets the policies, in a registry key that only administrators can change. */
function switchDevelopment(script: string, { uninstall, account }: Options): void {
  const what = uninstall
    ? ["--uninstall"]
    : ["--from", dirname(resolve(script)), ...(account === undefined ? [] : ["--account", account])];
  runTool("dev", ["dev", basename(script, ".js"), ...what]);
}
