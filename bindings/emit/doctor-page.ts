import { policyKey } from "../files/policies.ts";
import type { Description } from "../index.ts";
import type { CheckRow } from "../model/file-rows.ts";
import { table } from "./markdown.ts";
import { file, origin } from "./text.ts";

const introduction = `# What doctor checks

\`wsl-script-host.exe doctor\` checks everything that can keep a plugin from working, in the order in which WSL would fail, and prints
for each problem the command that corrects it. It changes nothing and runs no hook. It checks every plugin that the registry lists; the host's own
code checks the script, the settings and the log of this project's plugins.

\`--json\` prints the same for programs: \`check\` is an id of this page, \`outcome\` is \`ok\`, \`warning\`, \`problem\` or \`skipped\` (an earlier
problem prevents the check). The exit code is 1 if there is a problem, else 0.`;

const behind = `In a command, \`<name>\` is the plugin's value in the registry, \`<dll>\` the DLL's path and \`<settings>\` that of \`<name>.json\`. Commands that
delete the plugin's value disable the plugin, so that WSL starts again; restart its service afterwards, and install the plugin again.

- **chain**: \`root.cer\` is the certificate that the message names. WSL's service runs as SYSTEM, so it ignores a root in a user's own store.
- **expiry**: a signature with a time stamp stays valid when the certificate expires. Install a plugin again after you have signed it again.
- **verification** and **log** print the \`icacls\` commands for the file or folder.
- **policies** prints where the policy is: \`HKLM\\${policyKey}\`, or exploit protection's \`MitigationOptions\`. It does not ask App Control
  about the DLL itself; Windows' own events report that ("CodeIntegrity - Operational").
- **wsl-version** knows these broken versions:`;

/** docs/doctor.md. */
export function emitDoctorPage({ checks, brokenVersions }: Description): string {
  return file(
    `<!-- ${origin} -->`,
    "",
    introduction,
    "",
    table(
      ["id", "what has to hold", "command"],
      checks.map((row) => [`\`${row.id}\``, row.summary, remedyOf(row)]),
    ),
    behind,
    brokenVersions.map(
      ({ first, last, what, source }) => `  ${first === last ? first : `${first} to ${last}`} (${what}; ${source}).`,
    ),
  );
}

function remedyOf({ command }: CheckRow): string {
  return command === null ? "as the message says" : `\`${command}\``;
}
