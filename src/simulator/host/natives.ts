import { hresults } from "../../runtime/generated/hresults.ts";
import type { Natives } from "../../runtime/generated/natives.ts";
import type { Clock } from "../engine/clock.ts";
import type { NativeFunction } from "../engine/runtime.ts";
import type { ExecuteRequest, Mount } from "../machine/machine.ts";
import type { RunningProcess } from "../machine/process.ts";
import { type Log, logLevels } from "./log.ts";

/** WSL's API, as a plugin's natives call it. */
export interface WslApi {
  mountFolder(mount: Mount): number;
  /** The process, or an HRESULT. */
  execute(request: ExecuteRequest): RunningProcess | number;
}

export interface NativesWorld {
  readonly api: WslApi;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds that a script may still wait. */
  timeLeft(): number;
  /** "DOMAIN\\name", or "" where there is no such account. */
  lookupUser(sid: string): string;
}

const readable = 1;
const writable = 2;
const maximumChunk = 1024 * 1024;
const notASocket = hresults.WSAENOTSOCK | 0;

/** What the runtime calls: host/bindings, in Node. */
export function createNatives(world: NativesWorld): Record<string, NativeFunction> {
  const sockets = new SocketTable();
  const natives: Natives = {
    _log: (level, text) => world.log.write(logLevels[Math.min(level, 3)] ?? "error", "console", text.toWellFormed()),

    _mountFolder: (session, windowsPath, linuxPath, readOnly, name) =>
      world.api.mountFolder({ session, windowsPath, linuxPath, readOnly, name }),

    _executeBinary(session, distribution, path, argv) {
      const place = { session, distribution: distribution === "" ? null : distribution };
      const started = world.api.execute({ ...place, path, argv: argv.split("\0") });
      return typeof started === "number" ? started : sockets.add(started);
    },

    _socketSend: (socket, bytes) => sockets.find(socket)?.send(bytes.slice(0, maximumChunk)) ?? notASocket,

    _socketReceive: (socket, maximum) =>
      sockets.find(socket)?.receive(Math.min(Math.max(maximum, 1), maximumChunk)) ?? notASocket,

    _socketWait(socket, events, milliseconds) {
      const process = sockets.find(socket);
      return process === undefined ? notASocket : wait(world, process, events, milliseconds);
    },

    _socketShutdown(socket) {
      const process = sockets.find(socket);
      process?.endInput();
      return process === undefined ? notASocket : 0;
    },

    _socketClose: (socket) => sockets.close(socket),
    _lookupUser: (sid) => world.lookupUser(sid),
    _encodeUtf8: (text) => new TextEncoder().encode(text),
    _decodeUtf8: (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
  };
  return natives as unknown as Record<string, NativeFunction>;
}

function wait(
  { clock, timeLeft }: NativesWorld,
  process: RunningProcess,
  events: number,
  milliseconds: number,
): number {
  const ready = () => events & ((process.readable ? readable : 0) | (process.writable ? writable : 0));
  const now = ready();
  if (now !== 0) return now;
  clock.skip(process.wait(Math.ceil(Math.max(0, Math.min(milliseconds, timeLeft())))));
  return ready();
}

/** The processes of one script, under the numbers that it knows them by. */
class SocketTable {
  readonly #processes: (RunningProcess | undefined)[] = [];

  add(process: RunningProcess): number {
    const free = this.#processes.indexOf(undefined);
    const socket = free < 0 ? this.#processes.length : free;
    this.#processes[socket] = process;
    return socket;
  }

  find(socket: number): RunningProcess | undefined {
    return this.#processes[socket];
  }

  close(socket: number): void {
    this.#processes[socket]?.hangUp();
    this.#processes[socket] = undefined;
  }
}
