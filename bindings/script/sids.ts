import { freeze } from "../model/freeze.ts";
import type { MemberRow } from "../model/schema.ts";
import { member } from "./member.ts";

/** Winnt.h: the identifiers that are the same on every machine, of those that policies name. */
export const wellKnownSids = freeze([
  { name: "Everyone", sid: "S-1-1-0", summary: "All users." },
  { name: "Interactive", sid: "S-1-5-4", summary: "Users who are signed in at the machine or by Remote Desktop." },
  { name: "AuthenticatedUsers", sid: "S-1-5-11", summary: "All users who have proved who they are." },
  { name: "System", sid: "S-1-5-18", summary: "The account SYSTEM." },
  { name: "Administrators", sid: "S-1-5-32-544", summary: "The machine's administrators." },
  { name: "Users", sid: "S-1-5-32-545", summary: "The machine's users." },
  { name: "Guests", sid: "S-1-5-32-546", summary: "The machine's guests." },
  { name: "PowerUsers", sid: "S-1-5-32-547", summary: "A group of older versions of Windows." },
  { name: "RemoteDesktopUsers", sid: "S-1-5-32-555", summary: "Users who may sign in by Remote Desktop." },
  { name: "HyperVAdministrators", sid: "S-1-5-32-578", summary: "Users who may do everything with Hyper-V." },
] as const);

export const wellKnownMembers: readonly MemberRow[] = wellKnownSids.map(({ name, sid, summary }) =>
  member(name, `static readonly ${name}: SID`, `${summary} \`${sid}\``, {
    body: `console.log(SID.${name}.toString());`,
  }),
);
