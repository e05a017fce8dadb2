/** `wsl-script-host inspect`: the command line's side; the work is in inspect.ts and inspect-host.ts. */

import { Command } from "commander";
import { pluginsOr, scriptFor } from "../shared/project.ts";

export function inspectCommand(): Command {
  return new Command("inspect")
    .description(
      "show what built scripts declare: hooks, the WSL that they require, limits; none of their hooks run. Of a host DLL: its version, engine, commit and signature",
    )
    .argument("[plugin.js...]", "the scripts, as build writes them, or DLLs; the project's scripts by default")
    .option("--json", "print one JSON object for each file")
    .addHelpText(
      "after",
      "\nExamples:\n  $ wsl-script-host inspect dist/hello.js --json\n  $ wsl-script-host inspect package/hello.dll",
    )
    .action(async (named: string[], options: { json?: true }) => {
      const files = named.length > 0 ? named : pluginsOr([]).map((plugin) => scriptFor(plugin));
      for (const file of files) {
        const { inspection, text } = await (/\.dll$/i.test(file) ? host(file) : script(file));
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
