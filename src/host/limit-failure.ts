/** The failures of scripts that a limit has ended. */

import type { Deadline } from "../engine/deadline.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import type { Limits } from "../runtime/generated/settings.ts";
import { type Failure, failure } from "./failure.ts";

/** `longest`: the most milliseconds that WSL allows the hook. */
export function timeOut(what: string, deadline: Deadline, limits: Limits, longest: number): Failure {
  return failure(hresults.ERROR_TIMEOUT, `${what} took longer than ${timeLimit(deadline, limits, longest)}`);
}

export function memoryExhausted(what: string, { memory }: Limits): Failure {
  return failure(hresults.E_OUTOFMEMORY, `${what} needs more memory than its limit of ${memory} bytes`);
}

/** The name of the limit that ran out. */
function timeLimit({ totalEndsFirst }: Deadline, { scriptTime, hookTime }: Limits, longest: number): string {
  if (!totalEndsFirst) return `its scriptTime of ${scriptTime} ms`;
  return longest < hookTime ? `the ${longest} ms that WSL's lock allows` : `its hookTime of ${hookTime} ms`;
}
