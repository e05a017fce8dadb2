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

/** A command for many runs. */
export const preparedCommandTypes = freeze([
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
