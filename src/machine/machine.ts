/**
 * The simulated machine around plugins: VMs, distributions, Windows folders, programs. Nothing is real unless a test
 * asks for it.
 */

import { platform } from "../platform/platform.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import type { ProcessEvent, UnansweredEvent } from "../wsl/events.ts";
import type {
  AnySessionId,
  ContainerSessionId,
  DistributionInformation,
  RunningInformation,
} from "../wsl/information.ts";
import { emptyMachine, type Machine } from "../wsl/plugin-host.ts";
import type { ContainerProcess } from "./container-process.ts";
import {
  findFolder,
  fullFolderPath,
  hostPathOf,
  isUsers,
  type MachineFolder,
  type MountPoint,
  type WindowsFolders,
} from "./folders.ts";
import { type Processes, processFunction, type RealPrograms, type RunningProcess } from "./process.ts";
import { type ProcessPlace, type ProcessRecord, ProcessTable } from "./process-table.ts";

interface AnyMount {
  readonly windowsPath: string;
  readonly linuxPath: string;
  readonly readOnly: boolean;
}

/** A folder that a plugin has mounted in the VM of a session with distributions. */
export interface Mount extends AnyMount {
  readonly session: number;
  readonly name: string;
}

/** A folder that a plugin has mounted in the VM of a container session. */
export interface ContainerMount extends AnyMount {
  readonly session: ContainerSessionId;
}

export interface ExecuteRequest extends ProcessPlace {
  readonly session: number;
  readonly path: string;
  /** From argv[0] on. */
  readonly argv: readonly string[];
}

/** A program in the VM of a container session. */
export interface ContainerRequest {
  readonly session: ContainerSessionId;
  readonly path: string;
  /** From argv[0] on. */
  readonly argv: readonly string[];
  /** NAME=value: its whole environment. */
  readonly variables: readonly string[];
}

export interface MachineOptions {
  readonly processes: Processes;
  readonly folders: WindowsFolders | null;
  readonly onEvent: (event: ProcessEvent | UnansweredEvent) => void;
  readonly realPrograms?: RealPrograms | undefined;
}

/** A running VM: its distributions' names by id, and its mounts. */
interface Vm {
  readonly distributions: Map<string, string>;
  readonly mounts: MountPoint[];
}

export class SimulatedMachine implements Machine {
  readonly mounts: (Mount | ContainerMount)[] = [];
  readonly #processes: ProcessTable;
  readonly #folders: WindowsFolders | null;
  readonly #numbers = emptyMachine();
  /** Null: the session's VM is not running. */
  readonly #vms = new Map<AnySessionId, Vm | null>();
  /** The container sessions that calls may name. */
  readonly #containerSessions = new Set<ContainerSessionId>();
  readonly #wsl1 = new Set<string>();

  constructor({ processes, folders, onEvent, realPrograms }: MachineOptions) {
    this.#processes = new ProcessTable(processFunction(processes), onEvent, realPrograms);
    this.#folders = folders;
  }

  get processes(): readonly ProcessRecord[] {
    return this.#processes.records;
  }

  addSession(session: number): void {
    this.#vms.set(session, null);
  }

  addContainerSession(session: ContainerSessionId): void {
    this.#containerSessions.add(session);
  }

  removeContainerSession(session: ContainerSessionId): void {
    this.#containerSessions.delete(session);
  }

  async startVm(session: AnySessionId): Promise<void> {
    this.#vms.set(session, { distributions: new Map(), mounts: [] });
  }

  async stopVm(session: AnySessionId): Promise<void> {
    this.#processes.kill({ session });
    this.#vms.set(session, null);
  }

  async startDistribution(
    session: number,
    distribution: DistributionInformation,
    wsl: 1 | 2,
  ): Promise<RunningInformation> {
    const vm = this.#vms.get(session);
    if (wsl === 1 || !vm) {
      this.#wsl1.add(`${session} ${distribution.id}`);
      return { initPid: 0, pidNamespace: 0n };
    }
    vm.distributions.set(distribution.id, distribution.name);
    return this.#numbers.startDistribution(session, distribution, wsl);
  }

  async stopDistribution(session: number, id: string): Promise<void> {
    this.#processes.kill({ session, distribution: id });
    this.#wsl1.delete(`${session} ${id}`);
    this.#vms.get(session)?.distributions.delete(id);
  }

  /** Ends every process. */
  close(): void {
    this.#processes.kill();
  }

  /** The folder, or an HRESULT. */
  findFolder(windowsPath: string): MachineFolder | number {
    const folder = findFolder(this.#folders, windowsPath);
    if (folder === undefined) return hresults.ERROR_FILE_NOT_FOUND | 0;
    if (folder !== null && !platform.isDirectory(folder)) return hresults.ERROR_DIRECTORY | 0;
    const path = fullFolderPath(windowsPath);
    return { path, folder, refusal: isUsers(path) ? `${path} belongs to a user.` : null };
  }

  /** Returns an HRESULT. */
  mount(mount: Mount): number {
    const vm = this.#runningVm(mount.session);
    if (typeof vm === "number") return vm;
    const found = this.findFolder(mount.windowsPath);
    if (typeof found === "number") return found;
    vm.mounts.push({ linuxPath: mount.linuxPath, folder: found.folder });
    this.mounts.push(mount);
    return 0;
  }

  /** Returns an HRESULT. */
  mountForContainers(mount: ContainerMount): number {
    const vm = this.#runningVm(mount.session);
    if (typeof vm === "number") return vm;
    const folder = findFolder(this.#folders, mount.windowsPath);
    if (folder === undefined || (folder !== null && !platform.isDirectory(folder))) {
      return hresults.ERROR_PATH_NOT_FOUND | 0;
    }
    if (vm.mounts.some(({ linuxPath }) => linuxPath === mount.linuxPath)) return hresults.ERROR_ALREADY_EXISTS | 0;
    vm.mounts.push({ linuxPath: mount.linuxPath, folder });
    this.mounts.push(mount);
    return 0;
  }

  /** Returns an HRESULT. */
  unmountForContainers(session: ContainerSessionId, linuxPath: string): number {
    const vm = this.#runningVm(session);
    if (typeof vm === "number") return vm;
    const at = vm.mounts.findIndex((mount) => mount.linuxPath === linuxPath);
    if (at < 0) return hresults.ERROR_NOT_FOUND | 0;
    vm.mounts.splice(at, 1);
    return 0;
  }

  /** Returns the process, or an HRESULT. */
  execute({ session, distribution, path, argv }: ExecuteRequest): RunningProcess | number {
    const vm = this.#runningVm(session);
    if (typeof vm === "number") return vm;
    const name = distribution === null ? null : vm.distributions.get(distribution);
    if (name === undefined) {
      const wsl1 = this.#wsl1.has(`${session} ${distribution}`);
      return (wsl1 ? hresults.WSL_E_WSL2_NEEDED : hresults.WSL_E_VM_MODE_INVALID_STATE) | 0;
    }
    const [arg0 = path, ...args] = argv;
    const hostPath = (file: string) => hostPathOf(vm.mounts, file);
    const start = { session, distribution: name, path, args, arg0, hostPath };
    return this.#processes.start({ session, distribution }, start) ?? hresults.E_FAIL | 0;
  }

  /** Returns the process, an HRESULT, or null if the program does not exist. */
  startForContainers({ session, path, argv, variables }: ContainerRequest): ContainerProcess | number | null {
    const vm = this.#runningVm(session);
    if (typeof vm === "number") return vm;
    const [arg0 = path, ...args] = argv;
    const env = Object.fromEntries(variables.map((text) => text.split(/=(.*)/s).slice(0, 2)));
    const hostPath = (file: string) => hostPathOf(vm.mounts, file);
    const start = { session, distribution: null, path, args, arg0, env, hostPath };
    return this.#processes.startForContainers({ session, distribution: null }, start);
  }

  #runningVm(session: AnySessionId): Vm | number {
    if (typeof session === "string") return this.#runningContainerVm(session);
    const vm = this.#vms.get(session);
    if (vm === undefined) return hresults.RPC_E_DISCONNECTED | 0;
    return vm ?? hresults.E_NOT_VALID_STATE | 0;
  }
  #runningContainerVm(session: ContainerSessionId): Vm | number {
    if (!this.#containerSessions.has(session)) return hresults.WSLC_E_SESSION_NOT_FOUND | 0;
    return this.#vms.get(session) ?? hresults.WSLC_E_VM_NOT_RUNNING | 0;
  }
}
