import { numberOf } from "../border/numbers.ts";
import { freeze } from "../model/freeze.ts";
import type { ErrorDoc, GlobalRow, TypeRow } from "../model/schema.ts";

const start = { hook: "onWslcVmStarted", requires: '"WSLCVmHooks"' } as const;
const uname = 'using process = WSLCCreateProcess(session, "/bin/uname", ["-r"]);\n';
const cat = 'using process = WSLCCreateProcess(session, "/bin/cat");\n';

const waitErrors: readonly ErrorDoc[] = [
  { error: "WSLApiError", when: "with `ERROR_TIMEOUT` if the time is up." },
  { error: "TypeError", when: "if the process is closed." },
];

const unread = `${numberOf("maximumUnread") / 1024 / 1024} MiB`;

/** The handle of a process in the VM of a container session. */
export const containerProcessGlobals = freeze([
  {
    kind: "class",
    name: "WSLCProcess",
    heritage: "implements Disposable",
    members: [
      {
        name: "constructor",
        declarations: ["private constructor()"],
        doc: { summary: "Processes come from {@link WSLCCreateProcess}." },
      },
      {
        name: "stdin",
        declarations: ["readonly stdin: WSLCProcessInput"],
        doc: {
          summary: "Standard input.",
          example: {
            ...start,
            body: `${cat}process.stdin.write("hello\\n");\nprocess.stdin.close();\nconsole.log(process.stdout.text());`,
          },
        },
      },
      {
        name: "stdout",
        declarations: ["readonly stdout: WSLCProcessOutput"],
        doc: {
          summary: "Standard output.",
          example: { ...start, body: `${uname}console.log(process.stdout.text());` },
        },
      },
      {
        name: "stderr",
        declarations: ["readonly stderr: WSLCProcessOutput"],
        doc: { summary: "Standard error.", example: { ...start, body: `${uname}console.log(process.stderr.text());` } },
      },
      {
        name: "wait",
        declarations: ["wait(options?: WaitOptions): number"],
        doc: {
          summary: "Waits until the program has ended. What it prints meanwhile is kept for later reads.",
          details: "Standard input stays open: a program that reads it to its end needs `stdin.close()` first.",
          parameters: [{ name: "options", text: "How long to wait." }],
          returns: "The exit code, or 128 and the number of the signal that ended it; 137 also if its VM ended first.",
          errors: waitErrors,
          example: { ...start, body: `${uname}console.log(process.wait({ timeout: 2_000 }));` },
        },
      },
      {
        name: "waitAsync",
        declarations: ["waitAsync(options?: WaitOptions & AbortOptions): Promise<number>"],
        doc: {
          summary: "Like {@link WSLCProcess.wait}, but asynchronous: errors reject the promise.",
          parameters: [{ name: "options", text: "How long to wait." }],
          returns: "The exit code.",
          errors: [...waitErrors, { error: "AbortSignal.reason", when: "if the signal is given." }],
          example: {
            ...start,
            body: `${uname}const [code, text] = await Promise.all([process.waitAsync(), process.stdout.textAsync()]);\nconsole.log(code, text);`,
          },
        },
      },
      {
        name: "exitCode",
        declarations: ["readonly exitCode: number | null"],
        doc: {
          summary: "The exit code; null while the program runs, and if it still ran when the process was closed.",
          example: { ...start, body: `${uname}console.log(process.exitCode ?? "it runs");` },
        },
      },
      {
        name: "close",
        declarations: ["close(): void"],
        doc: {
          summary: "Closes the streams and the process object. Further calls have no effect.",
          details:
            "The program goes on, and sees closed pipes: WSL can end none. Leaving a hook closes what is open, with a line in the log.",
          example: { ...start, body: 'WSLCCreateProcess(session, "/opt/agent/start").close();' },
        },
      },
      {
        name: "[Symbol.dispose]",
        declarations: ["[Symbol.dispose](): void"],
        doc: {
          summary: "{@link WSLCProcess.close}, for `using`.",
          example: { ...start, body: `${uname}console.log(process.wait());` },
        },
      },
    ],
    doc: {
      summary: "A process in the VM of a container session: its three streams and its exit code.",
      details:
        `A wait for one of its streams, or for its end, receives both outputs. Of one that the script does not read, ${unread} are kept; ` +
        "then the program has to wait until the script reads. Every wait ends with the hook's time limit, too.",
      example: { ...start, body: `${uname}console.log(process.stdout.text(), process.stderr.text(), process.wait());` },
    },
  },
] as const satisfies readonly GlobalRow[]);

export const containerProcessTypes = freeze([
  {
    kind: "interface",
    name: "WSLCProcessInput",
    parameters: "",
    heritage: 'extends Pick<WSLProcess, "write" | "writeAsync">',
    members: [
      {
        name: "close",
        declarations: ["close(): void"],
        doc: {
          summary: "Ends standard input, so that the program sees the end of its file.",
          errors: [{ error: "TypeError", when: "if the process is closed." }],
          example: { ...start, body: `${cat}process.stdin.close();\nconsole.log(process.wait());` },
        },
      },
    ],
    doc: {
      summary: "The standard input of a {@link WSLCProcess}: {@link WSLProcess.write} and its asynchronous twin.",
      example: {
        ...start,
        body: `${cat}await process.stdin.writeAsync("hello\\n");\nprocess.stdin.close();\nconsole.log(process.stdout.text());`,
      },
    },
  },
  {
    kind: "interface",
    name: "WSLCProcessOutput",
    parameters: "",
    heritage:
      'extends Pick<WSLProcess, "read" | "readAsync" | "bytes" | "bytesAsync" | "text" | "textAsync" | "lines">',
    members: [],
    doc: {
      summary:
        "Standard output or standard error of a {@link WSLCProcess}: the operations of {@link WSLProcess} that read.",
      details:
        "`bytes` and `text` end standard input, too, and leave the process open: its other streams and its exit code are still there.",
      example: {
        ...start,
        body: 'using process = WSLCCreateProcess(session, "/bin/cat", ["/proc/mounts"]);\nfor (const line of process.stdout.lines()) {\n  console.log(line);\n}',
      },
    },
  },
] as const satisfies readonly TypeRow[]);
