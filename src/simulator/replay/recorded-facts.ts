/** What a recording knows of Windows and of the session's user, as a scenario has it. */

import { isDeepStrictEqual } from "node:util";
import type { NativeValue } from "../../engine/runtime.ts";
import type { Natives } from "../../runtime/generated/natives.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { allCalls, answerOf, argumentsOf, type Recording } from "./recording.ts";

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
type Windows = Writable<NonNullable<Scenario["windows"]>>;
type User = Writable<Extract<NonNullable<Scenario["sessions"]>, readonly unknown[]>[number]>;
type RegistryValue = NonNullable<Windows["registry"]>[string][string];

export interface RecordedFacts {
  readonly windows: Windows;
  readonly user: User;
  /** What no scenario can have, each with its line. */
  readonly leftOut: readonly string[];
}

/** The first answer of each kind counts: facts do not change within a scenario. */
export function recordedFacts({ parts }: Recording): RecordedFacts {
  const facts = { windows: {}, user: {}, leftOut: [] as string[] };
  const answers = new Map<string, NativeValue>();
  for (const call of allCalls(parts)) {
    const note = (noters as Readonly<Record<string, Noter>>)[call.native];
    if (note === undefined) continue;
    const [values, answer] = [argumentsOf(call).map(String), answerOf(call)];
    const key = [call.native, ...values].join("\0");
    const problem = answers.has(key) ? changed(answers.get(key), answer) : note(facts, bytesOf(answer), values);
    if (!answers.has(key)) answers.set(key, answer);
    if (problem !== null) facts.leftOut.push(`line ${call.number}: ${call.native.slice(1)} ${problem}`);
  }
  return facts;
}

/** Returns what a scenario cannot have, or null. Without bytes there is no such fact, or it is denied. */
type Noter = (facts: RecordedFacts, answer: Buffer, values: readonly string[]) => string | null;

const noters = {
  _lookupUser({ user }, answer) {
    if (answer.length > 0) user.account = answer.toString();
    return null;
  },

  _windowsVersion({ windows }, answer) {
    windows.version = answer.toString();
    return null;
  },

  _windowsProxy({ windows }, answer) {
    const [server = "", bypass = ""] = answer.toString().split("\0");
    if (server !== "") windows.proxy = { server, ...(bypass !== "" && { bypass }) };
    return null;
  },

  _userGroups({ user }, answer) {
    const sids = answer
      .toString()
      .split("\0")
      .filter((sid) => sid !== "");
    const denyOnly = sids.filter((sid) => sid.startsWith("-"));
    user.groups = sids.filter((sid) => !denyOnly.includes(sid));
    if (denyOnly.length > 0) user.denyOnlyGroups = denyOnly.map((sid) => sid.slice(1));
    return null;
  },

  _certificates({ windows }, answer, [store = ""]) {
    windows.certificates = { ...windows.certificates, [store]: certificatesOf(answer) };
    return null;
  },

  _registryValue({ windows, user }, answer, [session, key, name = ""]) {
    if (answer.length === 0) return null;
    const value = registryValue(answer.readUInt32LE(), answer.subarray(4));
    if (value === null) return "reads a type that is neither text nor a number of 32 bits";
    const [owner, hive] = session === "" ? [windows, "HKLM"] : [user, "HKCU"];
    const path = `${hive}\\${key}`;
    owner.registry = { ...owner.registry, [path]: { ...owner.registry?.[path], [name]: value } };
    return null;
  },
} satisfies { readonly [Name in keyof Natives]?: Noter };

function changed(before: NativeValue, now: NativeValue): string | null {
  return isDeepStrictEqual(before, now) ? null : "has another answer than before";
}

/** Of text in UTF-8. None for an HRESULT. */
function bytesOf(answer: NativeValue): Buffer {
  return typeof answer === "string" || answer instanceof Uint8Array ? Buffer.from(answer) : Buffer.alloc(0);
}

/** For each its hash of 20 bytes, its size and its bytes. */
function certificatesOf(answer: Buffer): string[] {
  const [hash, head] = [20, 24];
  const certificates: string[] = [];
  for (let at = 0; at < answer.length; ) {
    const end = at + head + answer.readUInt32LE(at + hash);
    const lines = answer.toString("base64", at + head, end).match(/.{1,64}/g) ?? [];
    certificates.push(["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"));
    at = end;
  }
  return certificates;
}

/** By the type's number in winnt.h; null for one that a scenario does not have. */
function registryValue(type: number, data: Buffer): RegistryValue | null {
  const texts = data.toString().split("\0");
  switch (type) {
    case 1:
    case 2:
      return texts[0] ?? "";
    case 4:
      return data.readUInt32LE();
    case 7:
      return texts.slice(0, texts.indexOf(""));
    default:
      return null;
  }
}
