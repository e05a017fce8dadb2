import type { CallEvent } from "../wsl/events.ts";
import type { ContainerSessionId } from "../wsl/information.ts";
import type { Message } from "./protocol.ts";

/** What only the stand-in reports. */
export type StandInEvent =
  | CallEvent
  /** OutputDebugString. */
  | { readonly kind: "debug-output"; readonly plugin: string; readonly text: string }
  /** A call from a thread that does not hold the session's lock, while a hook that holds it did not return. */
  | { readonly kind: "deadlock"; readonly call: string; readonly session: number }
  | CrashEvent;

/** An unhandled Windows exception, or a thread of the service that is gone. The process ends with it. */
export interface CrashEvent {
  readonly kind: "crash";
  /** The plugin on the thread. */
  readonly plugin: string;
  /**
   * Such as "0xc0000005"; "thread-ended" where a thread has ended in a plugin: under Wine, when its stack has run out.
   */
  readonly code: string;
  readonly operation: "read" | "write" | "execute" | null;
  /** The struct or table at whose end or after whose end of life the address lies. */
  readonly block: string | null;
}

/** The event that a message with the id `*` brings. */
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

function callEventOf(message: Message, plugin: string): CallEvent {
  const base = { kind: "call", plugin, hresult: message.number("hresult") } as const;
  const call = message.text("call");
  switch (call) {
    case "PluginError":
      return { ...base, call, message: message.find("message") };
    case "MountFolder":
      return {
        ...base,
        call,
        session: message.number("session"),
        windowsPath: message.find("windowsPath"),
        linuxPath: message.find("linuxPath"),
        readOnly: message.number("readOnly") === 1,
        name: message.find("name"),
      };
    case "WSLCMountFolder":
      return {
        ...base,
        call,
        session: containerSessionOf(message),
        windowsPath: message.find("windowsPath"),
        mountpoint: message.find("mountpoint"),
        readOnly: message.number("readOnly") === 1,
      };
    case "WSLCUnmountFolder":
      return { ...base, call, session: containerSessionOf(message), mountpoint: message.find("mountpoint") };
    case "ExecuteBinary":
      return { ...base, call, ...processOf(message) };
    case "ExecuteBinaryInDistribution":
      return { ...base, call, ...processOf(message), distribution: message.find("distribution") };
    default:
      throw new SyntaxError(`Not a call: ${message}`);
  }
}

function containerSessionOf(message: Message): ContainerSessionId {
  return `wslc:${message.number("session")}`;
}

function processOf(message: Message) {
  return {
    session: message.number("session"),
    path: message.find("path"),
    arguments: message.all("argument"),
  };
}
