// The global Windows: facts about the machine and its users that a plugin may read. It writes nothing.

import { argumentError, checkText } from "../base/argument-checks.ts";
import { partOf } from "../base/bytes.ts";
import {
  bytesToBase64,
  bytesToHex,
  freeze,
  indexOf,
  matchPattern,
  slice,
  splitText,
  startsWith,
  stringifyJson,
  toNumber,
  toUpperCase,
} from "../base/primordials.ts";
import { describeValue, quote } from "../base/text.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";
import { isRegistryKey, isStore } from "../plugin/permissions.ts";
import { WSLApiError } from "../wsl/errors.ts";
import { checkAnySession } from "../wsl/identifiers.ts";
import { deniedError } from "../wsl/permission-denied.ts";
import { type MachineProxy, parseProxy } from "./proxy.ts";
import { type RegistryValue, readRegistryValue, uint32 } from "./registry-value.ts";
import { SID } from "./sid.ts";

interface Certificate {
  readonly thumbprint: string;
  readonly der: Uint8Array;
  readonly pem: string;
}

const kThumbprint = 20;
const kPemLine = 64;
const kVersion = /^(\d+)\.(\d+)\.(\d+)(?:\.(\d+))?$/;

export function createWindows(natives: Natives) {
  /** Undefined for a missing value. */
  function answer(call: string, result: Uint8Array | number): Uint8Array | undefined {
    if (typeof result === "number") throw deniedError(natives, call) ?? new WSLApiError(call, result);
    return result.length === 0 ? undefined : result;
  }

  function readRegistry(call: string, hive: string, session: string, key: unknown, value: unknown) {
    const path = checkKey(call, hive, key);
    const name = checkText(call, "value", value);
    const text = `${call}(${stringifyJson(path)}, ${stringifyJson(name)})`;
    const bytes = answer(text, natives._registryValue(session, slice(path, hive.length), name));
    return bytes === undefined ? null : readRegistryValue(natives, bytes);
  }

  return freeze({
    get version() {
      const [, major, minor, build, revision] = matchPattern(kVersion, natives._windowsVersion()) as string[];
      return freeze({
        major: toNumber(major),
        minor: toNumber(minor),
        build: toNumber(build),
        revision: revision === undefined ? null : toNumber(revision),
      });
    },

    registry(key: unknown, value: unknown): RegistryValue | null {
      return readRegistry("Windows.registry", "HKLM\\", "", key, value);
    },

    userRegistry(session: unknown, key: unknown, value: unknown): RegistryValue | null {
      const call = "Windows.userRegistry";
      return readRegistry(call, "HKCU\\", checkAnySession(call, session), key, value);
    },

    certificates(store: unknown): readonly Certificate[] {
      const call = "Windows.certificates";
      if (typeof store !== "string" || !isStore(store)) {
        throw argumentError(call, `store must be a store's name such as "Root", not ${describeValue(store)}`);
      }
      return readCertificates(answer(`${call}(${quote(store)})`, natives._certificates(store)));
    },

    proxy(): MachineProxy | null {
      const bytes = answer("Windows.proxy()", natives._windowsProxy());
      return bytes === undefined ? null : parseProxy(decodeUtf8(natives, bytes));
    },

    userGroups(session: unknown) {
      const call = "Windows.userGroups";
      const bytes = answer(call, natives._userGroups(checkAnySession(call, session)));
      return readGroups(bytes === undefined ? "" : decodeUtf8(natives, bytes));
    },
  });
}

function checkKey(call: string, hive: string, key: unknown): string {
  const path = checkText(call, "key", key);
  const text = toUpperCase(slice(path, 0, hive.length)) + slice(path, hive.length);
  if (startsWith(text, hive) && isRegistryKey(text)) return text;
  const other = hive === "HKLM\\" ? "" : "; Windows.registry reads HKLM";
  throw argumentError(call, `key must be a key such as "${hive}\\SOFTWARE\\\\Contoso", not ${quote(path)}${other}`);
}

function readCertificates(bytes: Uint8Array | undefined): readonly Certificate[] {
  const list: Certificate[] = [];
  for (let at = 0; bytes !== undefined && at < bytes.length; ) {
    const thumbprint = toUpperCase(bytesToHex(partOf(bytes, at, kThumbprint)));
    const size = uint32(bytes, at + kThumbprint);
    const der = partOf(bytes, at + kThumbprint + 4, size);
    list[list.length] = freeze({ thumbprint, der, pem: pemOf(der) });
    at += kThumbprint + 4 + size;
  }
  return freeze(list);
}

function pemOf(der: Uint8Array): string {
  const base64 = bytesToBase64(der);
  let text = "-----BEGIN CERTIFICATE-----\n";
  for (let at = 0; at < base64.length; at += kPemLine) text += `${slice(base64, at, at + kPemLine)}\n`;
  return `${text}-----END CERTIFICATE-----\n`;
}

function readGroups(text: string) {
  const enabled: SID[] = [];
  const denyOnly: SID[] = [];
  const texts = splitText(text, "\0");
  for (let at = 0; at < texts.length; at++) {
    const sid = texts[at] as string;
    if (indexOf(sid, "-") === 0) denyOnly[denyOnly.length] = new SID(slice(sid, 1));
    else if (sid !== "") enabled[enabled.length] = new SID(sid);
  }
  return freeze({ enabled: freeze(enabled), denyOnly: freeze(denyOnly) });
}
