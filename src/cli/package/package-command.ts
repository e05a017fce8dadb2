/** `wsl-script-host package`: the command line's side; the work is in package.ts. */

import { join } from "node:path";
import { Command } from "commander";
import { CliError, exitCodes } from "../shared/cli-error.ts";
import { formatBytes } from "../shared/format-bytes.ts";
import { findProject, pluginsOr, scriptFor } from "../shared/project.ts";
import { styleFor } from "../shared/style.ts";
import type { HashedFile } from "./hash-file.ts";

interface Options {
  readonly outdir?: string;
  readonly settings?: string;
  readonly dll?: string;
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
    .option("--dll <host.dll>", "the host, if it is not the one of this package: your signed copy of it")
    .option("--sums", "package nothing; write the hashes of what is in the folder anew, after signing")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host package dist/hello.js --outdir package")
    .action(async (named: string[], options: Options) => {
      const outdir = options.outdir ?? join(findFolder(named, options), "package");
      if (options.sums === true) {
        const { writeSums } = await import("./hash-file.ts");
        return print(await writeSums(outdir));
      }
      await packageAll(pluginsOr(named), { ...options, outdir });
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
  const { outdir, settings, dll } = options;
  for (const plugin of plugins) {
    const script = plugin.endsWith(".js") ? plugin : await build(plugin);
    const { host, warnings } = await packagePlugin({ script, outdir, settings, dll }, (text) => console.error(text));
    for (const warning of warnings) console.error(styleFor(process.stderr).yellow(`warning: ${warning}`));
    console.log(`host ${host.version}, ${host.signed ? "signed" : "not signed"}`);
  }
  const { writeSums } = await import("./hash-file.ts");
  print(await writeSums(outdir));
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

function print({ files, hashFile }: { readonly files: readonly HashedFile[]; readonly hashFile: string }): void {
  const width = Math.max(...files.map(({ file }) => file.length));
  for (const { file, bytes, sha256 } of files) {
    console.log(`${file.padEnd(width)}  ${formatBytes(bytes).padStart(8)}  ${sha256}`);
  }
  console.log(hashFile);
}
