/** `wsl-script-host package`: the command line's side; the work is in package.ts. */

import { join } from "node:path";
import { Command, Option } from "commander";
import { CliError, exitCodes } from "../shared/cli-error.ts";
import { formatBytes } from "../shared/format-bytes.ts";
import { findProject, pluginsOr, scriptFor } from "../shared/project.ts";
import { styleFor } from "../shared/style.ts";
import type { FinishOptions, WrittenFile } from "./finish-package.ts";
import { type Architecture, architectures } from "./host-file.ts";

interface Options extends FinishOptions {
  readonly outdir?: string;
  readonly settings?: string;
  readonly dll?: string;
  readonly arch: Architecture;
  readonly sums?: true;
}

export function packageCommand(): Command {
  return new Command("package")
    .description(
      "put what administrators deploy into a folder: <name>.dll, <name>.js, <name>.json, wsl-script-host.exe, which installs them, and the SHA-256 hashes of all",
    )
    .argument("[plugin...]", "sources, which are built first, or built scripts; the project's plugins by default")
    .option("--outdir <folder>", "where the files go; those of an earlier package are replaced (default: package)")
    .option("--settings <plugin.json>", "the settings; <name>.json beside the script or here by default")
    .option(
      "--dll <host.dll>",
      "the host, if it is not the one of this package: your signed copy of it; for ARM64 with its tool beside it",
    )
    .addOption(
      new Option("--arch <architecture>", "what the machines are; arm64 needs --dll")
        .choices(architectures)
        .default("x64"),
    )
    .option("--zip", "also <name>.zip, with all of a plugin's files")
    .option("--msi", "also <name>.msi, an installer for many machines; needs wixl")
    .option("--release <version>", "the installer's version, such as 1.2.0 (default: the version in package.json)")
    .option(
      "--sums",
      "package nothing; update the hashes of the folder's files, after signing, and write --zip and --msi",
    )
    .addHelpText("after", "\nExample:\n  $ wsl-script-host package dist/hello.js --outdir package --zip")
    .action(async (named: string[], options: Options) => {
      const outdir = options.outdir ?? join(findFolder(named, options), "package");
      if (options.sums !== true) await packageAll(pluginsOr(named), { ...options, outdir });
      const { finishPackage } = await import("./finish-package.ts");
      print(await finishPackage(outdir, options));
    });
}

/** Where the default folder is: beside package.json if the project's plugins are packaged. */
function findFolder(named: readonly string[], { sums }: Options): string {
  return named.length > 0 && sums !== true ? "" : (findProject()?.folder ?? "");
}

async function packageAll(plugins: readonly string[], options: Options & { readonly outdir: string }): Promise<void> {
  if (options.settings !== undefined && plugins.length > 1) {
    throw new CliError("--settings is for one plugin; name it.", exitCodes.usage);
  }
  const { packagePlugin } = await import("./package.ts");
  const { outdir, settings, dll, arch } = options;
  for (const plugin of plugins) {
    const script = plugin.endsWith(".js") ? plugin : await build(plugin);
    const { host, warnings } = await packagePlugin({ script, outdir, settings, dll, arch }, (text) =>
      console.error(text),
    );
    for (const warning of warnings) console.error(styleFor(process.stderr).yellow(`warning: ${warning}`));
    console.log(`host ${host.version} for ${host.architecture}, ${host.signed ? "signed" : "not signed"}`);
  }
}

/** Returns the script. */
async function build(plugin: string): Promise<string> {
  const [{ buildPlugin }, { explainMessages }] = await Promise.all([
    import("../build/build.ts"),
    import("../build/build-messages.ts"),
  ]);
  const outcome = await buildPlugin({ entry: plugin, outfile: scriptFor(plugin), minify: false });
  if (outcome.warnings.length > 0) console.error(await explainMessages("warning", outcome.warnings));
  if (!outcome.ok) throw new CliError(await explainMessages("error", outcome.errors));
  return outcome.result.outfile;
}

function print(files: readonly WrittenFile[]): void {
  const width = Math.max(...files.map(({ file }) => file.length));
  for (const { file, bytes, sha256 } of files) {
    console.log(sha256 === null ? file : `${file.padEnd(width)}  ${formatBytes(bytes).padStart(8)}  ${sha256}`);
  }
}
