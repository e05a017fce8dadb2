/** `wsl-script-host create`: the command line's side; the work is in create.ts. */

import { constants } from "node:os";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { CliError } from "../shared/cli-error.ts";
import { createProject, objectionToName, pluginNameFor } from "./create.ts";
import { defaultTemplate, templateList } from "./templates.ts";

interface Options {
  readonly name?: string;
  readonly template?: string;
  readonly yes?: true;
}

export function createCommand(): Command {
  return new Command("create")
    .description("start a project: a plugin with its types, a test, a scenario and settings for VS Code")
    .argument("<folder>", "the folder for the files; no file in it is ever overwritten")
    .option("--name <name>", "the plugin's name; the folder's name by default")
    .option("--template <name>", `what the plugin starts from, see below; "${defaultTemplate}" by default`)
    .option("-y, --yes", "ask nothing")
    .addHelpText("after", () => `\nTemplates:\n${templateList()}\n${examples}`)
    .action(async (folder: string, options: Options) => {
      const name = options.name ?? (await nameOf(folder, options.yes === true));
      const files = await createProject(folder, name, options.template);
      console.log(`Created in ${folder}:`);
      for (const file of files) console.log(`  ${file}`);
      console.log(
        `\nNext:\n${folder === "." ? "" : `  cd ${quoted(folder)}\n`}  npm install\n  npm test\n  npm run dev`,
      );
    });
}

const examples = `
Examples:
  $ wsl-script-host create hello --yes
  $ wsl-script-host create our-roots --template windows-root-certificates`;

/** The exit code that shells report for a command that Ctrl-C ended. */
const aborted = 128 + constants.signals.SIGINT;

/** Quoted so that a shell reads it as one word. */
function quoted(folder: string): string {
  return /^[\w./:\\-]+$/.test(folder) ? folder : `"${folder}"`;
}

/** Asks only in a terminal. */
async function nameOf(folder: string, yes: boolean): Promise<string> {
  const suggestion = pluginNameFor(folder);
  if (yes || process.stdin.isTTY !== true) return suggestion;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const answer = (await terminal.question(`The plugin's name (${suggestion}): `)).trim() || suggestion;
      const objection = objectionToName(answer);
      if (objection === null) return answer;
      console.log(objection);
    }
  } catch (error) {
    // Ctrl-C, or the end of the input.
    throw (error as NodeJS.ErrnoException).code === "ABORT_ERR"
      ? new CliError("\nNothing was created.", aborted)
      : error;
  } finally {
    terminal.close();
  }
}
