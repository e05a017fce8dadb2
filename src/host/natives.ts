import type { Clock } from "../engine/clock.ts";
import type { NativeFunction } from "../engine/runtime.ts";
import type { ContainerProcess } from "../machine/container-process.ts";
import { fullFolderPath } from "../machine/folders.ts";
import type { ContainerMount, ContainerRequest, ExecuteRequest, Mount } from "../machine/machine.ts";
import type { RunningProcess } from "../machine/process.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import type { Natives } from "../runtime/generated/natives.ts";
import {
  interestSize,
  maximumChunk,
  maximumRandom,
  maximumSend,
  readable,
  writable,
} from "../runtime/generated/numbers.ts";
import { LogLevel } from "../runtime/generated/settings.ts";
import type { AnySessionId, ContainerSessionId } from "../wsl/information.ts";
import { makeContainerEnvironment, makeLinuxCommand } from "./linux-command.ts";
import type { SessionLog } from "./log.ts";
import { noObserver, type Observer } from "./observer.ts";
import { type Denial, denialText, type Permission, type PermissionFlag, type Permissions } from "./permissions.ts";
import { createWindowsFacts, type UserFacts, type WindowsFacts } from "./windows-facts.ts";

/** A folder of Windows. */
interface FoundFolder {
  /** The folder's final path on Windows. */
  readonly path: string;
  /** Why accounts other than administrators can change it; null if they cannot. */
  readonly refusal: string | null;
}

/** WSL's API, as a plugin's natives call it. */
export interface WslApi {
  /** The folder, or an HRESULT. */
  findFolder(windowsPath: string): FoundFolder | number;
  mountFolder(mount: Mount): number;
  mountForContainers(mount: ContainerMount): number;
  unmountForContainers(session: ContainerSessionId, mountpoint: string): number;
  /** The process, an HRESULT, or null if the program does not exist. */
  startForContainers(request: ContainerRequest): ContainerProcess | number | null;
  /** The process, or an HRESULT. */
  execute(request: ExecuteRequest): RunningProcess | number;
}

/** The host's services that natives need, for one script. */
export interface HostServices {
  readonly api: WslApi;
  readonly clock: Clock;
  readonly log: SessionLog;
  readonly observer?: Observer | undefined;
  /** The script's permissions. */
  permissions(): Permissions;
  /** Receives each permission that a call needs, and whether the script has it. */
  onNeeded(permission: Permission, isDenied: boolean): void;
  /** Whether calls for a session reach WSL: only those for the script's own. */
  reaches(session: AnySessionId): boolean;
  /** Milliseconds that a script may still wait. */
  timeLeft(): number;
  /** "DOMAIN\\name", or "" if the account does not exist. */
  lookupUser(sid: string): string;
  readonly windows: WindowsFacts;
  /** The contents of the token that WSL passes to the hook; null if it passes none. */
  user(): UserFacts | null;
  sourceAround(line: number, column: number): string;
}

const logLevels = Object.keys(LogLevel) as LogLevel[];
/** Milliseconds to wait for one of several real programs. */
const shortWait = 1;
/** Linux's ENOENT. */
const noSuchFile = 2;
const noStream = hresults.WSAENOTSOCK | 0;
const disconnected = hresults.RPC_E_DISCONNECTED | 0;
const noContainerSession = hresults.WSLC_E_SESSION_NOT_FOUND | 0;
const denied = hresults.E_ACCESSDENIED | 0;

/** The functions that the runtime calls: host/natives in Node. */
export function createNatives(host: HostServices): Record<string, NativeFunction> {
  const streams = new StreamTable();
  const gate = new Gate(host);
  const start = (request: ExecuteRequest) => {
    const started = host.api.execute(request);
    return typeof started === "number" ? started : streams.add(started);
  };
  const natives: Natives = {
    _log: (level, text) => host.log.write(logLevels[level] ?? "error", "console", text.toWellFormed()),

    _mountFolder(session, windowsPath, linuxPath, readOnly, name) {
      if (!host.reaches(session)) return disconnected;
      const result = gate.judgeMount(windowsPath, readOnly);
      return result < 0 ? result : host.api.mountFolder({ session, windowsPath, linuxPath, readOnly, name });
    },

    _executeBinary(session, distribution, path, argv) {
      if (!host.reaches(session)) return disconnected;
      const words = argv.split("\0");
      if (gate.deniesProgram(placeOf(distribution), path, words[0] ?? "")) return denied;
      return start({ session, distribution: distribution || null, path, argv: words });
    },

    _wslcMountFolder(number, windowsPath, linuxPath, readOnly) {
      const session: ContainerSessionId = `wslc:${number}`;
      if (!host.reaches(session)) return noContainerSession;
      if (gate.deniesContainerMount(windowsPath, readOnly)) return denied;
      return host.api.mountForContainers({ session, windowsPath, linuxPath, readOnly });
    },

    _wslcUnmountFolder(number, mountpoint) {
      const session: ContainerSessionId = `wslc:${number}`;
      return host.reaches(session) ? host.api.unmountForContainers(session, mountpoint) : noContainerSession;
    },

    _wslcCreateProcess(number, path, argv, variables) {
      const session: ContainerSessionId = `wslc:${number}`;
      if (!host.reaches(session)) return started(noContainerSession);
      const environment = makeContainerEnvironment(variables);
      if (environment === null || !path.startsWith("/")) return started(hresults.E_INVALIDARG | 0);
      const words = argv.split("\0");
      const isDenied =
        gate.deniesProgram("container", path, words[0] ?? "") ||
        environment.needed.some((permission) => gate.denies(permission));
      if (isDenied) return started(denied);
      const process = host.api.startForContainers({ session, path, argv: words, variables: environment.variables });
      if (process === null) return started(hresults.E_FAIL | 0, noSuchFile);
      if (typeof process === "number") return started(process);
      const { stdin, stdout, stderr } = process;
      return started(0, 0, streams.addProcess(process), ...[stdin, stdout, stderr].map((each) => streams.add(each)));
    },

    _wslcExitCode(number) {
      const process = streams.findProcess(number);
      return process === undefined ? noStream : (process.exitCode ?? hresults.E_NOT_VALID_STATE | 0);
    },

    _startCommand(session, distribution, kind, words, carriesErrors) {
      if (!host.reaches(session)) return disconnected;
      const command = makeLinuxCommand(kind, placeOf(distribution), words, carriesErrors);
      if (command === null) return hresults.E_INVALIDARG | 0;
      if (command.needed.some((permission) => gate.denies(permission))) return denied;
      return start({ session, distribution: distribution || null, path: command.argv[0] ?? "", argv: command.argv });
    },

    _takeDenial: () => gate.take(),

    _streamSend: (stream, bytes) => streams.find(stream)?.send(bytes.slice(0, maximumSend)) ?? noStream,
    // Its pipes accept at once everything that they will accept.
    _streamSending: (stream) => (streams.find(stream) === undefined ? noStream : 0),
    _streamReceive: (stream) => streams.find(stream)?.receive(maximumChunk) ?? noStream,

    _streamsWait(interests, milliseconds) {
      const wanted = readInterests(interests).map(([stream, events]) => ({ process: streams.find(stream), events }));
      return wait(host, wanted, milliseconds);
    },

    _streamEnd(stream) {
      const process = streams.find(stream);
      process?.endInput();
      return process === undefined ? noStream : 0;
    },

    _streamClose: (stream) => streams.close(stream),
    _lookupUser: (sid) => (gate.denies({ kind: "windows.account", value: "" }) ? "" : host.lookupUser(sid)),
    ...createWindowsFacts({
      machine: host.windows,
      userOf(session) {
        if (!host.reaches(sessionIdOf(session))) return disconnected;
        return host.user() ?? hresults.ERROR_NO_TOKEN | 0;
      },
      denies: (needed) => gate.denies(needed),
    }),
    _randomBytes: (count) => crypto.getRandomValues(new Uint8Array(Math.min(count, maximumRandom))),
    _encodeUtf8: (text) => new TextEncoder().encode(text),
    _decodeUtf8: (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
    _sourceAround: (line, column) => host.sourceAround(line, column),
  };
  return natives as unknown as Record<string, NativeFunction>;
}

/** A session as the log names it. */
export function sessionIdOf(text: string): AnySessionId {
  return text.startsWith("wslc:") ? (text as ContainerSessionId) : Number(text);
}

/** The result format of `_wslcCreateProcess`. */
function started(...numbers: readonly number[]): Uint8Array {
  const integers = new Int32Array(6);
  integers.set(numbers);
  return new Uint8Array(integers.buffer);
}

function placeOf(distribution: string): string {
  return distribution === "" ? "vm" : "distribution";
}

/** Checks calls, and keeps the permissions that the last denied call lacked. */
class Gate {
  readonly #host: HostServices;
  #denial: Denial | null = null;

  constructor(host: HostServices) {
    this.#host = host;
  }

  /** As the runtime reads it; cleared by reading. */
  take(): string {
    const denial = this.#denial;
    this.#denial = null;
    return denial === null ? "" : denialText(denial);
  }

  denies(needed: Permission): boolean {
    return this.#keep(needed, this.#host.permissions().judge(needed));
  }

  deniesProgram(place: string, path: string, arg0: string): boolean {
    const denial = this.#host.permissions().judgeProgram(place, path, arg0);
    return this.#keep({ kind: `${place}.run`, value: path }, denial);
  }

  #keep(needed: Permission, denial: Denial | null): boolean {
    this.#denial = denial;
    this.#host.onNeeded(needed, denial !== null);
    return denial !== null;
  }

  /** host/natives/container_mounts.cpp. */
  deniesContainerMount(windowsPath: string, readOnly: boolean): boolean {
    const value = fullFolderPath(windowsPath);
    return this.denies({ kind: "container.mount", value, flags: readOnly ? [] : ["write"] });
  }

  /** S_OK, E_ACCESSDENIED, or the error of finding the folder: host/natives/mount_folder.cpp. */
  judgeMount(windowsPath: string, readOnly: boolean): number {
    const permissions = this.#host.permissions();
    const write: PermissionFlag[] = readOnly ? [] : ["write"];
    const plain = { kind: "vm.mount", value: fullFolderPath(windowsPath), flags: write };
    const unsafe = { ...plain, flags: [...write, "userWritable" as const] };
    const found = this.#host.api.findFolder(windowsPath);
    // Nothing is asked of another machine.
    const isShare = plain.value.startsWith("\\\\");
    const refusal = isShare ? `${plain.value} is on a network drive` : typeof found === "number" ? null : found.refusal;
    const denial = permissions.judge(plain) ?? (refusal === null ? null : permissions.judge(unsafe, refusal));
    if (this.#keep(refusal === null ? plain : unsafe, denial)) return denied;
    return typeof found === "number" && !isShare ? found : 0;
  }
}

/** A process, and the streams of it that are waited for. */
interface Interest {
  /** Undefined for a stream that is closed. */
  readonly process: RunningProcess | undefined;
  readonly events: number;
}

/** Pairs of a stream's number and events. */
function readInterests(bytes: Uint8Array): [stream: number, events: number][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = Array.from({ length: Math.floor(bytes.length / interestSize) }, (_, at) => at * interestSize);
  return starts.map((at) => [view.getInt32(at, true), view.getUint32(at + 4, true)]);
}

/** The events that are ready, a byte for each interest. */
function wait(host: HostServices, interests: readonly Interest[], milliseconds: number): Uint8Array {
  const allowed = Math.ceil(Math.max(0, Math.min(milliseconds, host.timeLeft())));
  const ready = Uint8Array.from(interests, readyEvents);
  if (allowed === 0 || ready.some((events) => events !== 0)) return ready;
  const details = { milliseconds: allowed, streams: interests.length };
  return (host.observer ?? noObserver).during("wait", "wait", details, () =>
    waitUntil(host.clock, interests, host.clock.now() + allowed),
  );
}

function waitUntil(clock: Clock, interests: readonly Interest[], end: number): Uint8Array {
  for (;;) {
    const ready = Uint8Array.from(interests, readyEvents);
    const left = end - clock.now();
    if (left <= 0 || ready.some((events) => events !== 0)) return ready;
    const real = interests.find(({ process }) => process?.changes)?.process;
    // If nothing can change any more, there is no need to let the time pass.
    if (real === undefined) clock.skip(left);
    else real.wait(interests.length === 1 ? left : Math.min(left, shortWait));
  }
}

/** For a closed stream all events are ready: using it reports the error. */
function readyEvents({ process, events }: Interest): number {
  if (process === undefined) return events;
  return events & ((process.readable ? readable : 0) | (process.writable ? writable : 0));
}

/** A script's processes, under the numbers that it knows. */
class StreamTable {
  readonly #processes: (RunningProcess | undefined)[] = [];
  /** Processes of container sessions, which become readable when they end. */
  readonly #ofContainers = new Map<number, ContainerProcess>();

  add(process: RunningProcess): number {
    const free = this.#processes.indexOf(undefined);
    const stream = free < 0 ? this.#processes.length : free;
    this.#processes[stream] = process;
    return stream;
  }

  addProcess(process: ContainerProcess): number {
    const number = this.add(process.end);
    this.#ofContainers.set(number, process);
    return number;
  }

  findProcess(number: number): ContainerProcess | undefined {
    return this.#ofContainers.get(number);
  }

  find(stream: number): RunningProcess | undefined {
    return this.#processes[stream];
  }

  close(stream: number): void {
    this.#processes[stream]?.hangUp();
    this.#processes[stream] = undefined;
    this.#ofContainers.delete(stream);
  }
}
