// Versions of WSL, and the capabilities that they introduced.

import {
  create,
  defineProperty,
  freeze,
  hasOwn,
  isInteger,
  isObject,
  makeTypeError,
  matchPattern,
  ownKeys,
  toNumber,
} from "../base/primordials.ts";
import { describeValue, listTexts, nearestText, quote } from "../base/text.ts";
import { inspectAs, Verbatim } from "../console/inspect.ts";
import { type CapabilityName, capabilities } from "../generated/capabilities.ts";

const kPattern = /^(\d{1,9})(?:\.(\d{1,9})(?:\.(\d{1,9}))?)?$/;

/** Every capability's name, oldest first. */
export const capabilityNames = freeze(ownKeys(capabilities)) as readonly CapabilityName[];

let isVersion: (value: unknown) => value is WSLVersion;
let nameOfCapability: (value: object) => CapabilityName | undefined;

export class WSLVersion {
  readonly #major: number;
  readonly #minor: number;
  readonly #revision: number;

  static {
    isVersion = (value): value is WSLVersion => isObject(value) && #major in value;
  }

  constructor(major: number, minor: number, revision: number) {
    this.#major = checkPart("major", major);
    this.#minor = checkPart("minor", minor);
    this.#revision = checkPart("revision", revision);
    freeze(this);
  }

  static parse(text: string): WSLVersion {
    const match = typeof text === "string" ? matchPattern(kPattern, text) : null;
    if (match === null) {
      throw new makeTypeError(`WSLVersion.parse: ${describeValue(text)} is not a version such as "2.4.4" or "2.1"`);
    }
    return new WSLVersion(toNumber(match[1]), toNumber(match[2] ?? 0), toNumber(match[3] ?? 0));
  }

  static compare(left: unknown, right: unknown): number {
    return checkVersion("WSLVersion.compare", left).compare(right);
  }

  get major(): number {
    return this.#major;
  }

  get minor(): number {
    return this.#minor;
  }

  get revision(): number {
    return this.#revision;
  }

  compare(other: unknown): number {
    const right = checkVersion("WSLVersion.compare", other);
    const order = this.#major - right.#major || this.#minor - right.#minor || this.#revision - right.#revision;
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }

  equals(other: unknown): boolean {
    return isVersion(other) && this.compare(other) === 0;
  }

  supports(capability: unknown): boolean {
    const name = checkCapability("WSLVersion.supports", capability);
    return this.compare(requiredVersion(name)) >= 0;
  }

  capabilities(): CapabilityName[] {
    const supported: CapabilityName[] = [];
    for (let at = 0; at < capabilityNames.length; at++) {
      const name = capabilityNames[at] as CapabilityName;
      if (this.supports(name)) supported[supported.length] = name;
    }
    return supported;
  }

  toString(): string {
    return `${this.#major}.${this.#minor}.${this.#revision}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspectAs](): unknown {
    return new Verbatim(`WSLVersion ${this.toString()}`);
  }
}

/** A feature of WSL that older versions lack. Each is a static member; its name works as well. */
export class WSLVersionCapability {
  readonly #name: CapabilityName;

  static {
    nameOfCapability = (value) => (#name in value ? value.#name : undefined);
  }

  constructor(name: CapabilityName) {
    this.#name = checkCapability("WSLVersionCapability", name);
    freeze(this);
  }

  get name(): CapabilityName {
    return this.#name;
  }

  get requiredVersion(): WSLVersion {
    return requiredVersion(this.#name);
  }

  toString(): CapabilityName {
    return this.#name;
  }

  toJSON(): CapabilityName {
    return this.#name;
  }

  [inspectAs](): unknown {
    return new Verbatim(`WSLVersionCapability.${this.#name}`);
  }
}

export function isWSLVersion(value: unknown): value is WSLVersion {
  return isVersion(value);
}

/** The version that a script passed to a call. */
export function checkVersion(call: string, value: unknown): WSLVersion {
  if (isVersion(value)) return value;
  throw new makeTypeError(`${call} needs a WSLVersion, not ${describeValue(value)}`);
}

export function requiredVersion(name: CapabilityName): WSLVersion {
  return versions[name];
}

/** The name of a capability passed by name or as an object; undefined for all other values. */
export function capabilityName(value: unknown): CapabilityName | undefined {
  if (typeof value === "string") return hasOwn(capabilities, value) ? (value as CapabilityName) : undefined;
  return isObject(value) ? nameOfCapability(value) : undefined;
}

/** Completes "must be ...": all capabilities, or the one that was probably meant. */
export function capabilityHint(value: unknown): string {
  const meant = typeof value === "string" ? nearestText(value, capabilityNames) : undefined;
  return meant === undefined ? `capabilities: ${listTexts(capabilityNames, "and")}` : `did you mean ${quote(meant)}?`;
}

const versions = requiredVersions();

for (let at = 0; at < capabilityNames.length; at++) {
  const name = capabilityNames[at] as CapabilityName;
  defineProperty(WSLVersionCapability, name, { value: new WSLVersionCapability(name), enumerable: true });
}

freezeClass(WSLVersion);
freezeClass(WSLVersionCapability);

function requiredVersions(): Record<CapabilityName, WSLVersion> {
  const all = create(null) as Record<CapabilityName, WSLVersion>;
  for (let at = 0; at < capabilityNames.length; at++) {
    const name = capabilityNames[at] as CapabilityName;
    const [major, minor, revision] = capabilities[name];
    all[name] = new WSLVersion(major, minor, revision);
  }
  return all;
}

function freezeClass(anyClass: { readonly prototype: object }): void {
  freeze(anyClass.prototype);
  freeze(anyClass);
}

function checkPart(name: string, value: unknown): number {
  if (isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffffffff) return value as number;
  throw new makeTypeError(
    `WSLVersion: ${name} must be a whole number from 0 to 4294967295, not ${describeValue(value)}`,
  );
}

function checkCapability(call: string, value: unknown): CapabilityName {
  const name = capabilityName(value);
  if (name !== undefined) return name;
  throw new makeTypeError(`${call}: there is no capability ${describeValue(value)}; ${capabilityHint(value)}`);
}
