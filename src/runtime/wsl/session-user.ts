// The property `user` of a session: the Windows account behind its security identifier.

import { freeze, indexOf, slice } from "../base/primordials.ts";
import type { Natives } from "../generated/natives.ts";
import { deniedError } from "./permission-denied.ts";

export interface SessionUser {
  readonly name: string;
  readonly domain: string;
}

/** Null if Windows knows no account of this identifier. */
export function lookUpUser(natives: Natives, sid: unknown): SessionUser | null {
  const account = typeof sid === "string" ? natives._lookupUser(sid) : "";
  if (account === "") {
    const denied = deniedError(natives, "session.user");
    if (denied !== undefined) throw denied;
    return null;
  }
  // Neither part can contain a backslash.
  const end = indexOf(account, "\\");
  return freeze({ name: slice(account, end + 1), domain: slice(account, 0, end) });
}
