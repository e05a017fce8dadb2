import type { ChildProcess } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { hooks } from "../runtime/generated/hooks.ts";
import type { CallEvent } from "../wsl/events.ts";
import type {
  HookCall,
  HookName,
  HookOutcome,
  LoadOutcome,
  PluginHost,
  PluginRegistration,
} from "../wsl/plugin-host.ts";
import { hookFields } from "./hook-fields.ts";
import { type Fields, Message } from "./protocol.ts";
import { type CrashEvent, type StandInEvent, standInEvent } from "./stand-in-events.ts";
import { spawnWine, windowsPath } from "./wine.ts";

/** The stand-in ended while a reply was expected. */
export class StandInDied extends Error {
  override readonly name = "StandInDied";
  readonly crash: CrashEvent | null;
  readonly exitCode: number | null;

  constructor(exit: Exit, lastRequest: string, stderr: string) {
    const { crash } = exit;
    const reason =
      crash === null
        ? `${exit.signal ?? `exit code ${exit.code}`}`
        : `crash ${crash.code}${crash.operation === null ? "" : `, ${crash.operation} of ${crash.block ?? "memory"}`}`;
    super(
      `wslservice.exe ended (${reason}); its last request was: ${lastRequest}${stderr === "" ? "" : `\n${stderr}`}`,
    );
    this.crash = crash;
    this.exitCode = exit.code;
  }
}

export interface Counters {
  /** Committed private bytes, without those of threads. */
  readonly committed: number;
  /** Those of scripts' engines. */
  readonly engines: number;
  /** Bytes of address space in use. */
  readonly reserved: number;
  readonly handles: number;
}

/** A fault in the next calls of one function; see faults.h. */
export interface Fault {
  /** One that has an event, or one for a process of a container session. */
  readonly call: CallEvent["call"] | "WSLCProcessGetFd" | "WSLCProcessGetExitEvent" | "WSLCProcessGetExitCode";
  /** How many calls; 1 by default. */
  readonly times?: number;
  /** Returned without doing anything. The only member that applies to PluginError. */
  readonly hresult?: number;
  /** Milliseconds to sleep first. */
  readonly block?: number;
  /** S_OK, but with this instead of a socket. */
  readonly socket?:
    | "invalid"
    | "zero"
    | "garbage"
    | "closed"
    | "unconnected"
    | "event"
    | "untouched"
    | "synchronous"
    | "taken"
    | "piped";
  /** A plugin's hook to call first, on the same thread. */
  readonly hook?: { readonly plugin: string; readonly call: HookCall };
}

/** How long the two steps of loading took, in nanoseconds. */
export interface LoadTimes {
  readonly library: number;
  readonly entryPoint: number;
}

/** The times of repeated hooks, in nanoseconds. */
export interface HookTimes {
  readonly failed: number;
  readonly p50: number;
  readonly p99: number;
  readonly lowest: number;
  readonly highest: number;
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly crash: CrashEvent | null;
}

interface Pending {
  readonly line: string;
  readonly timer: NodeJS.Timeout;
  resolve(reply: Message): void;
  reject(error: Error): void;
}

/** wslservice.exe under Wine, which hosts plugins. */
export class StandIn implements PluginHost {
  readonly #process: ChildProcess;
  readonly #onEvent: (event: StandInEvent) => void;
  readonly #pending = new Map<string, Pending>();
  readonly #exited: Promise<void>;
  readonly #patience: number;
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";
  #stderr = "";
  #crash: CrashEvent | null = null;
  #died: StandInDied | null = null;
  #requests = 0;
  #lastRequest = "none";

  /** `executable` is a path of the machine. Needs an existing prefix. `patience`: milliseconds for each request. */
  constructor(executable: string, onEvent: (event: StandInEvent) => void, patience = 50_000) {
    this.#onEvent = onEvent;
    this.#patience = patience;
    this.#process = spawnWine(executable);
    this.#process.stdout?.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk).slice(-longestStderr);
    });
    // A broken pipe means that the process ended, which is reported below.
    this.#process.stdin?.on("error", () => {});
    this.#exited = new Promise((resolve) => {
      const finish = (code: number | null, signal: string | null) => {
        this.#died ??= new StandInDied({ code, signal, crash: this.#crash }, this.#lastRequest, this.#stderr);
        this.#abandon(this.#died);
        resolve();
      };
      this.#process.on("close", finish);
      this.#process.on("error", (error) => finish(null, error.message));
    });
  }

  /** The Linux process id. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** The end of the process's output: a plugin's own, and Wine's complaints. */
  get stderr(): string {
    return this.#stderr;
  }

  async configure(options: {
    version: string;
    control: number;
    data: number;
    deadlock: number | undefined;
    debugger: boolean;
  }): Promise<void> {
    await this.#request("configure", options);
  }

  async load({ name, path }: PluginRegistration): Promise<LoadOutcome & LoadTimes> {
    const reply = await this.#request("load", { plugin: name, path: windowsPathOf(path) });
    return {
      hresult: reply.number("hresult"),
      hooks: reply.all("hook").filter(isHookName),
      library: reply.number("library"),
      entryPoint: reply.number("entryPoint"),
    };
  }

  async notify(plugin: string, call: HookCall): Promise<HookOutcome> {
    const reply = await this.#request("hook", hookFields(plugin, call));
    return { hresult: reply.number("hresult"), message: reply.find("message") };
  }

  /** Calls a hook many times; with `fresh` each call gets structs of its own. */
  async repeat(plugin: string, call: HookCall, times: number, fresh = false): Promise<HookTimes> {
    const reply = await this.#request("hook", { ...hookFields(plugin, call), repeat: times, fresh });
    const [failed = 0, p50 = 0, p99 = 0, lowest = 0, highest = 0] = timeKeys.map((key) => reply.number(key));
    return { failed, p50, p99, lowest, highest };
  }

  /** A hook with raw fields (hooks.h), to leave structs out or give them values that WSL never would. */
  hook(fields: Fields): Promise<Message> {
    return this.#request("hook", fields);
  }

  async unload(plugin: string): Promise<void> {
    await this.#request("unload", { plugin });
  }

  async injectFault({ hook, ...fault }: Fault): Promise<void> {
    const line = hook && new Message("nested", "hook", hookFields(hook.plugin, hook.call)).toString();
    await this.#request("inject-fault", { ...fault, hook: line });
  }

  /** Opens a file, by its Windows path, so that no other process can; `release` closes it. */
  async hold(path: string): Promise<void> {
    await this.#request("hold", { path });
  }

  async release(): Promise<void> {
    await this.#request("release", {});
  }

  async counters(): Promise<Counters> {
    const reply = await this.#request("counters", {});
    return {
      committed: reply.number("committed"),
      engines: reply.number("engines"),
      reserved: reply.number("reserved"),
      handles: reply.number("handles"),
    };
  }

  /** Unloads the plugins and waits until the process ends. */
  async exit(): Promise<void> {
    await this.#request("exit", {});
    await this.#exited;
  }

  /** Ends the process at once, unless it has ended. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#exited;
  }

  #request(verb: string, fields: Fields): Promise<Message> {
    this.#requests += 1;
    const id = String(this.#requests);
    const line = new Message(id, verb, fields).toString();
    const answer = new Promise<Message>((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(line), this.#patience).unref();
      this.#pending.set(id, { line, timer, resolve, reject });
    });
    if (this.#died === null) {
      this.#lastRequest = line;
      this.#process.stdin?.write(`${line}\n`);
    } else {
      this.#abandon(this.#died);
    }
    return answer;
  }

  #giveUp(line: string): void {
    this.#abandon(new Error(`wslservice.exe did not answer within ${this.#patience} ms: ${line}`));
    this.#process.kill("SIGKILL");
  }

  #receive(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const message = Message.parse(line);
      if (message.id === "*") {
        this.#report(standInEvent(message));
      } else {
        this.#settle(message);
      }
    }
  }

  #report(event: StandInEvent): void {
    if (event.kind === "crash") {
      this.#crash = event;
    }
    this.#onEvent(event);
  }

  #settle(reply: Message): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    clearTimeout(pending?.timer);
    if (reply.verb === "ok") {
      pending?.resolve(reply);
    } else {
      pending?.reject(new Error(`${reply.text("text")} (${pending.line})`));
    }
  }

  #abandon(error: Error): void {
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#pending.clear();
  }
}

const longestStderr = 4096;
const timeKeys = ["failed", "p50", "p99", "lowest", "highest"];

function windowsPathOf(path: string): string {
  return path.startsWith("/") ? windowsPath(path) : path;
}

function isHookName(name: string): name is HookName {
  return hooks.some((hook) => hook.name === name);
}
