import { SimulationMistake } from "./mistake.ts";
import type { HookCall, HookName } from "./plugin-host.ts";
import type { Session } from "./session.ts";

/** A hook that WSL calls from within a call of a plugin's, on the same thread. */
export interface NestedHook {
  /** WSL's name of it. */
  readonly name: HookName;
  /** The plugin; need not be said if there is only one. */
  readonly plugin?: string;
  /** The session that it is for; 0 by default. */
  readonly session?: number;
  /** The name of the distribution that it is about. OnDistributionStarted and OnDistributionStopping need one that runs. */
  readonly distribution?: string;
}

/** The hook, with what WSL would pass to it now. */
export function hookCall(session: Session, { name, distribution }: NestedHook): HookCall {
  const common = session.call({});
  const known = () => {
    if (distribution === undefined) throw new SimulationMistake(`${name} is about a distribution; say which.`);
    return session.know({ name: distribution });
  };
  const running = () => {
    const found = known();
    if (found.running === null) throw new SimulationMistake(`${distribution} does not run.`);
    return found.runningInformation();
  };
  switch (name) {
    case "OnVMStarted":
      return { hook: name, ...common, settings: { customKernel: false, customKernelCommandLine: false } };
    case "OnVMStopping":
      return { hook: name, ...common };
    case "OnDistributionStarted":
    case "OnDistributionStopping":
      return { hook: name, ...common, distribution: running() };
    case "OnDistributionRegistered":
      return { hook: name, ...common, distribution: known().information("") };
    case "OnDistributionUnregistered":
      return { hook: name, ...common, distribution: known().information(null) };
  }
}
