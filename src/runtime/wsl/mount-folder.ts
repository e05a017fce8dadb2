// The global MountFolder.

import { argumentError, checkBoolean, checkLinuxPath, checkText, checkWindowsPath } from "../base/argument-checks.ts";
import { charCodeAt, indexOf, numberToText, padStart, slice, stringifyJson } from "../base/primordials.ts";
import { quote } from "../base/text.ts";
import type { Natives } from "../generated/natives.ts";
import type { Host } from "../host.ts";
import { failedCall } from "./errors.ts";
import { checkSession } from "./identifiers.ts";
import { deniedError } from "./permission-denied.ts";

const kCall = "MountFolder";

/** Linux receives the name among a mount's options, which share one page of memory. No plugin needs that much. */
const kMaximumName = 255;

export function createMountFolder(natives: Natives, host: Pick<Host, "name">) {
  return function MountFolder(
    session: unknown,
    windowsPath: unknown,
    linuxPath: unknown,
    readOnly: unknown = true,
    name?: unknown,
  ): void {
    const id = checkSession(kCall, session);
    const source = checkWindowsPath(kCall, "windowsPath", windowsPath);
    const target = checkLinuxPath(natives, kCall, "linuxPath", linuxPath);
    const isReadOnly = checkBoolean(kCall, "readOnly", readOnly);
    const share = name === undefined ? shareName(host.name, target) : checkShareName(name);
    const status = natives._mountFolder(id, source, target, isReadOnly, share);
    if (status >= 0) return;
    const call = `${kCall}(${stringifyJson(source)} -> ${target})`;
    throw deniedError(natives, call) ?? failedCall(call, status, "Linux could not mount it");
  };
}

function checkShareName(value: unknown): string {
  const name = checkText(kCall, "name", value);
  if (name === "") throw argumentError(kCall, "name must not be empty; leave it out to get a generated one");
  if (name.length > kMaximumName) {
    throw argumentError(kCall, `name has ${name.length} characters; the maximum for a share's name is ${kMaximumName}`);
  }
  if (indexOf(name, ",") !== -1 || indexOf(name, ";") !== -1) {
    throw argumentError(kCall, `name must not contain "," or ";", after which Linux reads options, not ${quote(name)}`);
  }
  return name;
}

/**
 * A name for the Plan 9 share of a mount. It must differ from the names of the VM's other shares, including those of
 * other plugins; letters, digits and dots reach Linux unchanged.
 */
function shareName(pluginName: string, linuxPath: string): string {
  const name = encodeName(pluginName) + encodeName(linuxPath);
  return name.length <= kMaximumName ? name : `${slice(name, 0, kMaximumName - 9)}_${checksum(name)}`;
}

/** Eight digits that distinguish long names. */
function checksum(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + charCodeAt(text, at)) % 0x1_0000_0000;
  return padStart(numberToText(sum, 16), 8, "0");
}

/** Slashes become dots; a character other than a letter, digit or hyphen becomes its number. */
function encodeName(text: string): string {
  let name = "";
  for (let at = 0; at < text.length; at++) {
    const code = charCodeAt(text, at);
    name += code === 0x2f ? "." : isPlain(code) ? slice(text, at, at + 1) : `_${numberToText(code, 16)}_`;
  }
  return name;
}

function isPlain(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d;
}
