import { freeze } from "../model/freeze.ts";
import type { GlobalRow } from "../model/schema.ts";

const callback = { name: "callback", text: "What to call." } as const;
const args = { name: "args", text: "What to call it with." } as const;
const badCallback = [{ error: "TypeError", when: "if the callback is no function." }] as const;

/** Timers, which run in the hook's event loop. */
export const timerGlobals = freeze([
  {
    kind: "function",
    name: "setTimeout",
    signature:
      "<Args extends unknown[]>(\n  callback: (...args: Args) => unknown,\n  delay?: number,\n  ...args: Args\n): number",
    capability: null,
    source: null,
    doc: {
      summary: "Calls a function later, while the hook waits for its promise.",
      details:
        "What is still set when the hook ends never runs, with a line in the log. What the function throws fails the hook.",
      parameters: [callback, { name: "delay", text: "Milliseconds from now on, 1 at least. Default: 1." }, args],
      returns: "A number for {@link clearTimeout}.",
      errors: badCallback,
      example: {
        hook: "onVmStarted",
        body: "await new Promise<void>((resolve) => setTimeout(resolve, 50));\nconsole.log(session.sessionId);",
      },
    },
  },
  {
    kind: "function",
    name: "setInterval",
    signature:
      "<Args extends unknown[]>(\n  callback: (...args: Args) => unknown,\n  delay?: number,\n  ...args: Args\n): number",
    capability: null,
    source: null,
    doc: {
      summary: "Calls a function again and again, while the hook waits for its promise.",
      details: "It ends with the hook, with a line in the log, if it is not cleared before.",
      parameters: [callback, { name: "delay", text: "Milliseconds between two calls, 1 at least. Default: 1." }, args],
      returns: "A number for {@link clearInterval}.",
      errors: badCallback,
      example: {
        hook: "onVmStarted",
        body:
          "let left = 3;\nawait new Promise<void>((resolve) => {\n  const timer = setInterval(() => {\n" +
          "    console.log(left);\n    if (--left > 0) return;\n    clearInterval(timer);\n    resolve();\n  }, 10);\n});",
      },
    },
  },
  {
    kind: "function",
    name: "clearTimeout",
    signature: "(id?: number): void",
    capability: null,
    source: null,
    doc: {
      summary: "Takes back what {@link setTimeout} has set. A number that is none of a timer, or no more, is ignored.",
      parameters: [{ name: "id", text: "The timer's number." }],
      example: {
        hook: "onVmStarted",
        body: 'const timer = setTimeout(() => console.warn("slow"), 1_000);\nconsole.log(ExecuteBinary(session, "/bin/cat", ["/proc/version"]).text());\nclearTimeout(timer);',
      },
    },
  },
  {
    kind: "function",
    name: "clearInterval",
    signature: "(id?: number): void",
    capability: null,
    source: null,
    doc: {
      summary: "Takes back what {@link setInterval} has set. The same as {@link clearTimeout}.",
      parameters: [{ name: "id", text: "The timer's number." }],
      example: {
        hook: "onVmStarted",
        body:
          'const timer = setInterval(() => console.log("still waiting"), 1_000);\ntry {\n' +
          '  console.log(await ExecuteBinary(session, "/bin/cat", ["/proc/version"]).textAsync());\n} finally {\n  clearInterval(timer);\n}',
      },
    },
  },
  {
    kind: "function",
    name: "queueMicrotask",
    signature: "(callback: () => unknown): void",
    capability: null,
    source: null,
    builtIn: true,
    doc: {
      summary: "Calls a function as soon as what runs now has ended.",
      details: "What it throws fails the hook.",
      parameters: [callback],
      errors: badCallback,
      example: { hook: "onVmStarted", body: 'queueMicrotask(() => console.log("second"));\nconsole.log("first");' },
    },
  },
] as const satisfies readonly GlobalRow[]);
