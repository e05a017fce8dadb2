import { freeze } from "../model/freeze.ts";
import type { ErrorDoc, GlobalRow, TypeRow } from "../model/schema.ts";

const broken: ErrorDoc = { error: "WSLApiError", when: "with the connection's error, such as `WSAECONNRESET`." };
const closed: ErrorDoc = { error: "TypeError", when: "if the process is closed." };
const errors: readonly ErrorDoc[] = [
  { error: "WSLApiError", when: "with `ERROR_TIMEOUT` if the time is up." },
  broken,
  closed,
];

const aborted: ErrorDoc = { error: "AbortSignal.reason", when: "if the signal is given." };

const cat = 'using process = ExecuteBinary(session, "/bin/cat");\n';

/** The handle of a process. */
export const processGlobals = freeze([
  {
    kind: "class",
    name: "WSLProcess",
    heritage: "implements Disposable",
    members: [
      {
        name: "constructor",
        declarations: ["private constructor()"],
        doc: { summary: "Processes come from {@link ExecuteBinary} and {@link ExecuteBinaryInDistribution}." },
      },
      {
        name: "write",
        declarations: ["write(data: string | ArrayBuffer | ArrayBufferView, options?: WaitOptions): void"],
        doc: {
          summary: "Writes to standard input: bytes, or text as UTF-8. Returns when all of it has been sent.",
          details:
            "Output that arrives meanwhile is buffered for the next read, so a program that writes while it reads does not block.",
          parameters: [
            { name: "data", text: "What to write." },
            { name: "options", text: "How long to wait." },
          ],
          errors: [
            ...errors,
            {
              error: "TypeError",
              when: "if its input is closed, a `writeAsync` is under way, or the data is neither text nor bytes.",
            },
          ],
          example: {
            hook: "onVmStarted",
            body: `${cat}process.write("hello\\n");\nconsole.log(process.text());`,
          },
        },
      },
      {
        name: "writeAsync",
        declarations: [
          "writeAsync(data: string | ArrayBuffer | ArrayBufferView, options?: WaitOptions & AbortOptions): Promise<void>",
        ],
        doc: {
          summary: "Like {@link WSLProcess.write}, but asynchronous: errors reject the promise.",
          details:
            "Concurrent writes run in the order of the calls. A write that the signal aborts may have been written in part.",
          parameters: [
            { name: "data", text: "What to write. It must not change before the promise is settled." },
            { name: "options", text: "How long to wait." },
          ],
          errors: [
            ...errors,
            { error: "TypeError", when: "if its input is closed, or the data is neither text nor bytes." },
            aborted,
          ],
          example: {
            hook: "onVmStarted",
            body: `${cat}const [, line] = await Promise.all([process.writeAsync("hello\\n"), process.readAsync()]);\nconsole.log(line?.length);`,
          },
        },
      },
      {
        name: "closeInput",
        declarations: ["closeInput(): void"],
        doc: {
          summary: "Ends standard input: the program reads the end of the file.",
          errors: [broken, closed],
          example: {
            hook: "onVmStarted",
            body: `${cat}process.write("hello\\n");\nprocess.closeInput();\nfor (const line of process.lines()) {\n  console.log(line);\n}`,
          },
        },
      },
      {
        name: "read",
        declarations: ["read(options?: ReadOptions): Uint8Array | null"],
        doc: {
          summary: "Reads what has arrived, and waits if nothing has.",
          parameters: [{ name: "options", text: "How much to read, and how long to wait." }],
          returns:
            "At least one byte, or null when the program has ended its output, or was ended: only {@link run} distinguishes these.",
          errors,
          example: {
            hook: "onVmStarted",
            body: 'using process = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);\nconst start = process.read({ maximum: 5, timeout: 1_000 });\nconsole.log(start?.length);',
          },
        },
      },
      {
        name: "readAsync",
        declarations: ["readAsync(options?: ReadOptions & AbortOptions): Promise<Uint8Array | null>"],
        doc: {
          summary: "Like {@link WSLProcess.read}, but asynchronous: errors reject the promise.",
          parameters: [{ name: "options", text: "How much to read, and how long to wait." }],
          returns: "At least one byte, or null when the program has ended its output.",
          errors: [...errors, aborted],
          example: {
            hook: "onVmStarted",
            body: 'using process = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);\nconst start = await process.readAsync({ maximum: 5, timeout: 1_000 });\nconsole.log(start?.length);',
          },
        },
      },
      {
        name: "bytes",
        declarations: ["bytes(options?: WaitOptions): Uint8Array"],
        doc: {
          summary: "Ends standard input, reads all output to its end, and closes the process.",
          parameters: [{ name: "options", text: "How long to wait in all." }],
          returns: "The output that had not been read.",
          errors,
          example: {
            hook: "onVmStarted",
            body: 'console.log(ExecuteBinary(session, "/bin/cat", ["/proc/version"]).bytes().length);',
          },
        },
      },
      {
        name: "bytesAsync",
        declarations: ["bytesAsync(options?: WaitOptions & AbortOptions): Promise<Uint8Array>"],
        doc: {
          summary: "Like {@link WSLProcess.bytes}, but asynchronous: errors reject the promise.",
          parameters: [{ name: "options", text: "How long to wait in all." }],
          returns: "The output that had not been read.",
          errors: [...errors, aborted],
          example: {
            hook: "onVmStarted",
            body: 'const version = await ExecuteBinary(session, "/bin/cat", ["/proc/version"]).bytesAsync();\nconsole.log(version.length);',
          },
        },
      },
      {
        name: "text",
        declarations: ["text(options?: WaitOptions): string"],
        doc: {
          summary: "Like {@link WSLProcess.bytes}, as text. Bytes that are not UTF-8 become U+FFFD.",
          parameters: [{ name: "options", text: "How long to wait in all." }],
          returns: "The output that had not been read.",
          errors,
          example: {
            hook: "onVmStarted",
            body: 'console.log(ExecuteBinary(session, "/bin/cat", ["/proc/version"]).text({ timeout: 2_000 }));',
          },
        },
      },
      {
        name: "textAsync",
        declarations: ["textAsync(options?: WaitOptions & AbortOptions): Promise<string>"],
        doc: {
          summary: "Like {@link WSLProcess.text}, but asynchronous: errors reject the promise.",
          parameters: [{ name: "options", text: "How long to wait in all." }],
          returns: "The output that had not been read.",
          errors: [...errors, aborted],
          example: {
            hook: "onVmStarted",
            body: 'const texts = ["/proc/version", "/proc/mounts"].map((file) => ExecuteBinary(session, "/bin/cat", [file]).textAsync());\nconsole.log(await Promise.all(texts));',
          },
        },
      },
      {
        name: "lines",
        declarations: ["lines(options?: WaitOptions & AbortOptions): IterableIterator<string> & AsyncIterable<string>"],
        doc: {
          summary: "Reads the output line by line, each as soon as it arrives.",
          details:
            "A line ends with LF or CRLF, which are removed. Standard input stays open. `for await` does not block " +
            "the script, and observes the signal.",
          parameters: [{ name: "options", text: "How long to wait for each line." }],
          returns: "An iterator over the lines, for `for` and for `for await`.",
          errors: [...errors, aborted],
          example: {
            hook: "onVmStarted",
            body: 'for (const line of ExecuteBinary(session, "/bin/cat", ["/proc/mounts"]).lines()) {\n  console.log(line);\n}',
          },
        },
      },
      {
        name: "close",
        declarations: ["close(): void"],
        doc: {
          summary: "Closes the process's streams. Further calls have no effect.",
          details:
            "The program is not killed; it finds closed pipes. The host closes open processes at the end of a hook, with a line in the log.",
          example: {
            hook: "onVmStarted",
            body: 'ExecuteBinary(session, "/opt/agent/start").close();',
          },
        },
      },
      {
        name: "[Symbol.dispose]",
        declarations: ["[Symbol.dispose](): void"],
        doc: {
          summary: "{@link WSLProcess.close}, for `using`.",
          example: {
            hook: "onVmStarted",
            body: 'using process = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);\nconsole.log(process.read()?.length);',
          },
        },
      },
    ],
    doc: {
      summary: "A process that runs in Linux: its standard input and output.",
      details:
        "{@link ExecuteBinary} and {@link ExecuteBinaryInDistribution} make it. Every wait ends with the hook's time limit, too.",
      example: {
        hook: "onVmStarted",
        body: 'using process = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);\nconsole.log(process.text());',
      },
    },
  },
] as const satisfies readonly GlobalRow[]);

export const processTypes = freeze([
  {
    kind: "interface",
    name: "WaitOptions",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "timeout",
        declarations: ["readonly timeout?: number"],
        doc: {
          summary: "The longest wait in milliseconds, 0 and above. Default: as long as the hook may take.",
          example: {
            hook: "onVmStarted",
            body: `${cat}process.write("hello\\n", { timeout: 500 });\nconsole.log(process.text({ timeout: 500 }));`,
          },
        },
      },
    ],
    doc: {
      summary: "How long to wait.",
      example: {
        hook: "onVmStarted",
        body: 'const wait: WaitOptions = { timeout: 500 };\nconsole.log(ExecuteBinary(session, "/bin/cat", ["/proc/version"]).text(wait));',
      },
    },
  },
  {
    kind: "interface",
    name: "ReadOptions",
    parameters: "",
    heritage: "extends WaitOptions",
    members: [
      {
        name: "maximum",
        declarations: ["readonly maximum?: number"],
        doc: {
          summary: "The most bytes to return, at least 1. Default: 256 KiB.",
          example: {
            hook: "onVmStarted",
            body: 'using process = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);\nconsole.log(process.read({ maximum: 1 })?.length);',
          },
        },
      },
    ],
    doc: {
      summary: "How much to read, and how long to wait for it.",
      example: {
        hook: "onVmStarted",
        body: 'const some: ReadOptions = { maximum: 1_024, timeout: 500 };\nusing process = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);\nconsole.log(process.read(some)?.length);',
      },
    },
  },
] as const satisfies readonly TypeRow[]);
