import { freeze } from "../model/freeze.ts";
import type { GlobalRow, MemberRow, TypeRow } from "../model/schema.ts";
import { member } from "./member.ts";

const start = "onVmStarted";

function level(name: string, summary: string): MemberRow {
  return {
    name,
    declarations: [`${name}(...data: unknown[]): void`],
    doc: {
      summary,
      parameters: [{ name: "data", text: "Text as it is, anything else as it would look in Node." }],
      example: { hook: start, body: `console.${name}("session", session.sessionId);` },
    },
  };
}

/** Packages look for the global object under these names, too, and make code from text if they find none. */
function globalAlias(name: string): GlobalRow {
  return {
    kind: "object",
    name,
    type: "typeof globalThis",
    members: [],
    doc: {
      summary: "The global object, as packages look for it: `globalThis`.",
      example: { hook: start, body: `console.log(${name} === globalThis);` },
    },
  };
}

/** The globals that TypeScript authors expect everywhere: the log and text as bytes. */
export const languageGlobals = freeze([
  {
    kind: "object",
    name: "console",
    members: [
      {
        name: "assert",
        declarations: ["assert(condition?: unknown, ...data: unknown[]): void"],
        doc: {
          summary: "Writes a line of the level error if the condition is false.",
          parameters: [
            { name: "condition", text: "What should be so." },
            { name: "data", text: "What to write if it is not." },
          ],
          example: {
            hook: start,
            body: 'console.assert(settings.customConfiguration.flags === 0, session.userSid, "changes the kernel");',
          },
        },
      },
      {
        name: "dir",
        declarations: ["dir(value?: unknown, options?: { readonly depth?: number | null }): void"],
        doc: {
          summary: "Writes one value with its members, at the level info.",
          parameters: [
            { name: "value", text: "The value." },
            { name: "options", text: "How many levels of objects to show; null shows all." },
          ],
          example: { hook: start, body: "console.dir(settings, { depth: 1 });" },
        },
      },
      member("count", "count(label?: string): void", "Counts the calls with a label, and writes the number.", {
        details: 'Without a label it counts for `"default"`.',
        body: 'console.count("VMs");',
      }),
      member("countReset", "countReset(label?: string): void", "Lets {@link console.count} begin again.", {
        body: 'console.count("tries");\nconsole.countReset("tries");',
      }),
      member("group", "group(...data: unknown[]): void", "Writes a line, and moves the lines after it to the right.", {
        body: 'console.group("session", session.sessionId);\nconsole.log(session.userSid);\nconsole.groupEnd();',
      }),
      member("groupCollapsed", "groupCollapsed(...data: unknown[]): void", "The same as {@link console.group}.", {
        body: 'console.groupCollapsed("settings");\nconsole.dir(settings);\nconsole.groupEnd();',
      }),
      member("groupEnd", "groupEnd(): void", "Ends the last group.", {
        body: 'console.group("begin");\nconsole.groupEnd();\nconsole.log("as before");',
      }),
      member(
        "table",
        "table(data?: unknown, columns?: readonly string[]): void",
        "Writes an array or an object as a table, a row for each item.",
        {
          details: "It is one line of the log. `columns` are the properties to show; all of them by default.",
          body: 'console.table([{ program: "cat", exitCode: 0 }, { program: "sh", exitCode: 1 }]);',
        },
      ),
      member("time", "time(label?: string): void", "Starts a timer.", {
        body: 'console.time("cat");\nrun(session, "cat", { args: ["/proc/version"] });\nconsole.timeEnd("cat");',
      }),
      member("timeLog", "timeLog(label?: string, ...data: unknown[]): void", "Writes how long a timer runs.", {
        body: 'console.time();\nconsole.timeLog("default", "so far");',
      }),
      member("timeEnd", "timeEnd(label?: string): void", "Writes how long a timer ran, and forgets it.", {
        body: 'console.time("work");\nconsole.timeEnd("work");',
      }),
      level("trace", "Writes a line of the level debug with the stack of the caller."),
      level("debug", "Writes a line of the level debug, which the log drops unless its settings ask for it."),
      level("log", "Writes a line of the level info."),
      level("info", "Writes a line of the level info."),
      level("warn", "Writes a line of the level warn."),
      level("error", "Writes a line of the level error."),
    ],
    doc: {
      summary:
        "The plugin's log: JSON lines in `%ProgramData%\\wsl-script-host\\<name>.log`, unless `<name>.json` says otherwise.",
      example: { hook: start, body: 'console.log("session", session.sessionId);' },
    },
  },
  {
    kind: "class",
    name: "TextEncoder",
    heritage: "",
    members: [
      {
        name: "encoding",
        declarations: ["readonly encoding: string"],
        doc: {
          summary: 'Always `"utf-8"`.',
          example: { hook: start, body: "console.log(new TextEncoder().encoding);" },
        },
      },
      {
        name: "encode",
        declarations: ["encode(input?: string): Uint8Array"],
        doc: {
          summary: "Text to UTF-8. Half of a surrogate pair becomes U+FFFD.",
          example: { hook: start, body: 'console.log(new TextEncoder().encode("\\u00e4").length);' },
        },
      },
      {
        name: "encodeInto",
        declarations: ["encodeInto(source: string, destination: Uint8Array): { read: number; written: number }"],
        doc: {
          summary: "Writes as many whole characters as there is room for.",
          returns: "The UTF-16 units that were read and the bytes that were written.",
          example: {
            hook: start,
            body: 'const { written } = new TextEncoder().encodeInto("hello", new Uint8Array(3));\nconsole.log(written);',
          },
        },
      },
    ],
    doc: {
      summary: "Text to UTF-8, by the WHATWG Encoding Standard.",
      example: { hook: start, body: 'console.log(new TextEncoder().encode("hello").length);' },
    },
  },
  {
    kind: "class",
    name: "TextDecoder",
    heritage: "",
    members: [
      {
        name: "constructor",
        declarations: ["constructor(label?: string, options?: TextDecoderOptions)"],
        doc: {
          summary: 'A decoder for `"utf-8"`, which is the default and the only encoding.',
          errors: [{ error: "RangeError", when: "if the label is that of another encoding." }],
          example: {
            hook: start,
            body: 'const decoder = new TextDecoder("utf-8", { fatal: true });\nconsole.log(decoder.fatal);',
          },
        },
      },
      {
        name: "encoding",
        declarations: ["readonly encoding: string"],
        doc: {
          summary: 'Always `"utf-8"`.',
          example: { hook: start, body: "console.log(new TextDecoder().encoding);" },
        },
      },
      {
        name: "fatal",
        declarations: ["readonly fatal: boolean"],
        doc: {
          summary: "Whether invalid bytes are an error.",
          example: { hook: start, body: "console.log(new TextDecoder().fatal);" },
        },
      },
      {
        name: "ignoreBOM",
        declarations: ["readonly ignoreBOM: boolean"],
        doc: {
          summary: "Whether a byte order mark stays in the text.",
          example: { hook: start, body: "console.log(new TextDecoder().ignoreBOM);" },
        },
      },
      {
        name: "decode",
        declarations: ["decode(input?: ArrayBuffer | ArrayBufferView, options?: TextDecodeOptions): string"],
        doc: {
          summary: "UTF-8 to text. Invalid bytes become U+FFFD.",
          errors: [{ error: "TypeError", when: "if `fatal` is set and the bytes are wrong." }],
          example: { hook: start, body: "console.log(new TextDecoder().decode(Uint8Array.of(0x68, 0x69)));" },
        },
      },
    ],
    doc: {
      summary: "UTF-8 to text, by the WHATWG Encoding Standard.",
      example: { hook: start, body: "console.log(new TextDecoder().decode(Uint8Array.of(0x68, 0x69)));" },
    },
  },
  {
    kind: "function",
    name: "btoa",
    signature: "(data: string): string",
    capability: null,
    source: null,
    builtIn: true,
    doc: {
      summary: "Bytes to base64.",
      details: "Text becomes bytes with {@link TextEncoder} first.",
      parameters: [{ name: "data", text: "A character for each byte, U+0000 to U+00FF." }],
      errors: [{ error: "DOMException", when: "named `InvalidCharacterError`, if a character is no byte." }],
      example: { hook: start, body: 'console.log(btoa("hello"));' },
    },
  },
  {
    kind: "function",
    name: "atob",
    signature: "(data: string): string",
    capability: null,
    source: null,
    builtIn: true,
    doc: {
      summary: "Base64 to bytes.",
      parameters: [{ name: "data", text: "Base64; white space in it is skipped." }],
      returns: "A character for each byte, U+0000 to U+00FF.",
      errors: [{ error: "DOMException", when: "named `InvalidCharacterError`, if it is not base64." }],
      example: { hook: start, body: 'console.log(atob("aGVsbG8="));' },
    },
  },
  globalAlias("self"),
  globalAlias("global"),
  {
    kind: "object",
    name: "performance",
    builtIn: true,
    members: [
      {
        name: "now",
        declarations: ["now(): number"],
        doc: {
          summary: "Milliseconds since an unspecified moment, with fractions. Only differences are meaningful.",
          example: {
            hook: start,
            body: "const begun = performance.now();\nconsole.log(performance.now() - begun);",
          },
        },
      },
    ],
    doc: {
      summary: "A clock that only goes forward.",
      example: { hook: start, body: "console.log(performance.now());" },
    },
  },
  {
    kind: "class",
    name: "DOMException",
    heritage: "extends Error",
    builtIn: true,
    members: [
      {
        name: "constructor",
        declarations: ["constructor(message?: string, name?: string)"],
        doc: {
          summary: "An error with a name.",
          example: { hook: start, body: 'console.log(new DOMException("enough", "AbortError").name);' },
        },
      },
    ],
    doc: {
      summary: 'What an {@link AbortSignal} gives for a reason: its name is `"AbortError"` or `"TimeoutError"`.',
      example: {
        hook: start,
        body: "const { reason } = AbortSignal.abort();\nconsole.log(reason instanceof DOMException && reason.name);",
      },
    },
  },
] as const satisfies readonly GlobalRow[]);

export const languageTypes = freeze([
  {
    kind: "interface",
    name: "TextDecoderOptions",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "fatal",
        declarations: ["readonly fatal?: boolean"],
        doc: {
          summary: "Whether invalid bytes are an error. Default: false.",
          example: {
            hook: start,
            body: 'try {\n  new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.of(0xff));\n} catch (error) {\n  console.warn(error);\n}',
          },
        },
      },
      {
        name: "ignoreBOM",
        declarations: ["readonly ignoreBOM?: boolean"],
        doc: {
          summary: "Whether a byte order mark stays in the text. Default: false.",
          example: {
            hook: start,
            body: 'const decoder = new TextDecoder("utf-8", { ignoreBOM: true });\nconsole.log(decoder.decode(Uint8Array.of(0xef, 0xbb, 0xbf)).length);',
          },
        },
      },
    ],
    doc: {
      summary: "How a {@link TextDecoder} works.",
      example: {
        hook: start,
        body: 'const strict: TextDecoderOptions = { fatal: true, ignoreBOM: true };\nconsole.log(new TextDecoder("utf-8", strict).decode(Uint8Array.of(0x68, 0x69)));',
      },
    },
  },
  {
    kind: "interface",
    name: "TextDecodeOptions",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "stream",
        declarations: ["readonly stream?: boolean"],
        doc: {
          summary:
            "Whether more bytes follow; an incomplete character at the end is then kept for the next call. Default: false.",
          example: {
            hook: start,
            body: "const decoder = new TextDecoder();\nconst half = decoder.decode(Uint8Array.of(0xc3), { stream: true });\nconsole.log(half + decoder.decode(Uint8Array.of(0xa4)));",
          },
        },
      },
    ],
    doc: {
      summary: "How one piece is decoded.",
      example: {
        hook: start,
        body: "const more: TextDecodeOptions = { stream: true };\nconsole.log(new TextDecoder().decode(Uint8Array.of(0x68, 0x69), more));",
      },
    },
  },
] as const satisfies readonly TypeRow[]);
