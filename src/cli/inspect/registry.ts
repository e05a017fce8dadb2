/** Reads registry keys from reg.exe's export, which is exact, unlike its printed output. */

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CliError } from "../shared/cli-error.ts";

/** The types that are read, by their numbers in winnt.h. */
export const registryTypes = { text: 1, number: 4, texts: 7 } as const;

export interface RegistryValue {
  readonly name: string;
  readonly type: number;
  /** The text; the number in decimal digits; the texts, joined by NUL; empty for all other types. */
  readonly data: string;
}

/** The values by the key's path in capitals, which begins with HKLM. */
export type RegistryKeys = ReadonlyMap<string, readonly RegistryValue[]>;

/** The key and everything below it; empty if the key does not exist. Throws a CliError where there is no registry. */
export async function readRegistry(key: string): Promise<RegistryKeys> {
  const folder = await mkdtemp(join(tmpdir(), "wsl-script-host-registry-"));
  try {
    await promisify(execFile)("reg.exe", ["export", key, "exported.reg", "/y"], { cwd: folder });
    return parseExport(await readFile(join(folder, "exported.reg"), "utf16le"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new CliError("reg.exe does not exist here: run --installed on the Windows machine that has the plugins.");
    }
    // Its message is localized; it fails only because the key does not exist.
    if (typeof (error as { code?: unknown }).code === "number") return new Map();
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A line with a key, or with a value: name and data. Texts may contain line breaks, and bytes continue after a
 * backslash.
 */
const exported = /^\[HKEY_LOCAL_MACHINE\\(.*)\]|^(?:@|"((?:[^"\\]|\\.)*)")=("(?:[^"\\]|\\.)*"|.*)/gm;

/** A registration file, version 5.00. */
function parseExport(text: string): RegistryKeys {
  const keys = new Map<string, RegistryValue[]>();
  let key = "";
  for (const [, path, name = "", value] of text.replace(/\\\r?\n\s*/g, "").matchAll(exported)) {
    if (path !== undefined) key = `HKLM\\${path.toUpperCase()}`;
    const values = keys.get(key) ?? [];
    keys.set(key, value === undefined ? values : [...values, { name: unescaped(name), ...parseValue(value.trim()) }]);
  }
  return keys;
}

function parseValue(text: string): Omit<RegistryValue, "name"> {
  const { text: string, number, texts } = registryTypes;
  if (text.startsWith('"')) return { type: string, data: unescaped(text.slice(1, -1)) };
  if (text.startsWith("dword:")) return { type: number, data: String(Number.parseInt(text.slice(6), 16)) };
  const [, digits = "3", bytes = ""] = /^hex(?:\(([0-9a-f]+)\))?:(.*)$/i.exec(text) ?? [];
  const type = Number.parseInt(digits, 16);
  // Each text ends with a NUL, and so does the list.
  const parts = Buffer.from(bytes.replaceAll(",", ""), "hex").toString("utf16le").split("\0");
  if (type === texts) return { type, data: parts.filter((part) => part !== "").join("\0") };
  return { type, data: type === string ? (parts[0] ?? "") : "" };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}
