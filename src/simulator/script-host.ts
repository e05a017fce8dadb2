/** Loads scripts and calls their hooks in place of WSL's service and the DLL: the PluginHost of the simulator. */

import { parseVersion } from "../../bindings/wsl/versions.ts";
import type { Clock } from "../engine/clock.ts";
import type { RuntimeFactory } from "../engine/runtime.ts";
import { Log } from "../host/log.ts";
import { createNatives, type WslApi } from "../host/natives.ts";
import { type Permission, permissionText } from "../host/permissions.ts";
import { Plugin } from "../host/plugin.ts";
import type { PluginFiles } from "../host/plugin-files.ts";
import type { Boundary } from "../host/recording/recorder.ts";
import type { Script } from "../host/script.ts";
import type { ScriptStart } from "../host/script-context.ts";
import type { UserFacts, WindowsFacts } from "../host/windows-facts.ts";
import type { SimulatedMachine } from "../machine/machine.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import type { CallEvent } from "../wsl/events.ts";
import { hresultToText } from "../wsl/hresult-text.ts";
import type { AnySessionId } from "../wsl/information.ts";
import type { LogLine } from "../wsl/log-line.ts";
import type { NestedHook } from "../wsl/nested-hook.ts";
import type { HookCall, HookOutcome, LoadOutcome, PluginHost, PluginRegistration } from "../wsl/plugin-host.ts";
import { readableArguments } from "../wsl/script-names.ts";
import type { Trace } from "./trace.ts";

/** What the next calls of one function of WSL's API do instead. */
export interface Fault {
  readonly call: CallEvent["call"];
  /** How many calls; 1 by default. */
  readonly times?: number;
  /** The HRESULT that the call fails with. */
  readonly hresult?: number;
  /** A hook that WSL calls first, from within the call. */
  readonly hook?: NestedHook;
  /** Milliseconds that the call takes first. No time really passes. */
  readonly block?: number;
}

/** The same, with everything that the hook needs. */
export interface ReadyFault extends Omit<Fault, "hook"> {
  readonly hook?: { readonly plugin: string; readonly call: HookCall };
}

export interface ScriptHostOptions {
  readonly version: string;
  readonly machine: SimulatedMachine;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly createRuntime: RuntimeFactory;
  /** What records a new instance of a plugin; nothing by default. */
  readonly record?: ((files: PluginFiles, start: ScriptStart) => Boundary) | undefined;
  /** The content of the plugins' folders, by the path of the DLL. */
  readonly files: ReadonlyMap<string, PluginFiles>;
  readonly windows: WindowsFacts;
  /** By security identifier; the account as `DOMAIN\\name`. */
  readonly users: Readonly<Record<string, UserFacts & { readonly account?: string }>>;
  readonly onCall: (event: CallEvent) => void;
  readonly onLogLine: (line: LogLine) => void;
}

type CallDetails = CallEvent extends infer Event
  ? Event extends CallEvent
    ? Omit<Event, "kind" | "plugin" | "hresult">
    : never
  : never;

export class ScriptHost implements PluginHost {
  readonly #options: ScriptHostOptions;
  readonly #plugins = new Map<string, Plugin>();
  readonly #faults: ReadyFault[] = [];
  /** The plugins that had a call denied. */
  readonly denied = new Set<string>();
  /** By plugin, each permission by its text. */
  readonly #needed = new Map<string, Map<string, Permission>>();
  /** The plugin whose code is running. */
  #current = "";
  /** The user of its session, if the hook has a token. */
  #user: UserFacts | null = null;
  /** The message that PluginError set for WSL. */
  #message: string | null = null;

  constructor(options: ScriptHostOptions) {
    this.#options = options;
  }

  injectFault(fault: ReadyFault): void {
    for (let time = 0; time < (fault.times ?? 1); time += 1) this.#faults.push(fault);
  }

  async load({ name, path }: PluginRegistration): Promise<LoadOutcome> {
    const files = this.#options.files.get(path);
    if (files === undefined) return { hresult: hresults.ERROR_MOD_NOT_FOUND | 0, hooks: [] };
    const plugin = this.#createPlugin(files);
    const start = () => this.#options.trace.during("load", entryPoint, { path }, () => plugin.start(), loadDetails);
    const outcome = this.#within(name, null, start);
    if (outcome.hresult >= 0) this.#plugins.set(name, plugin);
    return outcome;
  }

  async notify(name: string, call: HookCall): Promise<HookOutcome> {
    return this.#run(name, call);
  }

  #run(name: string, call: HookCall): HookOutcome {
    const plugin = this.#plugins.get(name);
    if (plugin === undefined) throw new RangeError(`There is no plugin ${name}.`);
    const run = () => {
      const hresult = plugin.run(call);
      const message = this.#message;
      this.#message = null;
      return { hresult, message };
    };
    const { hook, session } = call;
    const observed = () => this.#options.trace.during("hook", hook, {}, run, hookDetails);
    return this.#within(name, session.id, observed, this.#userOf(call));
  }

  #userOf({ session: { userSid, hasToken } }: HookCall): UserFacts | null {
    return hasToken ? (this.#options.users[userSid] ?? {}) : null;
  }

  #within<T>(plugin: string, session: AnySessionId | null, run: () => T, user: UserFacts | null = null): T {
    const before = [this.#current, this.#user] as const;
    [this.#current, this.#user] = [plugin, user];
    try {
      return this.#options.trace.within(plugin, session, run);
    } finally {
      [this.#current, this.#user] = before;
    }
  }

  #createPlugin(files: PluginFiles): Plugin {
    const { version, clock, trace, createRuntime, record, users, windows, onLogLine } = this.#options;
    const log = new Log(files.name, clock, (line) => onLogLine(inSource(line, files)));
    const natives = (script: Script) =>
      createNatives({
        api: this.#api,
        clock,
        log: script.log,
        observer: trace,
        permissions: () => script.permissions,
        onNeeded: (permission, isDenied) => this.#onNeeded(files.name, permission, isDenied),
        reaches: (session) => script.reaches(session),
        timeLeft: () => script.timeLeft,
        lookupUser: (sid) => users[sid]?.account ?? "",
        windows,
        user: () => this.#user,
        sourceAround: (line, column) => script.sourceAround(line, column),
      });
    const pluginError = (message: string) => this.#pluginError(files.toSource(message));
    const createBoundary = record && ((start: ScriptStart) => record(files, start));
    const common = { files, version: parseVersion(version), clock, observer: trace, createRuntime, createBoundary };
    return new Plugin({ ...common, log, natives, pluginError });
  }

  #onNeeded(plugin: string, permission: Permission, isDenied: boolean): void {
    if (isDenied) this.denied.add(plugin);
    const needed = this.#needed.get(plugin) ?? new Map<string, Permission>();
    this.#needed.set(plugin, needed.set(permissionText(permission), permission));
  }

  /** The permissions that a plugin's calls have needed, whether it has them or not. */
  neededBy(plugin: string): readonly Permission[] {
    return [...(this.#needed.get(plugin)?.values() ?? [])];
  }

  readonly #api: WslApi = {
    findFolder: (windowsPath) => this.#options.machine.findFolder(windowsPath),

    mountFolder: (mount) => this.#serve({ call: "MountFolder", ...mount }, () => this.#options.machine.mount(mount)),

    mountForContainers: (mount) => {
      const { linuxPath: mountpoint, ...others } = mount;
      const serve = () => this.#options.machine.mountForContainers(mount);
      return this.#serve({ call: "WSLCMountFolder", mountpoint, ...others }, serve);
    },

    unmountForContainers: (session, mountpoint) => {
      const serve = () => this.#options.machine.unmountForContainers(session, mountpoint);
      return this.#serve({ call: "WSLCUnmountFolder", session, mountpoint }, serve);
    },

    startForContainers: (request) => {
      const { session, path, argv } = request;
      const start = () => this.#options.machine.startForContainers(request);
      return this.#serve({ call: "WSLCCreateProcess", session, path, arguments: argv }, start);
    },

    execute: (request) => {
      const { session, distribution, path, argv } = request;
      const details = { session, path, arguments: argv };
      const start = () => this.#options.machine.execute(request);
      return distribution === null
        ? this.#serve({ call: "ExecuteBinary", ...details }, start)
        : this.#serve({ call: "ExecuteBinaryInDistribution", distribution, ...details }, start);
    },
  };

  /** WSL accepts one message, which it reads when the hook has returned. */
  #pluginError(message: string): number {
    const take = () => {
      if (this.#message !== null) return hresults.E_ILLEGAL_STATE_CHANGE | 0;
      this.#message = message;
      return 0;
    };
    return this.#serve({ call: "PluginError", message }, take);
  }

  #serve<Result>(details: CallDetails, serve: () => Result): Result | number {
    const { call, ...parameters } = details;
    const shown =
      "arguments" in parameters ? { ...parameters, arguments: readableArguments(parameters.arguments) } : parameters;
    const outcome = (result: Result | number) => ({ hresult: hresultToText(hresultOf(result)) });
    return this.#options.trace.during("call", call, shown, () => this.#answer(details, serve), outcome);
  }

  /** Applies an injected fault, or does what the call is for. */
  #answer<Result>(details: CallDetails, serve: () => Result): Result | number {
    const at = this.#faults.findIndex(({ call }) => call === details.call);
    const [fault] = at < 0 ? [] : this.#faults.splice(at, 1);
    if (fault?.hook !== undefined) this.#run(fault.hook.plugin, fault.hook.call);
    this.#options.clock.skip(fault?.block ?? 0);
    // Also as the unsigned number in which codes are written.
    const result = fault?.hresult === undefined ? serve() : fault.hresult | 0;
    this.#report(details, hresultOf(result));
    return result;
  }

  #report(details: CallDetails, hresult: number): void {
    this.#options.onCall({ kind: "call", plugin: this.#current, hresult, ...details } as CallEvent);
  }
}

/** WSL's, in its header. */
const entryPoint = "WSLPluginAPIV1_EntryPoint";

function loadDetails({ hresult, hooks }: LoadOutcome) {
  return { hresult: hresultToText(hresult), hooks };
}

function hookDetails({ hresult, message }: HookOutcome) {
  return { hresult: hresultToText(hresult), ...(message !== null && { message }) };
}

/** Null means that the program does not exist. */
function hresultOf(result: unknown): number {
  return typeof result === "number" ? result : result === null ? hresults.E_FAIL | 0 : 0;
}

/** Places in the script become places in the source, if known: files that the author can open. */
function inSource(line: LogLine, files: PluginFiles): LogLine {
  const { message, location, stack } = line;
  return {
    ...line,
    ...(location !== undefined && { location: files.toSource(location) }),
    ...(stack !== undefined && { stack: files.toSource(stack) }),
    message: files.toSource(message),
  };
}
