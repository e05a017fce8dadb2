import { freeze } from "../model/freeze.ts";
import type { GlobalRow, TypeRow } from "../model/schema.ts";

const start = "onVmStarted";

const abortExample = {
  hook: start,
  body:
    'const controller = new AbortController();\nconst { signal } = controller;\nusing sleep = ExecuteBinary(session, "/bin/cat");\n' +
    "const reading = sleep.readAsync({ signal }).catch((error) => console.log(error));\ncontroller.abort();\nawait reading;",
};

const timeoutExample = {
  hook: start,
  body:
    "const signal = AbortSignal.timeout(500);\nconst [version, mounts] = await Promise.all([\n" +
    '  ExecuteBinary(session, "/bin/cat", ["/proc/version"]).textAsync({ signal }),\n' +
    '  ExecuteBinary(session, "/bin/cat", ["/proc/mounts"]).textAsync({ signal }),\n]);\nconsole.log(version, mounts);',
};

/** Ends an operation. */
export const abortGlobals = freeze([
  {
    kind: "class",
    name: "AbortController",
    heritage: "",
    members: [
      {
        name: "signal",
        declarations: ["readonly signal: AbortSignal"],
        doc: {
          summary: "The signal that the controller aborts.",
          example: {
            hook: start,
            body: "const controller = new AbortController();\nconsole.log(controller.signal.aborted);",
          },
        },
      },
      {
        name: "abort",
        declarations: ["abort(reason?: unknown): void"],
        doc: {
          summary: "Aborts the signal. Further calls have no effect.",
          parameters: [{ name: "reason", text: 'Why. Default: a `DOMException` named `"AbortError"`.' }],
          example: abortExample,
        },
      },
    ],
    doc: {
      summary: "Aborts operations, as in the DOM Standard.",
      example: abortExample,
    },
  },
  {
    kind: "class",
    name: "AbortSignal",
    heritage: "",
    members: [
      {
        name: "constructor",
        declarations: ["private constructor()"],
        doc: { summary: "Signals come from an {@link AbortController}, and from the static methods." },
      },
      {
        name: "abort",
        declarations: ["static abort(reason?: unknown): AbortSignal"],
        doc: {
          summary: "A signal that is aborted already.",
          parameters: [{ name: "reason", text: 'Why. Default: a `DOMException` named `"AbortError"`.' }],
          example: { hook: start, body: 'console.log(AbortSignal.abort("not needed").reason);' },
        },
      },
      {
        name: "timeout",
        declarations: ["static timeout(milliseconds: number): AbortSignal"],
        doc: {
          summary: 'A signal that is given after a time, with a `DOMException` named `"TimeoutError"`.',
          parameters: [{ name: "milliseconds", text: "How long to wait, 0 and above." }],
          errors: [{ error: "TypeError", when: "if the time is no such number." }],
          example: timeoutExample,
        },
      },
      {
        name: "any",
        declarations: ["static any(signals: readonly AbortSignal[]): AbortSignal"],
        doc: {
          summary: "A signal that is aborted when the first of several signals is.",
          errors: [{ error: "TypeError", when: "if one of them is no signal." }],
          example: {
            hook: start,
            body: "const controller = new AbortController();\nconst signal = AbortSignal.any([controller.signal, AbortSignal.timeout(500)]);\ncontroller.abort();\nconsole.log(signal.aborted);",
          },
        },
      },
      {
        name: "aborted",
        declarations: ["readonly aborted: boolean"],
        doc: {
          summary: "Whether the signal is aborted.",
          example: { hook: start, body: "console.log(AbortSignal.abort().aborted);" },
        },
      },
      {
        name: "reason",
        declarations: ["readonly reason: unknown"],
        doc: {
          summary: "Why it was aborted; undefined before.",
          example: { hook: start, body: 'console.log(AbortSignal.abort("not needed").reason);' },
        },
      },
      {
        name: "throwIfAborted",
        declarations: ["throwIfAborted(): void"],
        doc: {
          summary: "Throws the reason if the signal is aborted.",
          example: { hook: start, body: 'new AbortController().signal.throwIfAborted();\nconsole.log("not yet");' },
        },
      },
      {
        name: "addEventListener",
        declarations: [
          'addEventListener(\n  type: "abort",\n  listener: ((event: AbortEvent) => unknown) | { handleEvent(event: AbortEvent): unknown },\n  options?: unknown,\n): void',
        ],
        doc: {
          summary: "Adds a listener, which is called once when the signal is aborted.",
          details: "An error that a listener throws fails the hook, like an unhandled rejection.",
          example: {
            hook: start,
            body: 'const controller = new AbortController();\ncontroller.signal.addEventListener("abort", ({ target }) => console.log(target.reason));\ncontroller.abort("enough");',
          },
        },
      },
      {
        name: "removeEventListener",
        declarations: ['removeEventListener(type: "abort", listener: object, options?: unknown): void'],
        doc: {
          summary: "Removes a listener.",
          example: {
            hook: start,
            body: 'const controller = new AbortController();\nconst listener = () => console.log("enough");\ncontroller.signal.addEventListener("abort", listener);\ncontroller.signal.removeEventListener("abort", listener);\ncontroller.abort();\nconsole.log(controller.signal.aborted);',
          },
        },
      },
    ],
    doc: {
      summary: "Aborts operations, as in the DOM Standard. Its only event is `abort`.",
      example: timeoutExample,
    },
  },
] as const satisfies readonly GlobalRow[]);

export const abortTypes = freeze([
  {
    kind: "interface",
    name: "AbortEvent",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "type",
        declarations: ['readonly type: "abort"'],
        doc: {
          summary: "The event's name.",
          example: {
            hook: start,
            body: 'const controller = new AbortController();\ncontroller.signal.addEventListener("abort", ({ type }) => console.log(type));\ncontroller.abort();',
          },
        },
      },
      {
        name: "target",
        declarations: ["readonly target: AbortSignal"],
        doc: {
          summary: "The signal.",
          example: {
            hook: start,
            body: 'const controller = new AbortController();\ncontroller.signal.addEventListener("abort", ({ target }) => console.log(target.reason));\ncontroller.abort();',
          },
        },
      },
    ],
    doc: {
      summary: "The argument of an {@link AbortSignal}'s listeners.",
      example: {
        hook: start,
        body: 'const listener = (event: AbortEvent) => console.log(event.type);\nconst controller = new AbortController();\ncontroller.signal.addEventListener("abort", listener);\ncontroller.abort();',
      },
    },
  },
  {
    kind: "interface",
    name: "AbortOptions",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "signal",
        declarations: ["readonly signal?: AbortSignal"],
        doc: {
          summary: "Aborts the operation. Its promise is rejected with the signal's reason.",
          example: {
            hook: start,
            body: 'const version = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);\nconsole.log(await version.textAsync({ signal: AbortSignal.timeout(500) }));',
          },
        },
      },
    ],
    doc: {
      summary: "How to abort an asynchronous operation.",
      example: {
        hook: start,
        body: 'const options: AbortOptions = { signal: AbortSignal.timeout(500) };\nconsole.log(await ExecuteBinary(session, "/bin/cat", ["/proc/version"]).textAsync(options));',
      },
    },
  },
] as const satisfies readonly TypeRow[]);
