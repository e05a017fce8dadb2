/** `wsl-script-host package`: the command line's side; the work is in package.ts. */

import { Command } from "commander";
import { formatBytes } from "../shared/format-bytes.ts";
import { styleFor } from "../shared/style.ts";
import { packagePlugin } from "./package.ts";

interface Options {
  readonly outdir: string;
  readonly settings?: string;
  readonly dll?: string;
}

export function packageCommand(): Command {
  return new Command("package")
    .description(
      "put what administrators deploy into a folder: <name>.dll, <name>.js, <name>.json and their SHA-256 hashes",
    )
    .argument("<plugin.js>", "the script, as build writes it")
    .requiredOption("--outdir <folder>", "where the files go; those of an earlier package are replaced")
    .option("--settings <plugin.json>", "the settings; <name>.json beside the script or here by default")
    .option("--dll <host.dll>", "the host, if it is not the one of this package: your signed copy of it")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host package dist/hello.js --outdir package")
    .action(async (script: string, options: Options) => {
      const { files, hashFile, warnings } = await packagePlugin({ script, ...options }, (text) => console.error(text));
      for (const warning of warnings) console.error(styleFor(process.stderr).yellow(`warning: ${warning}`));
      const width = Math.max(...files.map(({ file }) => file.length));
      for (const { file, bytes, sha256 } of files) {
        console.log(`${file.padEnd(width)}  ${formatBytes(bytes).padStart(8)}  ${sha256}`);
      }
      console.log(hashFile);
    });
}
