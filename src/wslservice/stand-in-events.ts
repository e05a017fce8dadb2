import { apiFunctions } from "../../bindings/wsl/api.ts";
import type { CallEvent } from "../wsl/events.ts";
import type { Message } from "./protocol.ts";

/** Events that only the stand-in reports. */
export type StandInEvent =
  | CallEvent
  /** OutputDebugString. */
  | { readonly kind: "debug-output"; readonly plugin: string; readonly text: string }
  /** A call from a thread that does not hold the session's lock, while a hook that holds it has not returned. */
  | { readonly kind: "deadlock"; readonly call: string; readonly session: number }
  | CrashEvent;

/** An unhandled Windows exception, or a service thread that ended. The process ends with it. */
export interface CrashEvent {
  readonly kind: "crash";
  /** The plugin on the thread. */
  readonly plugin: string;
  /**
   * Such as "0xc0000005"; "thread-ended" where a thread has ended in a plugin: under Wine, when its stack has run out.
   */
  readonly code: string;
  readonly operation: "read" | "write" | "execute" | null;
  /** The struct or table at whose end, or after whose end of life, the address lies. */
  readonly block: string | null;
}

/** The event in a message with the id `*`. */
export function standInEvent(message: Message): StandInEvent {
  const plugin = message.find("plugin") ?? "";
  switch (message.verb) {
    case "call":
      return callEventOf(message, plugin);
    case "debug":
      return { kind: "debug-output", plugin, text: message.text("text") };
    case "deadlock":
      return { kind: "deadlock", call: message.text("call"), session: message.number("session") };
    case "crash":
      return {
        kind: "crash",
        plugin,
        code: message.text("code"),
        operation: message.find("operation") as CrashEvent["operation"],
        block: message.find("block"),
      };
    default:
      throw new SyntaxError(`Not an event: ${message}`);
  }
}

/**
 * The call with the arguments that bindings/wsl/api.ts describes, without results that the function returns through
 * pointers.
 */
function callEventOf(message: Message, plugin: string): CallEvent {
  const call = message.text("call");
  const row = apiFunctions.find(({ name }) => name === call);
  if (row === undefined) throw new SyntaxError(`Not a call: ${message}`);
  const values = row.parameters.flatMap(({ name, cpp }) => {
    const read = readers[cpp];
    return read === undefined ? [] : [[name, read(message, name)] as const];
  });
  const base = { kind: "call", plugin, call, hresult: message.number("hresult") };
  return { ...base, ...Object.fromEntries(values) } as CallEvent;
}

/** How an argument is read, by its type in C++. */
const readers: Readonly<Record<string, (message: Message, name: string) => unknown>> = {
  WSLSessionId: (message, name) => message.number(name),
  WSLCSessionId: (message, name) => `wslc:${message.number(name)}`,
  LPCWSTR: (message, name) => message.find(name),
  LPCSTR: (message, name) => message.find(name),
  "const GUID*": (message, name) => message.find(name),
  BOOL: (message, name) => message.number(name) === 1,
  "LPCSTR*": (message, name) => message.all(name.replace(/s$/, "")),
};
