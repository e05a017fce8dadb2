// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { MemberRow, TypeRow } from "../model/schema.ts";

const start = "onVmStarted";

/** What a command gets, and where it runs. */
export const commandOptionTypes = freeze([
  {
    kind: "interface",
    name: "CommandOptions",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "args",
        declarations: ["readonly args?: readonly string[]"],
        doc: {
          summary: "The program's arguments, without its name. Default: none.",
          example: { hook: start, body: 'console.log(run(session, "ls", { args: ["-1"] }).lines());' },
        },
      },
      {
        name: "env",
        declarations: ["readonly env?: Readonly<Record<string, string>>"],
        doc: {
          summary: "Variables that are added to the program's environment. Default: none.",
          details: "`PATH` is not used to find the program: with a `PATH` here, name the program by its absolute path.",
          example: {
            hook: start,
            body: 'console.log(run(session, "uname", { args: ["-r"], env: { LC_ALL: "C" } }).text());',
          },
        },
      },
      {
        name: "cwd",
        declarations: ["readonly cwd?: string"],
        doc: {
          summary: "The folder that the program starts in: absolute. Default: where WSL starts it, `/`.",
          example: { hook: start, body: 'console.log(run(session, "ls", { args: ["-1"], cwd: "/" }).lines());' },
        },
      },
      {
        name: "user",
        declarations: ["readonly user?: string"],
        doc: {
          summary: "The user that the program runs as. Default: root.",
          details: "It needs the program `su`, which sets `HOME`, `SHELL`, `USER` and `LOGNAME`, too.",
          example: { hook: start, body: 'console.log(run(session, "id", { args: ["-un"], user: "nobody" }).text());' },
        },
      },
      {
        name: "stderr",
        declarations: ['readonly stderr?: "separate" | "merge" | "ignore"'],
        doc: {
          summary: "Where standard error goes. Default: `separate`, which is {@link CommandResult.stderr}.",
          details:
            "`merge` mixes it into standard output, `ignore` drops it; both start one process less in Linux than `separate`, " +
            "which also needs `/proc`.",
          example: {
            hook: start,
            body: 'console.log(run(session, "uname", { args: ["-r"], stderr: "merge" }).text());',
          },
        },
      },
    ],
    doc: {
      summary: "Options of a command.",
      example: {
        hook: start,
        body: 'const kernel: CommandOptions = { args: ["-r"], stderr: "ignore" };\nconsole.log(run(session, "uname", kernel).text());',
      },
    },
  },
  {
    kind: "interface",
    name: "RunOptions",
    parameters: "",
    heritage: "extends WaitOptions",
    members: [
      {
        name: "input",
        declarations: ["readonly input?: string | ArrayBuffer | ArrayBufferView"],
        doc: {
          summary: "The program's standard input: bytes, or text as UTF-8. Default: none, an end of file.",
          example: { hook: start, body: 'console.log(run(session, "cat", { input: "hello\\n" }).text());' },
        },
      },
      {
        name: "check",
        declarations: ["readonly check?: boolean"],
        doc: {
          summary: "Whether an exit code that is not 0 throws a {@link CommandError}. Default: true.",
          example: {
            hook: start,
            body: 'const { ok } = run(session, "test", { args: ["-e", "/etc/wsl.conf"], check: false });\nconsole.log(ok);',
          },
        },
      },
    ],
    doc: {
      summary: "Options of one run of a command.",
      example: {
        hook: start,
        body: 'const patient: RunOptions = { timeout: 5_000, check: false };\nconsole.log(run(session, "uname", patient).ok);',
      },
    },
  },
  {
    kind: "alias",
    name: "CommandPlace",
    parameters: "<Session>",
    text:
      "[Session] extends [WSLCSessionInformation | WSLCSessionID] ? InContainerSession\n" +
      '  : [Session] extends [SessionThatSupports<"ExecuteBinaryInDistribution">] ? Partial<InDistribution> : InVm',
    doc: {
      summary:
        "Where a command can run: in the VM of a container session, in that of a session with distributions, or in a distribution if the " +
        "session is known to support that.",
      example: {
        hook: "onDistributionStarted",
        permissions: '{ distribution: { run: ["uname"] } }',
        body:
          'if (session.supports("ExecuteBinaryInDistribution")) {\n  const place: CommandPlace<typeof session> = { distribution };\n' +
          '  console.log(run(session, "uname", place).text());\n}',
      },
    },
  },
  {
    kind: "interface",
    name: "InVm",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "distribution",
        declarations: ['readonly distribution?: RequiresCapability<"ExecuteBinaryInDistribution"> | undefined'],
        doc: {
          summary: "None: the command runs in the VM's root namespace.",
          example: { hook: start, body: 'const place: InVm = {};\nconsole.log(run(session, "uname", place).ok);' },
        },
      },
    ],
    doc: {
      summary: "In the session's VM; every version of WSL supports it.",
      example: { hook: start, body: 'const place: InVm = {};\nconsole.log(run(session, "uname", place).text());' },
    },
  },
  {
    kind: "interface",
    name: "InDistribution",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "distribution",
        declarations: ["readonly distribution: WSLDistributionInformation | DistributionID"],
        doc: {
          summary: "The distribution, or its id. It must run.",
          example: {
            hook: "onDistributionStarted",
            requires: '"ExecuteBinaryInDistribution"',
            body: 'console.log(run(session, "id", { args: ["-un"], distribution }).text());',
          },
        },
      },
    ],
    doc: {
      summary: "In a distribution. The session has to be known to support `ExecuteBinaryInDistribution`.",
      example: {
        hook: "onDistributionStarted",
        requires: '"ExecuteBinaryInDistribution"',
        permissions: '{ distribution: { run: ["uname"] } }',
        body: 'const place: InDistribution = { distribution: distribution.id };\nconsole.log(run(session, "uname", place).text());',
      },
    },
  },
  {
    kind: "interface",
    name: "InContainerSession",
    parameters: "",
    heritage: "",
    members: [
      absentMember("distribution", "None: container sessions have no distributions."),
      absentMember("cwd", "None: WSL chooses the folder."),
      absentMember("user", "None: the program runs as root."),
      {
        name: "stderr",
        declarations: ['readonly stderr?: "separate" | "ignore"'],
        doc: {
          summary: "As in {@link CommandOptions}, without `merge`, which needs a shell.",
          example: inContainers('const { ok } = run(session, "/bin/uname", { stderr: "ignore" });\nconsole.log(ok);'),
        },
      },
    ],
    doc: {
      summary: "In the VM of a container session, beside the containers.",
      example: inContainers(
        'const quiet: InContainerSession = { stderr: "ignore" };\nconsole.log(run(session, "/bin/uname", quiet).text());',
      ),
    },
  },
] as const satisfies readonly TypeRow[]);

function inContainers(body: string) {
  const permissions = '{ container: { run: ["/bin/uname"] } }';
  return { hook: "onWslcVmStarted", requires: '"WSLCVmHooks"', permissions, body } as const;
}

function absentMember(name: string, summary: string): MemberRow {
  const example = inContainers('console.log(run(session, "/bin/uname", { args: ["-r"] }).text());');
  return { name, declarations: [`readonly ${name}?: never`], doc: { summary, example } };
}
