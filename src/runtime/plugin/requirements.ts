// A plugin's `requires`: nothing, a version, a capability, or several of them, of which the newest applies.

import { isArray, makeTypeError, matchPattern } from "../base/primordials.ts";
import { describeValue, listTexts } from "../base/text.ts";
import { capabilityHint, capabilityName, isWSLVersion, requiredVersion, WSLVersion } from "../wsl/versions.ts";

export interface Requirement {
  readonly version: WSLVersion;
  /** The capabilities that need this version, "" if none does. */
  readonly reason: string;
}

interface Single {
  readonly version: WSLVersion;
  readonly capability?: string;
}

const kDigit = /^\d/;
const kAnyVersion = new WSLVersion(0, 0, 0);

export function parseRequires(value: unknown): Requirement {
  if (value === undefined) return { version: kAnyVersion, reason: "" };
  if (!isArray(value)) return newestOf([parseSingle("requires", value)]);
  const singles: Single[] = [];
  for (let at = 0; at < value.length; at++) singles[at] = parseSingle(`requires[${at}]`, value[at]);
  return newestOf(singles);
}

function newestOf(singles: readonly Single[]): Requirement {
  let version = kAnyVersion;
  let reasons: string[] = [];
  for (let at = 0; at < singles.length; at++) {
    const single = singles[at] as Single;
    const order = single.version.compare(version);
    if (order > 0) {
      version = single.version;
      reasons = [];
    }
    if (order >= 0 && single.capability !== undefined) reasons[reasons.length] = single.capability;
  }
  return { version, reason: listTexts(reasons, "and") };
}

function parseSingle(name: string, value: unknown): Single {
  if (isWSLVersion(value)) return { version: value };
  const capability = capabilityName(value);
  if (capability !== undefined) return { version: requiredVersion(capability), capability };
  if (typeof value === "string" && matchPattern(kDigit, value) !== null) return { version: parseVersion(name, value) };
  throw new makeTypeError(
    `definePlugin: ${name} must be a version such as "2.1.2" or a capability, not ${describeValue(value)}; ${capabilityHint(value)}`,
  );
}

function parseVersion(name: string, text: string): WSLVersion {
  try {
    return WSLVersion.parse(text);
  } catch {
    throw new makeTypeError(`definePlugin: ${name} must be a version such as "2.1.2", not ${describeValue(text)}`);
  }
}
