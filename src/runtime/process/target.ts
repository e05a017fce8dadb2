// Where a program runs: in a session's VM, or inside one of its distributions.

import type { Running } from "../host.ts";
import { RequiresUpdateError } from "../wsl/errors.ts";
import { checkDistribution, checkSession } from "../wsl/identifiers.ts";
import { fieldOf } from "../wsl/information.ts";
import { requiredVersion } from "../wsl/versions.ts";
import { shellText } from "./command-text.ts";

export interface Place {
  readonly session: number;
  /** Empty for the VM's root namespace, else the distribution's GUID. */
  readonly distribution: string;
  /** The prefix of the command line in messages: the distribution, if there is one. */
  readonly prefix: string;
}

export function vmPlace(call: string, session: unknown): Place {
  return { session: checkSession(call, session), distribution: "", prefix: "" };
}

/** `what` needs a WSL that can run programs inside distributions. */
export function distributionPlace(
  call: string,
  what: string,
  running: Running,
  session: unknown,
  distribution: unknown,
): Place {
  const required = requiredVersion("ExecuteBinaryInDistribution");
  if (running.version.compare(required) < 0) throw new RequiresUpdateError(what, required, running.version);
  const id = checkSession(call, session);
  const guid = checkDistribution(call, distribution);
  const name = fieldOf(distribution, "name");
  return { session: id, distribution: guid, prefix: `${typeof name === "string" ? shellText(name) : guid}: ` };
}
