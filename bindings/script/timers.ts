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
        "A timer that is pending at the end of the hook never runs; the log has a line. An error that the function throws fails the hook.",
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
      summary: "Calls a function repeatedly, while the hook waits for its promise.",
      details: "It ends with the hook if it is not cleared before; the log has a line.",
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
      summary: "Cancels a timer of {@link setTimeout}. Other numbers are ignored.",
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
      summary: "Cancels a timer of {@link setInterval}. The same as {@link clearTimeout}.",
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
      summary: "Calls a function as soon as the running code has ended.",
      details: "An error that it throws fails the hook.",
      parameters: [callback],
      errors: badCallback,
      example: { hook: "onVmStarted", body: 'queueMicrotask(() => console.log("second"));\nconsole.log("first");' },
    },
  },
] as const satisfies readonly GlobalRow[]);
