/** `wsl-script-host inspect`: the command line's side; the work is in inspect.ts, installed.ts and inspect-host.ts. */

import { Command } from "commander";
import { CliError, exitCodes } from "../shared/cli-error.ts";
import { pluginsOr, scriptFor } from "../shared/project.ts";

export function inspectCommand(): Command {
  return new Command("inspect")
    .description(
      "show what built scripts declare: hooks, the WSL that they require, limits; no hook is run. For a host DLL: its version, engine, commit and signature",
    )
    .argument("[plugin.js...]", "the scripts, as build writes them, or DLLs; the project's scripts by default")
    .option("--json", "print one JSON object for each file")
    .option("--installed", "show the plugins that WSL loads on this machine, and where each setting's value comes from")
    .addHelpText(
      "after",
      "\nExamples:\n  $ wsl-script-host inspect dist/hello.js --json\n  $ wsl-script-host inspect package/hello.dll",
    )
    .action(async (named: string[], options: { json?: true; installed?: true }) => {
      if (options.installed === true) return inspectInstalled(named, options.json === true);
      const files = named.length > 0 ? named : pluginsOr([]).map((plugin) => scriptFor(plugin));
      for (const file of files) {
        const { inspection, text } = await (/\.(?:dll|exe)$/i.test(file) ? host(file) : script(file));
        console.log(options.json === true ? JSON.stringify(inspection, null, 2) : text);
      }
    });
}

async function script(file: string) {
  const { formatInspection, inspectScript } = await import("./inspect.ts");
  const inspection = await inspectScript(file, (text) => console.error(text));
  return { inspection, text: formatInspection(inspection) };
}

async function host(file: string) {
  const { formatHostInspection, inspectHost } = await import("./inspect-host.ts");
  const inspection = await inspectHost(file);
  return { inspection, text: formatHostInspection(inspection) };
}

/** A plugin that cannot be loaded does not hide the others. */
async function inspectInstalled(named: readonly string[], json: boolean): Promise<void> {
  if (named.length > 0) throw new CliError("--installed shows all plugins of this machine.", exitCodes.usage);
  const { formatInstalled, inspectPlugin, installedPlugins } = await import("./installed.ts");
  const plugins = await installedPlugins();
  if (plugins.length === 0) console.error("WSL loads no plugins on this machine.");
  for (const plugin of plugins) {
    try {
      const inspection = await inspectPlugin(plugin, (text) => console.error(text));
      console.log(json ? JSON.stringify(inspection, null, 2) : formatInstalled(inspection));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      console.error(`${plugin.dll}: ${error.message}`);
      process.exitCode = exitCodes.failure;
    }
  }
}
