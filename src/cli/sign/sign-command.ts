/** `wsl-script-host sign`: the command line's side; the work is in sign.ts. */

import { join } from "node:path";
import { Command, Option } from "commander";
import { CliError, exitCodes } from "../shared/cli-error.ts";
import { findProject } from "../shared/project.ts";

interface Options {
  readonly selfSigned?: true;
  readonly remove?: true;
  readonly pfx?: string;
  readonly passwordFile?: string;
  readonly outdir?: string;
  /** Commander's name for `--no-timestamp` and `--timestamp <url>`. */
  readonly timestamp: string | false;
}

const timestampServer = "http://timestamp.digicert.com";

export function signCommand(): Command {
  return new Command("sign")
    .description("sign the DLLs of packages, so that WSL loads them, and update the packages' hashes")
    .argument("[dll...]", "the DLLs; all that the package's folder has by default")
    .option("--pfx <file>", "with a certificate and its key from a file (on Linux by osslsigncode)")
    .option("--password-file <file>", "the file's password, in its first line")
    .option("--self-signed", "with a certificate that this machine makes and trusts; on Windows, as an administrator")
    .addOption(new Option("--remove", "delete that certificate and its key").conflicts(["pfx", "selfSigned"]))
    .option("--outdir <folder>", "the packages' folder (default: package)")
    .option("--timestamp <url>", "a server that certifies the time of signing", timestampServer)
    .option("--no-timestamp", "no time stamp; WSL refuses the DLL once the certificate expires")
    .addHelpText("after", "\nExample:\n  $ wsl-script-host sign --pfx contoso.pfx --password-file password.txt")
    .action(async (dlls: string[], { outdir, ...options }: Options) => {
      const given = [options.selfSigned, options.remove, options.pfx].filter((option) => option !== undefined);
      if (given.length !== 1) throw new CliError("Sign with --pfx <file> or --self-signed.", exitCodes.usage);
      const { sign } = await import("./sign.ts");
      await sign(dlls, { ...options, folder: outdir ?? join(findProject()?.folder ?? "", "package") });
    });
}
