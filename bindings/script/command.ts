// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { ErrorDoc, GlobalRow, MemberRow, TypeRow } from "../model/schema.ts";

const start = "onVmStarted";

const anySession = "<Session extends WSLSessionInformation | SessionID | WSLCSessionInformation | WSLCSessionID>";

const errors: readonly ErrorDoc[] = [
  {
    error: "CommandError",
    when: "if the command fails and `check` is not false, or if it could not be run; the message has the reason.",
  },
  {
    error: "WSLApiError",
    when: "with `ERROR_TIMEOUT` after a time-out, with WSL's code if it could not start the shell `/bin/sh` or, in a container session, the program.",
  },
  { error: "TypeError", when: "if an argument is wrong. Nothing has reached WSL then." },
  {
    error: "RequiresUpdateError",
    when: "if there is a distribution and the running WSL is older than 2.1.2, or a container session and it is older than 2.9.0.",
  },
];

const aborted: ErrorDoc = { error: "AbortSignal.reason", when: "if the signal is given." };

const parameters = [
  {
    name: "session",
    text: "The session that the hook was called for, or its id. For a command in a distribution, the compiler must know that the session supports it.",
  },
  {
    name: "command",
    text: "The program: an absolute path, or a name that is looked up in the folders that {@link WSLPluginPermissions} lists.",
  },
  { name: "options", text: "What it gets, where it runs, and how long it may take." },
] as const;

const shell =
  "The command runs as root below a small script of the shell `/bin/sh`, which needs only the program `cat`. No shell parses the " +
  "arguments, so they need no quotes. Without a distribution the command runs in the VM's root namespace.";

const exits =
  "The exit code is as shells report it: 127 if the program does not exist, 126 if it cannot be executed, 128 plus the " +
  "signal's number if a signal ended it. The call does not wait for background processes of the command.";

const containers =
  "In a container session WSL starts the program itself, as root in the session's VM: no shell, no other user, no other folder. The command " +
  "is an absolute path, the environment that of {@link WSLCCreateProcess}. The call waits until the program and all background " +
  "processes that share its outputs have ended.";

const trust =
  "The guest decides which program is at a path and what it prints: in a distribution, root there; in the VM's root namespace, the " +
  "user, who can become root there. A policy on the result works only for users who do not evade it.";

/** The calls that run commands. */
export const commandGlobals = freeze([
  {
    kind: "function",
    name: "run",
    signature:
      `${anySession}(\n  session: Session,\n  command: string,\n` +
      "  options?: CommandOptions & RunOptions & CommandPlace<Session>,\n): CommandResult",
    capability: null,
    source: null,
    doc: {
      summary: "Runs a command to its end: writes its input, and collects its output and its exit code.",
      details: `${shell} ${exits} A command that times out is not killed; it finds closed pipes.\n\n${containers}\n\n${trust}`,
      parameters,
      returns: "What it has printed, and how it ended.",
      errors,
      example: {
        hook: start,
        body: 'const { stdout, stderr } = run(session, "uname", { args: ["-r"], timeout: 5_000 });\nconsole.log(stdout.length, stderr);',
      },
    },
  },
  {
    kind: "function",
    name: "runAsync",
    signature:
      `${anySession}(\n  session: Session,\n  command: string,\n` +
      "  options?: CommandOptions & RunOptions & AbortOptions & CommandPlace<Session>,\n): Promise<CommandResult>",
    capability: null,
    source: null,
    doc: {
      summary: "Like {@link run}, but asynchronous: errors reject the promise.",
      parameters,
      returns: "What it has printed, and how it ended.",
      errors: [...errors, aborted],
      example: {
        hook: start,
        body:
          'const [kernel, host] = await Promise.all([\n  runAsync(session, "uname", { args: ["-r"] }),\n  runAsync(session, "hostname"),\n]);\n' +
          "console.log(kernel.text(), host.text());",
      },
    },
  },
  {
    kind: "class",
    name: "CommandError",
    heritage: "extends Error",
    members: [
      {
        name: "constructor",
        declarations: ["private constructor()"],
        doc: { summary: "These errors come from {@link run} and its kin." },
      },
      errorMember("command", "string", "The command line, as messages show it.", "error.command"),
      errorMember(
        "exitCode",
        "number | null",
        "As in {@link CommandResult.exitCode}; null if the command could not be run, or it is not known how it ended.",
        "error.exitCode",
      ),
      errorMember("signal", "string | null", "As in {@link CommandResult.signal}.", "error.signal"),
      errorMember("stderr", "string", "What it has written to its standard error.", "error.stderr"),
      errorMember(
        "result",
        "CommandResult | null",
        "All that it left behind; null like the exit code.",
        "error.result?.text()",
      ),
      errorMember("hresult", "number", "`E_FAIL`: the code that the hook fails with.", "HRESULT.format(error.hresult)"),
    ],
    doc: {
      summary:
        "A command has failed. The message has the command, its exit code or signal, and the end of its standard error.",
      example: {
        hook: start,
        body: caught("error.message"),
      },
    },
  },
] as const satisfies readonly GlobalRow[]);

function caught(what: string): string {
  return (
    'try {\n  run(session, "ls", { args: ["/nowhere"] });\n} catch (error) {\n' +
    `  if (!(error instanceof CommandError)) {\n    throw error;\n  }\n  console.warn(${what});\n}`
  );
}

function errorMember(name: string, type: string, summary: string, shown: string): MemberRow {
  return {
    name,
    declarations: [`readonly ${name}: ${type}`],
    doc: { summary, example: { hook: start, body: caught(shown) } },
  };
}

function inContainers(body: string) {
  const permissions = '{ container: { run: ["/bin/uname"] } }';
  return { hook: "onWslcVmStarted", requires: '"WSLCVmHooks"', permissions, body } as const;
}

function absentMember(name: string, summary: string): MemberRow {
  const example = inContainers('console.log(run(session, "/bin/uname", { args: ["-r"] }).text());');
  return { name, declarations: [`readonly ${name}?: never`], doc: { summary, example } };
}

const uname = 'const result = run(session, "uname", { args: ["-r"] });\n';

/** What commands are made of, and what comes of them. */
export const commandTypes = freeze([
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
  {
    kind: "interface",
    name: "CommandResult",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "exitCode",
        declarations: ["readonly exitCode: number"],
        doc: {
          summary:
            "The exit code as a shell reports it, from 0 to 255: 128 plus the signal's number if a signal ended the program.",
          example: { hook: start, body: 'console.log(run(session, "uname", { check: false }).exitCode);' },
        },
      },
      {
        name: "signal",
        declarations: ["readonly signal: string | null"],
        doc: {
          summary: 'The signal that has ended it, such as `"SIGKILL"`, or null.',
          details:
            "It is derived from the exit code, so a program that exits with such a code by itself looks the same, as in shells.",
          example: {
            hook: start,
            body: 'console.log(run(session, "uname", { check: false }).signal ?? "it ended by itself");',
          },
        },
      },
      {
        name: "stdout",
        declarations: ["readonly stdout: Uint8Array"],
        doc: {
          summary: "Standard output. All of it is in the plugin's memory.",
          example: { hook: start, body: `${uname}console.log(result.stdout.length);` },
        },
      },
      {
        name: "stderr",
        declarations: ["readonly stderr: string"],
        doc: {
          summary: "Standard error, if it is separate; else empty. Bytes that are not UTF-8 become U+FFFD.",
          example: { hook: start, body: `${uname}console.log(result.stderr);` },
        },
      },
      {
        name: "ok",
        declarations: ["readonly ok: boolean"],
        doc: {
          summary: "Whether the exit code is 0.",
          example: { hook: start, body: 'console.log(run(session, "uname", { check: false }).ok);' },
        },
      },
      {
        name: "text",
        declarations: ["text(): string"],
        doc: {
          summary: "Standard output as text. Bytes that are not UTF-8 become U+FFFD.",
          example: { hook: start, body: `${uname}console.log(result.text().trimEnd());` },
        },
      },
      {
        name: "json",
        declarations: ["json(): unknown"],
        doc: {
          summary: "Standard output, parsed as JSON.",
          errors: [{ error: "SyntaxError", when: "if it is no JSON." }],
          example: { hook: start, body: 'console.dir(run(session, "lsblk", { args: ["--json"] }).json());' },
        },
      },
      {
        name: "lines",
        declarations: ["lines(): string[]"],
        doc: {
          summary: "Standard output, line by line. A line ends with LF or CRLF, which are removed.",
          example: { hook: start, body: `${uname}for (const line of result.lines()) {\n  console.log(line);\n}` },
        },
      },
    ],
    doc: {
      summary: "The result of a command. It is frozen.",
      example: {
        hook: start,
        body: 'const result: CommandResult = run(session, "uname");\nconsole.log(result.text());',
      },
    },
  },
  {
    kind: "interface",
    name: "PreparedCommand",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "run",
        declarations: [
          `run${anySession}(session: Session, options?: RunOptions & CommandPlace<Session>): CommandResult`,
        ],
        doc: {
          summary: "Runs it, as {@link run} does.",
          parameters: [parameters[0], parameters[2]],
          returns: "What it has printed, and how it ended.",
          errors,
          example: {
            hook: start,
            body: 'const kernel = ApiV1.prepare("uname", { args: ["-r"] });\nconsole.log(kernel.run(session).text());',
          },
        },
      },
      {
        name: "runAsync",
        declarations: [
          `runAsync${anySession}(session: Session, options?: RunOptions & AbortOptions & CommandPlace<Session>): Promise<CommandResult>`,
        ],
        doc: {
          summary: "Runs it, as {@link runAsync} does.",
          parameters: [parameters[0], parameters[2]],
          returns: "What it has printed, and how it ended.",
          errors: [...errors, aborted],
          example: {
            hook: start,
            body: 'const kernel = ApiV1.prepare("uname", { args: ["-r"] });\nconsole.log((await kernel.runAsync(session)).text());',
          },
        },
      },
    ],
    doc: {
      summary: "A command whose arguments are checked and encoded, for many runs. {@link ApiV1.prepare} makes it.",
      example: {
        plugin:
          'const kernel: PreparedCommand = ApiV1.prepare("uname", { args: ["-r"] });\nexport default definePlugin({\n' +
          "  onVmStarted(session) {\n    console.log(kernel.run(session).text());\n  },\n});",
      },
    },
  },
] as const satisfies readonly TypeRow[]);
