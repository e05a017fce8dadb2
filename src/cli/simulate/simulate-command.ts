/** `wsl-script-host simulate`: the command line's side; the work is in simulate.ts. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { parseVersion } from "../../../bindings/wsl/versions.ts";
import { CliError } from "../shared/cli-error.ts";
import { addEngineOptions, type EngineOptions, startDebugging } from "../shared/engine-options.ts";
import { findProject, pluginsOr } from "../shared/project.ts";
import type { SimulationRequest } from "./simulate.ts";

interface Options extends EngineOptions {
  readonly wsl?: string;
  readonly strict?: true;
  readonly verbose?: true;
  readonly json?: true;
  readonly eval?: string;
  readonly record?: string;
  readonly trace?: string;
}

export function simulateCommand(): Command {
  return addEngineOptions(new Command("simulate"))
    .description("show what WSL, the plugin and its programs do in a scenario, without Windows or WSL")
    .argument("[plugin.ts]", "the plugin, instead of the scenario's; without arguments, all of the project's scenarios")
    .argument("[scenario.json]", "the scenario; by default a distribution starts and stops, and no program exists")
    .option("--wsl <version>", "the version of WSL, instead of the scenario's", version)
    .option("--strict", "fail when a hook fails, unless the scenario expects it")
    .option("--verbose", "show how commands are carried to Linux, too")
    .option("--json", "print a JSON object for each event")
    .option("--eval <code>", "run code in place of a plugin, and print its value; it finds session and distribution")
    .option("--trace <file>", "write where the time went, for Perfetto (https://ui.perfetto.dev) and chrome://tracing")
    .option("--record <folder>", "record each instance of the plugin for wsl-script-host replay")
    .addHelpText(
      "after",
      `
Example:
  $ wsl-script-host simulate src/hello.ts scenarios/start.json --wsl 2.1.2
  $ wsl-script-host simulate scenarios/start.json
  $ wsl-script-host simulate src/hello.ts --inspect-brk
  $ wsl-script-host simulate scenarios/start.json --trace start.trace.json
  $ wsl-script-host simulate scenarios/start.json --eval "run(session, 'uname').text()"`,
    )
    .action(async (first: string | undefined, second: string | undefined, options: Options) => {
      const [{ simulate }, { lineOf }] = await Promise.all([
        import("./simulate.ts"),
        import("../shared/event-lines.ts"),
      ]);
      const runs = options.eval === undefined ? runsFor(first, second) : [runOfCode(options.eval, first, second)];
      if (runs.length > 1 && options.trace !== undefined) {
        throw new CliError("--trace is for one scenario: name it, such as scenarios/start.json.");
      }
      const debugging = await startDebugging(options);
      for (const run of runs) {
        if (runs.length > 1 && options.json !== true) console.log(run.scenario ?? run.plugin);
        const request = {
          ...run,
          version: options.wsl,
          strict: options.strict === true,
          record: options.record,
          trace: options.trace,
          ...debugging,
        };
        await simulate(request, (event) => {
          const line = options.json === true ? JSON.stringify(event) : lineOf(event, options);
          if (line !== null) console.log(line);
        });
      }
    });
}

type Run = Pick<SimulationRequest, "plugin" | "code" | "scenario">;

/** All that can be named is a scenario. */
function runOfCode(code: string, scenario: string | undefined, more: string | undefined): Run {
  if (more === undefined && scenario?.endsWith(".json") !== false) return { code, scenario };
  throw new CliError("--eval runs in place of a plugin: name no more than a scenario, such as scenarios/start.json.");
}

/** What to play. A first argument that is a scenario stands alone. */
function runsFor(first: string | undefined, second: string | undefined): readonly Run[] {
  if (first === undefined) return projectRuns();
  if (second === undefined && first.endsWith(".json")) return [{ scenario: first }];
  if (!existsSync(first)) throw new CliError(`There is no file "${first}"`);
  return [{ plugin: first, scenario: second }];
}

/** The project's scenarios; without any, the life of a distribution with each of its plugins. */
function projectRuns(): Run[] {
  const folder = join(findProject()?.folder ?? "", "scenarios");
  const scenarios = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  if (scenarios.length > 0) return scenarios.sort().map((file) => ({ scenario: join(folder, file) }));
  return pluginsOr([]).map((plugin) => ({ plugin }));
}

function version(text: string): string {
  try {
    parseVersion(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
