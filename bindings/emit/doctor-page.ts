import { policyKey } from "../files/policies.ts";
import type { Description } from "../index.ts";
import type { CheckRow } from "../model/schema.ts";
import { table } from "./markdown.ts";
import { file, origin } from "./text.ts";

const introduction = `# What doctor checks

\`wsl-script-host.exe doctor\` looks at everything that can keep a plugin from working, in the order in which WSL would stumble, and prints
for each problem the command that mends it. It changes nothing, and runs no hook. It looks at every plugin that the registry lists; what
only this project's plugins have (script, settings, log) is judged by the host's own code.

\`--json\` prints the same for programs: \`check\` is an id of this page, \`outcome\` is \`ok\`, \`warning\`, \`problem\` or \`skipped\` (something before it
has a problem, so it cannot be known). The exit code is 1 with a problem, else 0.`;

const behind = `In a command, \`<name>\` is the plugin's value in the registry, \`<dll>\` the DLL's path and \`<settings>\` that of \`<name>.json\`. Commands that
delete the plugin's value take the plugin away, so that WSL starts again; restart its service after that, and install the plugin anew.

- **chain**: \`root.cer\` is the certificate that the message names. WSL's service runs as SYSTEM, so a root in a user's own store does not count.
- **expiry**: sign with a time stamp, and the certificate's end no longer matters. A plugin that is signed again has to be installed again.
- **verification** and **log** print the \`icacls\` commands for the very file or folder.
- **policies** prints where the policy is: \`HKLM\\${policyKey}\`, or exploit protection's \`MitigationOptions\`. What App Control
  says of the DLL itself is not asked; Windows' own events have it ("CodeIntegrity - Operational").
- **wsl-version** knows these broken versions:`;

/** docs/doctor.md. */
export function emitDoctorPage({ checks, brokenVersions }: Description): string {
  return file(
    `<!-- ${origin} -->`,
    "",
    introduction,
    "",
    table(
      ["id", "what has to hold", "what mends it"],
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
