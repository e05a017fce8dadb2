/** Writing to Wine's registry, by one program for many values. */

import { createHash, type X509Certificate } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { windowsPath } from "../../src/wslservice/wine.ts";
import { mustRunWine } from "./windows.ts";

/** `lines` as `reg export` writes them: keys in brackets, and their values. A minus before a key deletes it. */
export async function importRegistry(...lines: string[]): Promise<void> {
  const file = join(paths.build, `import-${process.pid}.reg`);
  await writeFile(file, `\ufeff${["Windows Registry Editor Version 5.00", ...lines, ""].join("\r\n")}`, "utf16le");
  await mustRunWine("reg.exe", "import", windowsPath(file)).finally(() => rm(file));
}

/** Data of a value: `type` is "" for REG_BINARY, "(7)" for REG_MULTI_SZ. Numbers are four bytes. */
export function hexData(type: string, ...parts: (Buffer | number)[]): string {
  const bytes = Buffer.concat(parts.map((part) => (typeof part === "number" ? uint32(part) : part)));
  return `hex${type}:${(bytes.toString("hex").match(/../g) ?? []).join(",")}`;
}

/** The key that has a certificate in a store of the machine. */
export function certificateKey(store: string, certificate: X509Certificate): string {
  const key = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\${store}\\Certificates`;
  return `${key}\\${thumbprintOf(certificate)}`;
}

/** The lines that put it there. */
export function certificateLines(store: string, certificate: X509Certificate): string[] {
  const { raw } = certificate;
  // CERT_CERT_PROP_ID.
  return [`[${certificateKey(store, certificate)}]`, `"Blob"=${hexData("", 32, 1, raw.length, raw)}`];
}

/** As Windows shows it. */
export function thumbprintOf({ raw }: X509Certificate): string {
  return createHash("sha1").update(raw).digest("hex").toUpperCase();
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
