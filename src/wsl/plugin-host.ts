import type { hooks } from "../runtime/generated/hooks.ts";

/** WSL's name of a hook. */
export type HookName = (typeof hooks)[number]["name"];

/**
 * A value under WSL's `Plugins` registry key: the plugin's name, and the path of its DLL (or of what stands for it).
 */
export interface PluginRegistration {
  readonly name: string;
  readonly path: string;
}

/** What WSLSessionInformation carries. */
export interface SessionInformation {
  /** The session's number: 0 for the first user of the service, then 1, 2, ... */
  readonly id: number;
  /** The user's security identifier as SDDL text. */
  readonly userSid: string;
  /** There is a user token: only while a VM runs. */
  readonly hasToken: boolean;
}

/** What WSLVmCreationSettings carries. */
export interface VmSettings {
  /** The user's `.wslconfig` names a kernel of their own. */
  readonly customKernel: boolean;
  /** The user's `.wslconfig` has a kernel command line. */
  readonly customKernelCommandLine: boolean;
}

/** What WSLDistributionInformation and WslOfflineDistributionInformation have in common. Null stands for NULL. */
export interface DistributionInformation {
  /** A GUID in lower case, without braces. */
  readonly id: string;
  readonly name: string;
  readonly packageFamilyName: string | null;
  readonly flavor: string | null;
  readonly version: string | null;
}

/** What a distribution has while it runs. */
export interface RunningInformation {
  /** The process id of its init, in the VM's root namespace. */
  readonly initPid: number;
  /** The number of its process namespace. */
  readonly pidNamespace: bigint;
}

/** One hook to call, with what WSL passes. */
export type HookCall = { readonly session: SessionInformation; readonly via: ServiceThread } & (
  | { readonly hook: "OnVMStarted"; readonly settings: VmSettings }
  | { readonly hook: "OnVMStopping" }
  | {
      readonly hook: "OnDistributionStarted" | "OnDistributionStopping";
      readonly distribution: DistributionInformation & RunningInformation;
    }
  | {
      readonly hook: "OnDistributionRegistered" | "OnDistributionUnregistered";
      readonly distribution: DistributionInformation;
    }
);

/** The service's thread that a request comes in on. A host without threads ignores it. */
export interface ServiceThread {
  readonly thread?: string;
  /** Bytes of stack, for a thread that is used for the first time. */
  readonly stack?: number;
}

export interface LoadOutcome {
  /** The entry point's, or the reason why it was not reached. */
  readonly hresult: number;
  /** The slots that the entry point filled. */
  readonly hooks: readonly HookName[];
}

export interface HookOutcome {
  readonly hresult: number;
  /** What the plugin left with PluginError, of the hooks after which WSL looks for it; null when it left nothing. */
  readonly message: string | null;
}

/** What loads plugins and calls their hooks: the stand-in with real DLLs, or the simulator with scripts. */
export interface PluginHost {
  load(plugin: PluginRegistration): Promise<LoadOutcome>;
  notify(plugin: string, call: HookCall): Promise<HookOutcome>;
}

/**
 * Where VMs and distributions run. Everything is called with the session's lock held, so never twice at once for a
 * session.
 */
export interface Machine {
  startVm(session: number): Promise<void>;
  stopVm(session: number): Promise<void>;
  startDistribution(session: number, distribution: DistributionInformation, wsl: 1 | 2): Promise<RunningInformation>;
  stopDistribution(session: number, id: string): Promise<void>;
}

/** A machine on which nothing really runs. */
export function emptyMachine(): Machine {
  let started = 0;
  return {
    startVm: async () => {},
    stopVm: async () => {},
    startDistribution: async () => {
      started += 1;
      return { initPid: 100 + started, pidNamespace: 4_026_532_000n + BigInt(started) };
    },
    stopDistribution: async () => {},
  };
}
