/** The command line tool `wsl-script-host`. Commands live in files of their own; this one only lists them. */

import { Command } from "commander";
import { description, name, version } from "../../package.json";
import { buildCommand } from "./build-command.ts";
import { CliError } from "./cli-error.ts";

const program = new Command(name)
  .description(description)
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .helpCommand(false)
  .showHelpAfterError(`(${name} --help tells more)`);
// A command that is added does not take over how its parent shows help and errors.
program.addCommand(
  buildCommand().copyInheritedSettings(program).showHelpAfterError(`(${name} build --help tells more)`),
);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof CliError ? error.message : error);
}
