import type { OuterFunction } from "../../bindings/wsl/api.ts";
import { hresultToText } from "./hresult-text.ts";
import type { AnySessionId, ContainerSessionId, VmSettings } from "./information.ts";
import type { HookName } from "./plugin-host.ts";
import { readableArguments } from "./script-names.ts";

/** WSL's events in order, as the rules in wsl.ts report them. */
export type WslEvent =
  | { readonly kind: "service-started"; readonly version: string }
  | { readonly kind: "service-stopped" }
  | {
      readonly kind: "plugin-loaded";
      readonly plugin: string;
      readonly path: string;
      readonly hooks: readonly HookName[];
    }
  | { readonly kind: "plugin-failed"; readonly plugin: string; readonly path: string; readonly hresult: number }
  /** Another plugin has the same path. */
  | { readonly kind: "plugin-skipped"; readonly plugin: string; readonly path: string }
  | { readonly kind: "vm-starting"; readonly session: number; readonly settings: VmSettings }
  | { readonly kind: "vm-started" | "vm-stopping" | "vm-stopped"; readonly session: AnySessionId }
  | ({
      readonly kind:
        | "distribution-starting"
        | "distribution-started"
        | "distribution-stopping"
        | "distribution-stopped"
        | "distribution-registered"
        | "distribution-unregistered";
    } & DistributionPlace)
  | { readonly kind: "session-creating"; readonly session: ContainerSessionId; readonly name: string }
  | { readonly kind: "session-created" | "session-ended"; readonly session: ContainerSessionId }
  | ({
      readonly kind:
        | "container-starting"
        | "container-started"
        | "container-stopped"
        | "container-deleted"
        | "image-created"
        | "image-deleted";
    } & ContainerPlace)
  | { readonly kind: "hook-entered"; readonly plugin: string; readonly hook: HookName; readonly session: AnySessionId }
  | {
      readonly kind: "hook-returned";
      readonly plugin: string;
      readonly hook: HookName;
      readonly session: AnySessionId;
      readonly hresult: number;
      /** The message that PluginError set for the user. */
      readonly message: string | null;
      /** WSL's reaction: it continues, stops what was about to start, or logs the failure and continues. */
      readonly effect: "goes on" | "stops" | "logs";
    }
  /** The output of `wsl.exe`, or the error of a program that uses containers. */
  | { readonly kind: "user-sees"; readonly session: AnySessionId; readonly hresult: number; readonly text: string };

export interface DistributionPlace {
  readonly session: number;
  readonly id: string;
  readonly name: string;
  /** The version of WSL that the distribution runs under. */
  readonly wsl: 1 | 2;
}

/** A container or an image. */
interface ContainerPlace {
  readonly session: ContainerSessionId;
  readonly id: string;
  readonly name: string;
}

/** Plugins' calls of WSL's API, and their effects in Linux. */
export type PluginEvent = CallEvent | ProcessEvent | UnansweredEvent;

/** An argument as events show it, by its type in C++. Null means NULL. Results that pointers return are left out. */
interface ArgumentValues {
  WSLSessionId: number;
  WSLCSessionId: ContainerSessionId;
  LPCWSTR: string | null;
  LPCSTR: string | null;
  "const GUID*": string | null;
  BOOL: boolean;
  /** From argv[0] on. */
  "LPCSTR*": readonly string[];
}

/** Environments may contain secrets. */
type HiddenArgument = "environment";

type ArgumentsOf<Parameter extends { readonly name: string; readonly cpp: string }> = {
  readonly [Each in Parameter as Each["cpp"] extends keyof ArgumentValues
    ? Exclude<Each["name"], HiddenArgument>
    : never]: ArgumentValues[Each["cpp"] & keyof ArgumentValues];
};

type CallOf<Row extends OuterFunction> = Row extends OuterFunction
  ? { readonly call: Row["name"] } & ArgumentsOf<Row["parameters"][number]>
  : never;

/** A plugin's call of a function of WSL's API, with its arguments. */
export type CallEvent = {
  readonly kind: "call";
  /** The plugin whose hook runs on the calling thread; "" on a thread that WSL does not know. */
  readonly plugin: string;
  readonly hresult: number;
} & CallOf<OuterFunction>;

/** A program that a test has no answer for; `line` is the entry that "processes" lack. */
export interface UnansweredEvent {
  readonly kind: "process-unanswered";
  readonly session: AnySessionId;
  readonly distribution: string | null;
  readonly path: string;
  readonly line: string;
}

export type ProcessEvent = {
  readonly session: AnySessionId;
  /** The distribution's id, or null for the VM's root namespace. */
  readonly distribution: string | null;
  readonly pid: number;
} & (
  | { readonly kind: "process-started"; readonly path: string; readonly arguments: readonly string[] }
  | { readonly kind: "process-exited"; readonly exitCode: number | null; readonly signal: string | null }
  /** A line of a process's stderr, which WSL sends to the kernel's log. */
  | { readonly kind: "dmesg"; readonly text: string }
);

/** One readable line of text. */
export function formatEvent(event: WslEvent | PluginEvent): string {
  switch (event.kind) {
    case "service-started":
      return `WSL ${event.version}: the service starts`;
    case "service-stopped":
      return "the service has stopped";
    case "plugin-loaded":
      return `plugin ${event.plugin}: loaded, hooks ${event.hooks.join(" ") || "none"}`;
    case "plugin-failed":
      return `plugin ${event.plugin}: not loaded, ${hresultToText(event.hresult)}`;
    case "plugin-skipped":
      return `plugin ${event.plugin}: skipped, ${event.path} is loaded already`;
    case "hook-entered":
      return `${event.plugin} ${event.hook}: called`;
    case "hook-returned":
      return `${event.plugin} ${event.hook}: ${formatReturn(event)}`;
    case "user-sees":
      return `session ${event.session}: the user sees: ${event.text.replaceAll("\r\n", " | ")}`;
    case "call":
      return `${event.plugin || "a plugin's thread"} ${formatCall(event)}: ${hresultToText(event.hresult)}`;
    case "process-unanswered":
      return `${event.path} is not there: "processes" lack ${event.line}`;
    case "process-started":
      return `process ${event.pid}: started, ${event.path} ${formatArguments(event)}`;
    case "process-exited":
      return `process ${event.pid}: ended, ${event.signal ?? `exit code ${event.exitCode}`}`;
    case "dmesg":
      return `process ${event.pid}: dmesg: ${event.text}`;
    default:
      return formatState(event);
  }
}

type StateEvent = Extract<
  WslEvent,
  { kind: `vm-${string}` | `distribution-${string}` | `session-${string}` | `container-${string}` | `image-${string}` }
>;

const states: Record<StateEvent["kind"], string> = {
  "vm-starting": "the VM starts",
  "vm-started": "the VM runs",
  "vm-stopping": "the VM stops",
  "vm-stopped": "the VM has stopped",
  "distribution-starting": "starts",
  "distribution-started": "runs",
  "distribution-stopping": "stops",
  "distribution-stopped": "has stopped",
  "distribution-registered": "is registered",
  "distribution-unregistered": "is unregistered",
  "session-creating": "is to be created",
  "session-created": "is created",
  "session-ended": "has ended",
  "container-starting": "starts",
  "container-started": "runs",
  "container-stopped": "has stopped",
  "container-deleted": "is deleted",
  "image-created": "is there",
  "image-deleted": "is deleted",
};

function formatState(event: StateEvent): string {
  const what = "wsl" in event ? `${event.name} (WSL ${event.wsl}) ` : "name" in event ? `${event.name} ` : "";
  return `session ${event.session}: ${what}${states[event.kind]}`;
}

function formatReturn(event: Extract<WslEvent, { kind: "hook-returned" }>): string {
  const message = event.message === null ? "" : `, ${JSON.stringify(event.message)}`;
  const effect =
    event.effect === "goes on" ? "" : event.effect === "logs" ? ", which is only logged" : ", which is fatal";
  return `${hresultToText(event.hresult)}${message}${effect}`;
}

function formatCall(event: CallEvent): string {
  switch (event.call) {
    case "MountFolder":
      return `MountFolder(${event.windowsPath} -> ${event.linuxPath}, ${event.readOnly ? "read-only" : "writable"})`;
    case "ExecuteBinary":
      return `ExecuteBinary(${event.path} ${formatArguments(event)})`;
    case "ExecuteBinaryInDistribution":
      return `ExecuteBinaryInDistribution(${event.distribution}, ${event.path} ${formatArguments(event)})`;
    case "WSLCCreateProcess":
      return `WSLCCreateProcess(${event.path} ${formatArguments(event)})`;
    case "WSLCMountFolder":
      return `WSLCMountFolder(${event.windowsPath} -> ${event.mountpoint}, ${event.readOnly ? "read-only" : "writable"})`;
    case "PluginError":
      return `PluginError(${JSON.stringify(event.message)})`;
    default: {
      const { kind, plugin, hresult, call, session, ...others } = event;
      return `${call}(${Object.values(others).join(", ")})`;
    }
  }
}

function formatArguments({ arguments: args }: { readonly arguments: readonly string[] }): string {
  return JSON.stringify(readableArguments(args));
}
