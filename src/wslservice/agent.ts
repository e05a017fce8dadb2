import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { constants } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { hresults } from "../runtime/generated/hresults.ts";
import type { ProcessEvent } from "../wsl/events.ts";
import type {
  AnySessionId,
  ContainerSessionId,
  DistributionInformation,
  RunningInformation,
} from "../wsl/information.ts";
import type { Machine } from "../wsl/plugin-host.ts";
import { LineSplitter } from "./line-splitter.ts";
import { LinuxNamespace } from "./linux-namespace.ts";
import { Message } from "./protocol.ts";

/**
 * The Linux side of the stand-in: VMs and distributions as mount namespaces, folders as bind mounts, and real
 * processes. It serves what agent_client.h describes: requests on the control port; on the data port, connections that
 * become the standard streams of processes, and which it therefore never reads.
 */
export class LinuxAgent implements Machine, AsyncDisposable {
  readonly #control: Server;
  readonly #data: Server;
  readonly #onEvent: (event: ProcessEvent) => void;
  readonly #sessions = new Map<AnySessionId, Session>();
  readonly #connections = new Set<Socket>();
  readonly #parked = new Map<number, Socket>();

  static async start(onEvent: (event: ProcessEvent) => void): Promise<LinuxAgent> {
    const agent = new LinuxAgent(onEvent);
    await Promise.all([listen(agent.#control), listen(agent.#data)]);
    return agent;
  }

  private constructor(onEvent: (event: ProcessEvent) => void) {
    this.#onEvent = onEvent;
    this.#control = createServer((socket) => this.#accept(socket));
    this.#data = createServer({ pauseOnConnect: true }, (socket) => this.#park(socket));
  }

  get controlPort(): number {
    return (this.#control.address() as AddressInfo).port;
  }

  get dataPort(): number {
    return (this.#data.address() as AddressInfo).port;
  }

  /** A session without a VM. Calls for sessions that are not known fail with RPC_E_DISCONNECTED. */
  addSession(session: number): void {
    this.#sessions.set(session, { vm: null, wsl1: new Set(), isKnown: true });
  }

  /** Its VM starts with startVm. Calls for an unknown session fail with WSLC_E_SESSION_NOT_FOUND. */
  addContainerSession(session: ContainerSessionId): void {
    this.#sessions.set(session, { vm: null, wsl1: new Set(), isKnown: true });
  }

  removeContainerSession(session: ContainerSessionId): void {
    this.#session(session).isKnown = false;
  }

  /** On Windows there is no Linux to be the VM: hooks get all but processes and folders, as before a VM's start. */
  async startVm(session: AnySessionId): Promise<void> {
    if (process.platform === "win32") return;
    this.#session(session).vm = new Vm();
  }

  async stopVm(session: AnySessionId): Promise<void> {
    await stopVm(this.#session(session));
  }

  /** Writes the files that tell a process where it runs: /etc/wsl-distribution-name, os-release and issue.net. */
  async startDistribution(
    session: number,
    distribution: DistributionInformation,
    wsl: 1 | 2,
  ): Promise<RunningInformation> {
    const { vm, wsl1 } = this.#session(session);
    if (wsl === 1 || vm === null) {
      wsl1.add(distribution.id);
      return { initPid: 0, pidNamespace: 0n };
    }
    const namespace = await LinuxNamespace.create();
    vm.distributions.set(distribution.id, namespace);
    for (const [path, text] of Object.entries(identity(distribution))) {
      await namespace.writeFile(path, text);
    }
    return { initPid: namespace.initPid, pidNamespace: namespace.number };
  }

  async stopDistribution(session: number, id: string): Promise<void> {
    const { vm, wsl1 } = this.#session(session);
    const namespace = vm?.distributions.get(id);
    wsl1.delete(id);
    vm?.distributions.delete(id);
    await namespace?.close();
  }

  /** Ends every process and connection, in any state. */
  async close(): Promise<void> {
    for (const server of [this.#control, this.#data]) {
      server.close();
    }
    for (const socket of this.#connections) {
      socket.destroy();
    }
    await Promise.all([...this.#sessions.values()].map(stopVm));
    this.#sessions.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #session(number: AnySessionId): Session {
    const session = this.#sessions.get(number);
    if (session === undefined) {
      throw new RangeError(`There is no session ${number}.`);
    }
    return session;
  }

  #track(socket: Socket): void {
    this.#connections.add(socket);
    socket.on("close", () => this.#connections.delete(socket));
    // A broken connection closes, and has no reader for a report.
    socket.on("error", () => {});
    socket.setTimeout(connectionTimeout, () => socket.destroy());
  }

  #park(socket: Socket): void {
    this.#track(socket);
    const port = socket.remotePort ?? 0;
    this.#parked.set(port, socket);
    socket.on("close", () => this.#parked.delete(port));
    this.#data.emit(`parked ${port}`);
  }

  /** The data connection from this port. It may arrive after the request that names it. */
  async #unpark(port: number): Promise<Socket> {
    if (!this.#parked.has(port)) {
      await once(this.#data, `parked ${port}`, { signal: AbortSignal.timeout(connectionTimeout) });
    }
    const socket = this.#parked.get(port);
    if (socket === undefined) {
      throw new Error(`The data connection from port ${port} is closed.`);
    }
    this.#parked.delete(port);
    return socket;
  }

  #accept(socket: Socket): void {
    this.#track(socket);
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      const size = received.length < 4 ? 0 : received.readUInt32LE();
      if (size > longestRequest) {
        socket.destroy();
      } else if (size > 0 && received.length >= 4 + size) {
        socket.removeAllListeners("data");
        this.#answer(socket, received.subarray(4, 4 + size).toString("latin1")).catch(() => socket.destroy());
      }
    });
  }

  async #answer(socket: Socket, line: string): Promise<void> {
    const request = Message.parse(line);
    const answer = await this.#serve(request).catch(() => hresults.E_FAIL);
    const { hresult, errno } = typeof answer === "number" ? { hresult: answer, errno: 0 } : answer;
    const reply = Buffer.from(new Message(request.id, "reply", { hresult: hresult | 0, errno }).toString(), "latin1");
    const length = Buffer.alloc(4);
    length.writeUInt32LE(reply.length);
    socket.end(Buffer.concat([length, reply]));
  }

  async #serve(request: Message): Promise<number | Unstarted> {
    if (request.verb.startsWith("wslc-")) {
      return this.#serveContainers(request);
    }
    const session = this.#sessions.get(request.number("session"));
    if (session === undefined) {
      return hresults.RPC_E_DISCONNECTED;
    }
    if (session.vm === null) {
      return hresults.E_NOT_VALID_STATE;
    }
    return request.verb === "mount" ? mount(session.vm, request) : this.#execute(session.vm, session.wsl1, request);
  }

  async #serveContainers(request: Message): Promise<number | Unstarted> {
    const session = this.#sessions.get(`wslc:${request.number("session")}`);
    if (session === undefined || !session.isKnown) {
      return hresults.WSLC_E_SESSION_NOT_FOUND;
    }
    if (session.vm === null) {
      return hresults.WSLC_E_VM_NOT_RUNNING;
    }
    if (request.verb === "wslc-execute") {
      return this.#executeForContainers(session.vm, request);
    }
    return request.verb === "wslc-mount" ? mountOnce(session.vm, request) : unmount(session.vm, request);
  }

  async #execute(vm: Vm, wsl1: ReadonlySet<string>, request: Message): Promise<number> {
    const distribution = request.find("distribution");
    const namespace = distribution === null ? await vm.root() : vm.distributions.get(distribution);
    if (namespace === undefined) {
      return wsl1.has(distribution ?? "") ? hresults.WSL_E_WSL2_NEEDED : hresults.WSL_E_VM_MODE_INVALID_STATE;
    }
    const socket = await this.#unpark(request.number("socket"));
    const path = request.text("path");
    const argv = request.all("argument");
    const child = await namespace.start(path, argv, [socket, socket]);
    if (typeof child === "number") {
      return hresults.E_FAIL;
    }
    const place = { session: request.number("session"), distribution, pid: child.pid ?? 0 };
    this.#onEvent({ kind: "process-started", ...place, path, arguments: argv });
    this.#watch(child, place);
    return 0;
  }

  /** Three streams, and a connection that gets one byte when the process has ended: its exit code. */
  async #executeForContainers(vm: Vm, request: Message): Promise<number | Unstarted> {
    const ports = request.all("socket").map(Number);
    const [input, output, errors, end] = await Promise.all(ports.map((port) => this.#unpark(port)));
    const [path, argv] = [request.text("path"), request.all("argument")];
    const variables = request.all("variable").map((text) => text.split(/=(.*)/s).slice(0, 2) as [string, string]);
    const streams = [input as Socket, output as Socket, errors as Socket] as const;
    const root = await vm.root();
    const child = await root.start(path, argv, streams, Object.fromEntries(variables));
    if (typeof child === "number") {
      return { hresult: hresults.E_FAIL, errno: child };
    }
    end?.setTimeout(0);
    const session: ContainerSessionId = `wslc:${request.number("session")}`;
    const place = { session, distribution: null, pid: child.pid ?? 0 };
    this.#onEvent({ kind: "process-started", ...place, path, arguments: argv });
    child.on("exit", (exitCode, signal) => {
      end?.end(Uint8Array.of(exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal])));
      this.#onEvent({ kind: "process-exited", ...place, exitCode, signal });
    });
    return 0;
  }

  #watch(child: ChildProcess, place: Pick<ProcessEvent, "session" | "distribution" | "pid">): void {
    const lines = new LineSplitter((text) => this.#onEvent({ kind: "dmesg", ...place, text }));
    child.stderr?.on("data", (chunk: Buffer) => lines.push(chunk));
    const stderrEnds = new Promise((resolve) => child.stderr?.on("close", resolve)).then(() => lines.end());
    child.on("exit", async (exitCode, signal) => {
      // Its standard error comes first, unless it left a background process that keeps it open.
      await Promise.race([stderrEnds, pause(stderrPatience)]);
      this.#onEvent({ kind: "process-exited", ...place, exitCode, signal });
    });
  }
}

/** A program that could not be started. */
interface Unstarted {
  readonly hresult: number;
  /** Linux's reason. */
  readonly errno: number;
}

interface Session {
  vm: Vm | null;
  /** The WSL 1 distributions that run, which have no VM. */
  readonly wsl1: Set<string>;
  /** Calls for it are served. */
  isKnown: boolean;
}

class Vm {
  /** The WSL 2 distributions that run, by id. */
  readonly distributions = new Map<string, LinuxNamespace>();
  /** The mount points of container sessions, as the plugins named them. */
  readonly mounts = new Set<string>();
  #root: Promise<LinuxNamespace> | null = null;
  #isClosed = false;

  /** Made when it is first needed: in most VMs no plugin starts a process or mounts a folder. */
  async root(): Promise<LinuxNamespace> {
    if (this.#isClosed) throw new Error("The VM has stopped.");
    this.#root ??= LinuxNamespace.create();
    return this.#root;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(
      [...this.distributions.values(), this.#root].map(async (namespace) => (await namespace)?.close()),
    );
  }
}

/** Bytes: more than the arguments of a Linux program can have. */
const longestRequest = 16 * 1024 * 1024;
/** Milliseconds. */
const connectionTimeout = 30_000;
const stderrPatience = 100;

async function listen(server: Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

async function stopVm(session: Session): Promise<void> {
  const { vm } = session;
  session.vm = null;
  await vm?.close();
}

/** The stand-in leaves the source out if the folder does not exist. */
async function mount(vm: Vm, request: Message): Promise<number> {
  const source = request.find("source");
  const found = source === null ? null : await stat(source).catch(() => null);
  if (source === null || found === null) {
    return hresults.ERROR_FILE_NOT_FOUND;
  }
  if (!found.isDirectory()) {
    return hresults.ERROR_DIRECTORY;
  }
  await (await vm.root()).mount(source, request.text("target"), request.number("readOnly") === 1);
  return 0;
}

/** For container sessions. The stand-in leaves the source out if the folder does not exist. */
async function mountOnce(vm: Vm, request: Message): Promise<number> {
  const [source, target] = [request.find("source"), request.text("target")];
  const found = source === null ? null : await stat(source).catch(() => null);
  if (source === null || found?.isDirectory() !== true) {
    return hresults.ERROR_PATH_NOT_FOUND;
  }
  if (vm.mounts.has(target)) {
    return hresults.ERROR_ALREADY_EXISTS;
  }
  await (await vm.root()).mount(source, target, request.number("readOnly") === 1);
  vm.mounts.add(target);
  return 0;
}

async function unmount(vm: Vm, request: Message): Promise<number> {
  const target = request.text("target");
  if (!vm.mounts.has(target)) {
    return hresults.ERROR_NOT_FOUND;
  }
  await (await vm.root()).unmount(target);
  vm.mounts.delete(target);
  return 0;
}

function identity({ name, flavor, version }: DistributionInformation): Record<string, string> {
  const kind = flavor ?? "linux";
  const title = flavor === "debian" ? "Debian GNU/Linux" : kind;
  const pretty = [title, version].filter((part) => part !== null && part !== "").join(" ");
  const release = [`ID=${kind}`, `NAME="${title}"`, `PRETTY_NAME="${pretty}"`, `VERSION_ID="${version ?? ""}"`];
  return {
    "/etc/wsl-distribution-name": `${name}\n`,
    "/etc/os-release": `${release.join("\n")}\n`,
    "/etc/issue.net": `${pretty}\n`,
  };
}
