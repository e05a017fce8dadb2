import type { hooks } from "../runtime/generated/hooks.ts";
import type {
  AnySessionId,
  ContainerSessionId,
  DistributionInformation,
  Information,
  RunningInformation,
} from "./information.ts";

type Hooks = typeof hooks;

/** A hook's name in WSL. */
export type HookName = Hooks[number]["name"];

/** A value under WSL's `Plugins` registry key: the plugin's name, and the path of its DLL (or of its substitute). */
export interface PluginRegistration {
  readonly name: string;
  readonly path: string;
}

/** One hook call, with WSL's data. */
export type HookCall = CallOf<Hooks[number]>;

type CallOf<Hook> = Hook extends Hooks[number]
  ? { readonly hook: Hook["name"]; readonly via: ServiceThread } & {
      readonly [Each in Hook["parameters"][number] as Each["name"]]: Passed<Each>;
    }
  : never;

/** The representation of a hook's parameter; text for text. */
type Passed<Parameter> = Parameter extends { readonly struct: infer Name extends keyof Information }
  ? Information[Name]
  : string;

/** The service thread that handles a request. A host without threads ignores it. */
export interface ServiceThread {
  readonly thread?: string;
  /** Bytes of stack, for a thread that is used for the first time. */
  readonly stack?: number;
  /** While the hook runs, it acts as the user who made the request. WSL's threads do not; the host must not rely on it. */
  readonly impersonate?: boolean;
}

export interface LoadOutcome {
  /** The entry point's result, or why it was not reached. */
  readonly hresult: number;
  /** The slots that the entry point set. */
  readonly hooks: readonly HookName[];
}

export interface HookOutcome {
  readonly hresult: number;
  /** The plugin's PluginError message, after hooks for which WSL reads it; null for none. */
  readonly message: string | null;
}

/** Loads plugins and calls their hooks: the stand-in with real DLLs, or the simulator with scripts. */
export interface PluginHost {
  load(plugin: PluginRegistration): Promise<LoadOutcome>;
  notify(plugin: string, call: HookCall): Promise<HookOutcome>;
}

/**
 * Where VMs and distributions run. Every call happens with the session's lock held, so never twice at once for a
 * session.
 */
export interface Machine {
  startVm(session: AnySessionId): Promise<void>;
  stopVm(session: AnySessionId): Promise<void>;
  /** From here until removeContainerSession, calls for it are accepted. */
  addContainerSession(session: ContainerSessionId): void;
  removeContainerSession(session: ContainerSessionId): void;
  startDistribution(session: number, distribution: DistributionInformation, wsl: 1 | 2): Promise<RunningInformation>;
  stopDistribution(session: number, id: string): Promise<void>;
}

/** A machine on which nothing runs. */
export function emptyMachine(): Machine {
  let started = 0;
  return {
    startVm: async () => {},
    stopVm: async () => {},
    addContainerSession: () => {},
    removeContainerSession: () => {},
    startDistribution: async () => {
      started += 1;
      return { initPid: 100 + started, pidNamespace: 4_026_532_000n + BigInt(started) };
    },
    stopDistribution: async () => {},
  };
}
