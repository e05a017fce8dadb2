// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { StructRow } from "../model/schema.ts";

const start = { hook: "onSessionCreated", requires: '"WSLC"' } as const;

/** The data that WSL passes to the hooks of container sessions. */
export const containerSession = freeze({
  name: "WSLCSessionInformation",
  typescript: "WSLCSessionInformation",
  since: "2.9.0",
  source: "WslPluginApi.h: struct WSLCSessionInformation",
  doc: {
    summary: "A container session of one Windows user, who may have several: the owner of containers and of their VM.",
    details:
      "It is independent of the {@link WSLSessionInformation} of the same user: it has its own VM, number and hooks.",
  },
  fields: [
    {
      name: "SessionId",
      property: "sessionId",
      type: "containerSessionId",
      capability: null,
      doc: {
        summary: 'What WSL knows the session by, for example `"wslc:9"`.',
        details:
          "Valid until the session ends; WSL does not reuse it until its service restarts. It is text, so it cannot be confused with the number of a session with distributions.",
        example: { ...start, body: "console.log(`session ${session.sessionId}`);" },
      },
    },
    {
      name: "DisplayName",
      property: "displayName",
      type: "text",
      capability: null,
      doc: {
        summary: 'The session\'s name, for example `"wslc-cli-ada"`. No two sessions of the machine have the same.',
        details:
          "Names that start with `wslc-cli` are those of the command `wslc`; an elevated one uses `wslc-cli-admin`. Other names are chosen by the program that made the session.",
        example: { ...start, body: "console.log(`${session.displayName} is new`);" },
      },
    },
    {
      name: "ApplicationPid",
      property: "applicationPid",
      type: "uint32",
      capability: null,
      doc: {
        summary: "The process id, on Windows, of the program that made the session. It may have ended.",
        example: { ...start, body: "console.log(`made by process ${session.applicationPid}`);" },
      },
    },
    {
      name: "UserToken",
      property: null,
      type: "handle",
      capability: null,
      doc: { summary: "The user's access token. Scripts never see it: it dies with the hook." },
    },
    {
      name: "UserSid",
      property: "userSid",
      type: "sid",
      capability: null,
      doc: {
        summary:
          'The security identifier of the user who made the session, as SDDL text, for example `"S-1-5-21-1004336348-1177238915-682003330-512"`.',
        example: { ...start, body: "console.log(`containers of ${session.userSid}`);" },
      },
    },
  ],
  derived: [
    {
      property: "user",
      type: "account",
      from: "UserSid",
      doc: {
        summary: "The account behind `userSid`; null if Windows cannot resolve it, as after it has been deleted.",
        details: "Looked up when it is first read, as {@link WSLSessionInformation.user}.",
        example: { ...start, body: 'console.log(session.user?.name ?? "an unknown user");' },
      },
    },
  ],
} as const satisfies StructRow);
