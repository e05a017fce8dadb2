/** `wsl-script-host install`, `uninstall`, `rollback`, `status`, `doctor` and `self-test`: what the native tool of the package does on Windows. */

import { join, resolve } from "node:path";
import { Command } from "commander";
import { runTool } from "../shared/native-tool.ts";
import { findProject } from "../shared/project.ts";

export function machineCommands(): Command[] {
  return [
    change("install", "install packaged plugins on this machine: files, registry, WSL's service; as an administrator")
      .argument("[name...]", "the plugins; all that the folder has by default")
      .option("--from <folder>", "the packages' folder (default: package)")
      .option("--new-settings", "replace the installed settings with the package's")
      .option("--force", "install even a DLL that WSL would not load")
      .action((names: string[], { from, ...options }: Options) =>
        run("install", names, { ...options, from: from ?? packages() }),
      ),
    change("uninstall", "remove a plugin from this machine, with its settings and its log; as an administrator")
      .argument("<name>", "the plugin")
      .action((name: string, options: Options) => run("uninstall", [name], options)),
    change("rollback", "restore the previous version of a plugin; as an administrator")
      .argument("<name>", "the plugin")
      .action((name: string, options: Options) => run("rollback", [name], options)),
    report("status", "show every plugin of this machine, its signature and its last load"),
    report("doctor", "find what keeps plugins from working, with the commands that fix it"),
    new Command("self-test")
      .description("show whether the DLL works on this machine, in a process of its own; as an administrator")
      .argument("[dll]", "the DLL to test; the one of this package by default")
      .action((dll?: string) => run("self-test", dll === undefined ? [] : [resolve(dll)], {})),
  ];
}

interface Options {
  readonly from?: string;
  readonly newSettings?: true;
  readonly force?: true;
  readonly yes?: true;
  /** Commander's name for `--no-restart`. */
  readonly restart?: boolean;
  readonly json?: true;
}

function change(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--yes", "ask nothing")
    .option("--no-restart", "leave WSL's service alone");
}

function report(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--json", "print JSON")
    .action((options: Options) => run(name, [], options));
}

function packages(): string {
  return join(findProject()?.folder ?? "", "package");
}

function run(command: string, names: readonly string[], options: Options): void {
  runTool(command, [command, ...names, ...argumentsOf(options)]);
}

function argumentsOf({ from, newSettings, force, yes, restart, json }: Options): string[] {
  return [
    ...(from === undefined ? [] : ["--from", resolve(from)]),
    ...(newSettings ? ["--new-settings"] : []),
    ...(force ? ["--force"] : []),
    ...(yes ? ["--yes"] : []),
    ...(restart === false ? ["--no-restart"] : []),
    ...(json ? ["--json"] : []),
  ];
}
