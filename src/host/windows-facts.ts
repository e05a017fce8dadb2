/** Facts about Windows that a script may read, as natives return them: host/natives/windows_facts.cpp in Node. */

import { concat, encode } from "../platform/bytes.ts";
import { platform } from "../platform/platform.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import type { Natives } from "../runtime/generated/natives.ts";
import { maximumCertificates, maximumRegistryValue } from "../runtime/generated/numbers.ts";
import type { Permission } from "./permissions.ts";

/** The types of a registry value, as `Windows.registry` returns it. */
type RegistryValue = string | number | bigint | readonly string[] | Uint8Array;

/** Values by name, by the paths of their keys: `HKLM\\SOFTWARE\\Contoso`. */
type Registry = Readonly<Record<string, Readonly<Record<string, RegistryValue>>>>;

/** Facts about the simulated Windows. Absent ones do not exist. */
export interface WindowsFacts {
  /** "10.0.22631.4602" by default. */
  readonly version?: string;
  /** Keys below `HKLM`. */
  readonly registry?: Registry;
  /** Certificates in PEM, by store. */
  readonly certificates?: Readonly<Record<string, readonly string[]>>;
  /** As `netsh winhttp set proxy` takes them: `http=proxy:80;https=proxy:443`. */
  readonly proxy?: { readonly server: string; readonly bypass?: string };
}

/** Facts about a session's user. */
export interface UserFacts {
  /** The security identifiers of the groups that the user is in. */
  readonly groups?: readonly string[];
  /** The groups that only deny access, such as Administrators for an administrator who has not elevated. */
  readonly denyOnlyGroups?: readonly string[];
  /** Keys below `HKCU`. */
  readonly registry?: Registry;
}

export interface FactsHost {
  readonly machine: WindowsFacts;
  /** The session's user, or an HRESULT. */
  userOf(session: string): UserFacts | number;
  denies(needed: Permission): boolean;
}

type FactNatives = Pick<
  Natives,
  "_registryValue" | "_certificates" | "_windowsProxy" | "_userGroups" | "_windowsVersion"
>;

const denied = hresults.E_ACCESSDENIED | 0;
const nothing = new Uint8Array();
/** The bytes that store a value's type before its data. */
const typeSize = 4;

export function createWindowsFacts({ machine, userOf, denies }: FactsHost): FactNatives {
  return {
    _registryValue(session, key, value) {
      const path = `${session === "" ? "HKLM" : "HKCU"}\\${key}`;
      if (denies({ kind: "windows.registry", value: path })) return denied;
      const owner = session === "" ? machine : userOf(session);
      if (typeof owner === "number") return owner;
      const found = memberOf(memberOf(owner.registry, path), value);
      return found === undefined ? nothing : atMost(typeSize + maximumRegistryValue, registryBytes(found));
    },

    _certificates(store) {
      if (denies({ kind: "windows.certificates", value: store })) return denied;
      return atMost(maximumCertificates, concat((memberOf(machine.certificates, store) ?? []).map(certificateBytes)));
    },

    _windowsProxy() {
      if (denies({ kind: "windows.proxy", value: "" })) return denied;
      const { server, bypass = "" } = machine.proxy ?? {};
      return server === undefined ? nothing : encode(`${server}\0${bypass}`);
    },

    _userGroups(session) {
      if (denies({ kind: "windows.userGroups", value: "" })) return denied;
      const user = userOf(session);
      if (typeof user === "number") return user;
      const { groups = [], denyOnlyGroups = [] } = user;
      return encode([...groups, ...denyOnlyGroups.map((sid) => `-${sid}`)].join("\0"));
    },

    _windowsVersion: () => machine.version ?? "10.0.22631.4602",
  };
}

/** Windows' names are case-insensitive. */
function memberOf<Value>(object: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  const isNamed = ([each]: [string, Value]) => each.toLowerCase() === name.toLowerCase();
  return Object.entries(object ?? {}).find(isNamed)?.[1];
}

function atMost(maximum: number, bytes: Uint8Array): Uint8Array | number {
  return bytes.length > maximum ? hresults.ERROR_MORE_DATA | 0 : bytes;
}

function registryBytes(value: RegistryValue): Uint8Array {
  switch (typeof value) {
    case "string":
      return typed(1, encode(value));
    case "number":
      return typed(4, uint32(value));
    case "bigint": {
      const data = new DataView(new ArrayBuffer(8));
      data.setBigUint64(0, value, true);
      return typed(11, new Uint8Array(data.buffer));
    }
    default:
      return value instanceof Uint8Array ? typed(3, value) : typed(7, encode(`${value.join("\0")}\0`));
  }
}

function typed(type: number, data: Uint8Array): Uint8Array {
  return concat([uint32(type), data]);
}

function certificateBytes(pem: string): Uint8Array {
  const raw = platform.certificate(pem);
  return concat([platform.sha1(raw), uint32(raw.length), raw]);
}

function uint32(number: number): Uint8Array {
  const data = new DataView(new ArrayBuffer(4));
  data.setUint32(0, number, true);
  return new Uint8Array(data.buffer);
}
