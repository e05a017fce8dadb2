/** `wsl-script-host build`: the command line's side; the work is in build.ts. */

import { Command, Option } from "commander";
import type { PartialMessage } from "esbuild";
import { CliError, exitCodes } from "../shared/cli-error.ts";
import { formatBytes } from "../shared/format-bytes.ts";
import { pluginsOr, projectOutdir, scriptFor } from "../shared/project.ts";
import type { BuildOutcome, BuildResult } from "./build.ts";

interface Options {
  readonly outfile?: string;
  readonly outdir?: string;
  readonly minify?: true;
  readonly json?: true;
}

export function buildCommand(): Command {
  return new Command("build")
    .description("bundle plugins, each into the one file that the host DLL runs, with a source map beside it")
    .argument("[plugin.ts...]", "the files whose default exports are the plugins; the project's by default")
    .option("--outfile <plugin.js>", "the script to write, for one plugin; the host DLL beside it has the same name")
    .addOption(
      new Option("--outdir <folder>", "the folder for <name>.js; the project's, or dist, by default").conflicts(
        "outfile",
      ),
    )
    .option("--minify", "make the file smaller; names in stack traces become short")
    .option("--json", "print one JSON object instead of text")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host build src/hello.ts --outfile dist/hello.js")
    .action((named: string[], options: Options) => build(pluginsOr(named), options));
}

async function build(plugins: readonly string[], options: Options): Promise<void> {
  if (options.outfile !== undefined && plugins.length !== 1) {
    throw new CliError("--outfile is for one plugin; use --outdir for several.", exitCodes.usage);
  }
  const { buildPlugin } = await import("./build.ts");
  const outcomes: (BuildOutcome & { readonly plugin: string })[] = [];
  for (const plugin of plugins) {
    const outfile = options.outfile ?? scriptFor(plugin, options.outdir ?? projectOutdir());
    const outcome = await buildPlugin({ entry: plugin, outfile, minify: options.minify === true });
    outcomes.push({ plugin, ...outcome });
    if (options.json !== true) await print(outcome);
  }
  if (options.json === true) console.log(JSON.stringify({ plugins: outcomes.map(asJson) }, null, 2));
  if (outcomes.some(({ ok }) => !ok)) process.exitCode = exitCodes.failure;
}

async function print(outcome: BuildOutcome): Promise<void> {
  await explain("warning", outcome.warnings);
  if (outcome.ok) console.log(report(outcome.result));
  else await explain("error", outcome.errors);
}

async function explain(kind: "error" | "warning", messages: PartialMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const { explainMessages } = await import("./build-messages.ts");
  console.error(await explainMessages(kind, messages));
}

function asJson({ plugin, ...outcome }: BuildOutcome & { readonly plugin: string }): object {
  return outcome.ok
    ? { plugin, ok: true, ...outcome.result, warnings: outcome.warnings }
    : { plugin, ok: false, errors: outcome.errors, warnings: outcome.warnings };
}

/** How many lines a reader takes in at a glance. */
const shownSources = 10;

/** The sizes, and their origin if there is more than one source file. */
function report({ outfile, bytes, mapFile, mapBytes, sources }: BuildResult): string {
  const [largest, rest] = [sources.slice(0, shownSources), sources.slice(shownSources)];
  const rows: [string, string][] = [
    [outfile, formatBytes(bytes)],
    ...(sources.length > 1
      ? largest.map((source): [string, string] => [`  ${source.file}`, formatBytes(source.bytes)])
      : []),
    ...(rest.length > 0 ? [others(rest)] : []),
    [mapFile, formatBytes(mapBytes)],
  ];
  const nameWidth = Math.max(...rows.map(([file]) => file.length));
  const sizeWidth = Math.max(...rows.map(([, size]) => size.length));
  return rows.map(([file, size]) => `${file.padEnd(nameWidth)}  ${size.padStart(sizeWidth)}`).join("\n");
}

function others(sources: BuildResult["sources"]): [string, string] {
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  return [`  ... ${sources.length} more`, formatBytes(bytes)];
}
