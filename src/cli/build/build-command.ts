/** `wsl-script-host build`: the command line's side; the work is in build.ts. */

import { Command } from "commander";
import { CliError } from "../shared/cli-error.ts";
import { formatBytes } from "../shared/format-bytes.ts";
import { type BuildResult, buildPlugin } from "./build.ts";
import { explainMessages } from "./build-messages.ts";

export function buildCommand(): Command {
  return new Command("build")
    .description("bundle a plugin into the one file that the host DLL runs, with a source map beside it")
    .argument("<plugin.ts>", "the file whose default export is the plugin")
    .requiredOption("--outfile <plugin.js>", "what to write; the host DLL beside it has the same name")
    .option("--minify", "make the file smaller; names in stack traces become short")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host build src/hello.ts --outfile dist/hello.js")
    .action(async (entry: string, options: { outfile: string; minify?: true }) => {
      const outcome = await buildPlugin({ entry, outfile: options.outfile, minify: options.minify === true });
      if (outcome.warnings.length > 0) {
        console.error(await explainMessages("warning", outcome.warnings));
      }
      if (!outcome.ok) {
        throw new CliError(await explainMessages("error", outcome.errors));
      }
      console.log(report(outcome.result));
    });
}

/** The sizes, and where they come from when there is more than one source file. */
function report({ outfile, bytes, mapFile, mapBytes, sources }: BuildResult): string {
  const rows: [string, string][] = [
    [outfile, formatBytes(bytes)],
    ...(sources.length > 1
      ? sources.map((source): [string, string] => [`  ${source.file}`, formatBytes(source.bytes)])
      : []),
    [mapFile, formatBytes(mapBytes)],
  ];
  const nameWidth = Math.max(...rows.map(([file]) => file.length));
  const sizeWidth = Math.max(...rows.map(([, size]) => size.length));
  return rows.map(([file, size]) => `${file.padEnd(nameWidth)}  ${size.padStart(sizeWidth)}`).join("\n");
}
