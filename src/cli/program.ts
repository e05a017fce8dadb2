/** The command line tool `wsl-script-host`. Each command has its own file; this one lists them. */

import { Command, CommanderError } from "commander";
import { description, name, version } from "../../package.json";
import { addCommand } from "./add/add-command.ts";
import { buildCommand } from "./build/build-command.ts";
import { checkCommand } from "./check/check-command.ts";
import { createCommand } from "./create/create-command.ts";
import { devCommand } from "./dev/dev-command.ts";
import { inspectCommand } from "./inspect/inspect-command.ts";
import { logsCommand } from "./logs/logs-command.ts";
import { machineCommands } from "./machine/machine-commands.ts";
import { packageCommand } from "./package/package-command.ts";
import { replayCommand } from "./replay/replay-command.ts";
import { CliError, exitCodes } from "./shared/cli-error.ts";
import { signCommand } from "./sign/sign-command.ts";
import { simulateCommand } from "./simulate/simulate-command.ts";

const epilogue = `
Exit codes:
  0  success
  ${exitCodes.failure}  the plugin, or a file that the command works on, is wrong; the message says why
  ${exitCodes.usage}  the command line is wrong

${name} <command> --help shows the options of a command, with an example.`;

const program = new Command(name)
  .description(description)
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .helpCommand("help [command]", "print the help of a command")
  .exitOverride()
  .showHelpAfterError(`(see ${name} --help)`)
  .addHelpText("after", epilogue);

const commands = [
  createCommand(),
  addCommand(),
  devCommand(),
  checkCommand(),
  simulateCommand(),
  replayCommand(),
  buildCommand(),
  inspectCommand(),
  packageCommand(),
  signCommand(),
  logsCommand(),
  ...machineCommands(),
];
for (const command of commands) {
  // A command that is added does not inherit how its parent shows help and errors.
  command.copyInheritedSettings(program).showHelpAfterError(`(see ${name} ${command.name()} --help)`);
  program.addCommand(command);
}

// The reader of the output may stop at any time: "| head".
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : exitCodes.failure);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has already printed the error; its code 0 means that help was requested.
    return error.exitCode === 0 ? 0 : exitCodes.usage;
  }
  console.error(error instanceof CliError ? error.message : error);
  return error instanceof CliError ? error.exitCode : exitCodes.failure;
}
