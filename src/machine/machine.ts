/**
 * The machine that plugins find: VMs, distributions, folders of Windows, programs. Nothing of it is real unless a test
 * says so.
 */

import { statSync } from "node:fs";
import { hresults } from "../runtime/generated/hresults.ts";
import type { ProcessEvent, UnansweredEvent } from "../wsl/events.ts";
import type { DistributionInformation, RunningInformation } from "../wsl/information.ts";
import { emptyMachine, type Machine } from "../wsl/plugin-host.ts";
import { findFolder, hostPathOf, type MountPoint, type WindowsFolders } from "./folders.ts";
import { type Processes, processFunction, type RunningProcess } from "./process.ts";
import { type ProcessPlace, type ProcessRecord, ProcessTable } from "./process-table.ts";

/** A folder that a plugin has mounted. */
export interface Mount {
  readonly session: number;
  readonly windowsPath: string;
  readonly linuxPath: string;
  readonly readOnly: boolean;
  readonly name: string;
}

export interface ExecuteRequest extends ProcessPlace {
  readonly path: string;
  /** From argv[0] on. */
  readonly argv: readonly string[];
}

export interface MachineOptions {
  readonly processes: Processes;
  readonly folders: WindowsFolders | null;
  readonly onEvent: (event: ProcessEvent | UnansweredEvent) => void;
}

/** A VM that runs: the names of its distributions by their ids, and what is mounted. */
interface Vm {
  readonly distributions: Map<string, string>;
  readonly mounts: MountPoint[];
}

export class SimulatedMachine implements Machine {
  readonly mounts: Mount[] = [];
  readonly #processes: ProcessTable;
  readonly #folders: WindowsFolders | null;
  readonly #numbers = emptyMachine();
  /** Null: the session's VM does not run. */
  readonly #vms = new Map<number, Vm | null>();
  readonly #wsl1 = new Set<string>();

  constructor({ processes, folders, onEvent }: MachineOptions) {
    this.#processes = new ProcessTable(processFunction(processes), onEvent);
    this.#folders = folders;
  }

  get processes(): readonly ProcessRecord[] {
    return this.#processes.records;
  }

  addSession(session: number): void {
    this.#vms.set(session, null);
  }

  async startVm(session: number): Promise<void> {
    this.#vms.set(session, { distributions: new Map(), mounts: [] });
  }

  async stopVm(session: number): Promise<void> {
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

  /** Returns an HRESULT. */
  mount(mount: Mount): number {
    const vm = this.#runningVm(mount.session);
    if (typeof vm === "number") return vm;
    const folder = findFolder(this.#folders, mount.windowsPath);
    if (folder === undefined) return hresults.ERROR_FILE_NOT_FOUND | 0;
    if (folder !== null && !statSync(folder).isDirectory()) return hresults.ERROR_DIRECTORY | 0;
    vm.mounts.push({ linuxPath: mount.linuxPath, folder });
    this.mounts.push(mount);
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

  #runningVm(session: number): Vm | number {
    const vm = this.#vms.get(session);
    if (vm === undefined) return hresults.RPC_E_DISCONNECTED | 0;
    return vm ?? hresults.E_NOT_VALID_STATE | 0;
  }
}
