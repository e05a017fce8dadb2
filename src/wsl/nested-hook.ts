import { type HookParameter, hooks } from "../runtime/generated/hooks.ts";
import { type Information, vmSettings } from "./information.ts";
import { SimulationMistake } from "./mistake.ts";
import type { HookCall } from "./plugin-host.ts";
import type { Distribution, Session } from "./session.ts";

type AnyHook = (typeof hooks)[number];
type StructOf<Hook extends AnyHook> = Extract<Hook["parameters"][number], { struct: unknown }>["struct"];
/** The hooks of sessions with distributions. */
type DistributionHook = AnyHook extends infer Hook extends AnyHook
  ? Hook extends AnyHook
    ? "WSLSessionInformation" extends StructOf<Hook>
      ? Hook
      : never
    : never
  : never;
type DistributionStruct = StructOf<DistributionHook>;

/** A hook that WSL calls from within a plugin's call, on the same thread. */
export interface NestedHook {
  /** The hook's name; not one of container sessions. */
  readonly name: DistributionHook["name"];
  /** The plugin; optional if there is only one. */
  readonly plugin?: string;
  /** The session that it is for; 0 by default. */
  readonly session?: number;
  /** The name of the distribution that it is about. OnDistributionStarted and OnDistributionStopping need one that runs. */
  readonly distribution?: string;
}

/** The hook, with the data that WSL would pass now. */
export function hookCall(session: Session, nested: NestedHook): HookCall {
  const hook = hooks.find(({ name }) => name === nested.name) as DistributionHook;
  const parameters: readonly Extract<HookParameter, { struct: unknown }>[] = hook.parameters;
  const passed = parameters.map(({ name, struct }) => [
    name,
    structsNow[struct as DistributionStruct](session, nested),
  ]);
  return { hook: nested.name, ...session.call({}), ...Object.fromEntries(passed) };
}

const structsNow: {
  readonly [Name in DistributionStruct]: (session: Session, nested: NestedHook) => Information[Name];
} = {
  WSLSessionInformation: (session) => session.call({}).session,
  WSLVmCreationSettings: () => vmSettings(() => false),
  WSLDistributionInformation(session, nested) {
    const found = known(session, nested);
    if (found.running === null) throw new SimulationMistake(`${nested.distribution} does not run.`);
    return found.runningInformation();
  },
  WslOfflineDistributionInformation: (session, nested) =>
    known(session, nested).information(nested.name === "OnDistributionRegistered" ? "" : null),
};

function known(session: Session, { name, distribution }: NestedHook): Distribution {
  if (distribution === undefined) throw new SimulationMistake(`${name} is about a distribution; say which.`);
  return session.know({ name: distribution });
}
