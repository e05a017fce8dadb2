import { freeze } from "../model/freeze.ts";
import type { ErrorDoc, GlobalRow, ParameterDoc, TypeRow } from "../model/schema.ts";

const start = "onVmStarted";

/** A method that works in both places. `more` are the parameters between the session and the options. */
function both(name: string, more: string, options: string, result: string): readonly string[] {
  const between = more === "" ? "" : `${more}, `;
  return [
    `${name}<Session extends WSLSessionInformation | SessionID>(session: Session, ${between}options?: ${options} & CommandPlace<Session>): ${result}`,
  ];
}

const session: ParameterDoc = { name: "session", text: "The session, or its id, as for `run`." };
const options: ParameterDoc = { name: "options", text: "Where it happens, and how long it may take." };

const errors: readonly ErrorDoc[] = [
  { error: "CommandError", when: "if it fails in Linux." },
  { error: "WSLApiError", when: "as from `run`." },
  { error: "TypeError", when: "if an argument is wrong." },
];

const path = { name: "path", text: "The file: absolute." } as const;

export const linuxGlobals = freeze([
  {
    kind: "object",
    name: "Linux",
    members: [
      {
        name: "readTextFile",
        declarations: both("readTextFile", "path: string", "LinuxFileOptions", "string"),
        doc: {
          summary: "The text of a file, read with `cat`. Bytes that are not UTF-8 become U+FFFD.",
          parameters: [session, path, options],
          errors,
          example: { hook: start, body: 'console.log(Linux.readTextFile(session, "/proc/version"));' },
        },
      },
      {
        name: "writeTextFile",
        declarations: both("writeTextFile", "path: string, text: string", "WriteTextFileOptions", "void"),
        doc: {
          summary:
            "Replaces a file's content with a text, as UTF-8, atomically: a reader finds either the old text or the new.",
          details:
            "An existing file keeps its owner and mode; a file replaces a link. It needs the programs `cp`, `mv`, `chmod`, `wc` and `rm`, " +
            "and a writable folder.",
          parameters: [session, path, { name: "text", text: "The whole text." }, options],
          errors,
          example: {
            hook: "onDistributionStarted",
            requires: '"ExecuteBinaryInDistribution"',
            body: 'const text = "nameserver 10.0.0.1\\n";\nLinux.writeTextFile(session, "/etc/resolv.conf", text, { distribution, mode: 0o644 });',
          },
        },
      },
      {
        name: "waitForSystemd",
        declarations: [
          'waitForSystemd(session: SessionThatSupports<"ExecuteBinaryInDistribution">, options: WaitOptions & InDistribution): SystemdState',
        ],
        doc: {
          summary: "Waits until systemd has finished starting a distribution.",
          details: "The result is the output of `systemctl is-system-running`, or that systemd is not in use.",
          parameters: [session, options],
          returns: "The state.",
          errors,
          example: {
            hook: "onDistributionStarted",
            requires: '"ExecuteBinaryInDistribution"',
            body: 'const state = Linux.waitForSystemd(session, { distribution, timeout: 20_000 });\nconsole.log(state === "running");',
          },
        },
      },
      {
        name: "osRelease",
        declarations: both("osRelease", "", "WaitOptions", "Readonly<Record<string, string>>"),
        doc: {
          summary: "The variables of `/etc/os-release`, or `/usr/lib/os-release`, by name.",
          parameters: [session, options],
          errors,
          example: {
            hook: "onDistributionStarted",
            requires: '"ExecuteBinaryInDistribution"',
            body: "const { ID, VERSION_ID } = Linux.osRelease(session, { distribution });\nconsole.log(ID, VERSION_ID);",
          },
        },
      },
      {
        name: "mounts",
        declarations: both("mounts", "", "WaitOptions", "readonly LinuxMount[]"),
        doc: {
          summary: "The mounts, in the order of `/proc/self/mounts`.",
          parameters: [session, options],
          errors,
          example: {
            hook: start,
            body: 'const shares = Linux.mounts(session).filter(({ type }) => type === "9p");\nconsole.log(shares.length);',
          },
        },
      },
    ],
    doc: {
      summary: "Common tasks in Linux. All of them use `run`.",
      example: { hook: start, body: 'console.log(Linux.readTextFile(session, "/proc/version").trimEnd());' },
    },
  },
] as const satisfies readonly GlobalRow[]);

export const linuxTypes = freeze([
  {
    kind: "interface",
    name: "LinuxFileOptions",
    parameters: "",
    heritage: "extends WaitOptions",
    members: [
      {
        name: "user",
        declarations: ["readonly user?: string"],
        doc: {
          summary: "The user who reads or writes the file. Default: root.",
          example: {
            hook: start,
            body: 'console.log(Linux.readTextFile(session, "/proc/version", { user: "nobody" }));',
          },
        },
      },
    ],
    doc: {
      summary: "How a file is read.",
      example: {
        hook: start,
        body: 'const options: LinuxFileOptions = { timeout: 500 };\nconsole.log(Linux.readTextFile(session, "/proc/version", options));',
      },
    },
  },
  {
    kind: "interface",
    name: "WriteTextFileOptions",
    parameters: "",
    heritage: "extends LinuxFileOptions",
    members: [
      {
        name: "mode",
        declarations: ["readonly mode?: number"],
        doc: {
          summary: "The file's mode, from 0 to 0o7777. Default: unchanged; 0o644 for a new file.",
          example: {
            hook: start,
            body: 'Linux.writeTextFile(session, "/run/agent.token", "secret", { mode: 0o600 });',
          },
        },
      },
    ],
    doc: {
      summary: "How a file is written.",
      example: {
        hook: start,
        body: 'const options: WriteTextFileOptions = { mode: 0o600 };\nLinux.writeTextFile(session, "/run/agent.token", "secret", options);',
      },
    },
  },
  {
    kind: "alias",
    name: "SystemdState",
    parameters: "",
    text: '"running" | "degraded" | "maintenance" | "stopping" | "not in use" | (string & {})',
    doc: {
      summary: "The state of systemd: a word of `systemctl is-system-running`, or that it does not run.",
      example: {
        hook: "onDistributionStarted",
        requires: '"ExecuteBinaryInDistribution"',
        body: "const state: SystemdState = Linux.waitForSystemd(session, { distribution });\nconsole.log(state);",
      },
    },
  },
  {
    kind: "interface",
    name: "LinuxMount",
    parameters: "",
    heritage: "",
    members: [
      member("source", "string", "What is mounted: a device, a share, or a mere name."),
      member("target", "string", "Where it is mounted."),
      member("type", "string", "The kind of file system, such as `ext4` or `9p`."),
      member("options", "readonly string[]", "How it is mounted: `ro`, `rw`, `noatime` and the like."),
    ],
    doc: {
      summary: "A mount.",
      example: {
        hook: start,
        body: 'const root: LinuxMount | undefined = Linux.mounts(session).find(({ target }) => target === "/");\nconsole.log(root?.type);',
      },
    },
  },
] as const satisfies readonly TypeRow[]);

function member(name: string, type: string, summary: string) {
  return {
    name,
    declarations: [`readonly ${name}: ${type}`],
    doc: { summary, example: { hook: start, body: `console.log(Linux.mounts(session)[0]?.${name});` } },
  };
}
