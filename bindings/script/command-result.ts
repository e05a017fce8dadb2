// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { TypeRow } from "../model/schema.ts";

const start = "onVmStarted";

const uname = 'const result = run(session, "uname", { args: ["-r"] });\n';

/** How a command ended, and what it has printed. */
export const commandResultTypes = freeze([
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
] as const satisfies readonly TypeRow[]);
