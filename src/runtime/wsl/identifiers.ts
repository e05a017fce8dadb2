// Sessions and distributions as calls take them, and the globals SessionID and DistributionID.

import { argumentError } from "../base/argument-checks.ts";
import {
  charCodeAt,
  freeze,
  isInteger,
  matchPattern,
  slice,
  toLowerCase,
  toNumber,
  toText,
} from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { fieldOf } from "./information.ts";

const kMaximumSession = 0xffffffff;
const kNumber = /^(?:0|[1-9][0-9]{0,9})$/;
const kContainerPrefix = "wslc:";
const kContainerSession = /^wslc:(?:0|[1-9][0-9]{0,9})$/;
const kGuid = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\})$/;

/** The id of a session, for a call that takes the session or its id. */
export function checkSession(call: string, value: unknown): number {
  const id = fieldOf(value, "sessionId") ?? value;
  if (isSession(id)) return id;
  if (containerSessionNumber(id) !== undefined) {
    throw argumentError(call, `session must be a session with distributions, not the container session ${toText(id)}`);
  }
  throw argumentError(call, `session must be a session or its sessionId, not ${describeValue(value)}`);
}

export function isContainerSession(value: unknown): boolean {
  return containerSessionNumber(fieldOf(value, "sessionId") ?? value) !== undefined;
}

/** The number of a container session, for a call that takes the session or its id. */
export function checkContainerSession(call: string, value: unknown): number {
  const id = fieldOf(value, "sessionId") ?? value;
  const number = containerSessionNumber(id);
  if (number !== undefined) return number;
  if (isSession(id)) {
    throw argumentError(call, `session must be a container session, not the session ${toText(id)} with distributions`);
  }
  throw argumentError(call, `session must be a container session or its sessionId, not ${describeValue(value)}`);
}

/** A session of either kind, for a call that takes it or its id, as the log names it. */
export function checkAnySession(call: string, value: unknown): string {
  const id = fieldOf(value, "sessionId") ?? value;
  if (isSession(id) || containerSessionNumber(id) !== undefined) return toText(id);
  throw argumentError(call, `session must be a session or its sessionId, not ${describeValue(value)}`);
}

/** The id of a distribution, likewise. */
export function checkDistribution(call: string, value: unknown): string {
  const id = parseGuid(fieldOf(value, "id") ?? value);
  if (id !== undefined) return id;
  throw argumentError(call, `distribution must be a distribution or its id, a GUID, not ${describeValue(value)}`);
}

export const SessionID = freeze({
  parse(value: number | string): number {
    const id = typeof value === "string" && matchPattern(kNumber, value) !== null ? toNumber(value) : value;
    if (isSession(id)) return id;
    throw argumentError(
      "SessionID.parse",
      `${describeValue(value)} is not a whole number from 0 to ${kMaximumSession}`,
    );
  },

  format(id: number): string {
    return toText(SessionID.parse(id));
  },

  is(value: unknown): boolean {
    return isSession(value);
  },
});

export const DistributionID = freeze({
  parse(text: string): string {
    const id = parseGuid(text);
    if (id !== undefined) return id;
    const example = "6fa459ea-ee8a-3ca4-894e-db77e160355e";
    throw argumentError("DistributionID.parse", `${describeValue(text)} is not a GUID such as "${example}"`);
  },

  format(id: string, style: "plain" | "braces" = "plain"): string {
    if (style !== "plain" && style !== "braces") {
      throw argumentError("DistributionID.format", `style must be "plain" or "braces", not ${describeValue(style)}`);
    }
    return style === "braces" ? `{${DistributionID.parse(id)}}` : DistributionID.parse(id);
  },

  is(value: unknown): boolean {
    return value !== undefined && parseGuid(value) === value;
  },
});

function isSession(value: unknown): value is number {
  return isInteger(value) && (value as number) >= 0 && (value as number) <= kMaximumSession;
}

/** The number in text such as "wslc:9"; undefined for other text. */
function containerSessionNumber(value: unknown): number | undefined {
  if (typeof value !== "string" || matchPattern(kContainerSession, value) === null) return undefined;
  const number = toNumber(slice(value, kContainerPrefix.length));
  return number <= kMaximumSession ? number : undefined;
}

/** A GUID in lower case without braces; undefined for other text. */
function parseGuid(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = toLowerCase(value);
  if (matchPattern(kGuid, text) === null) return undefined;
  return charCodeAt(text, 0) === 0x7b ? slice(text, 1, -1) : text;
}
