/** The simulator's platform in a browser's worker: it stands in for src/platform/node.ts. */

import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Platform } from "../../../src/platform/platform.ts";

const files = new Map<string, Uint8Array<ArrayBuffer>>();

/** Makes a file of the package available. The simulator reads files synchronously, so all have to be there before it starts. */
export function providePackageFile(name: string, content: Uint8Array<ArrayBuffer>): void {
  files.set(name, content);
}

export const platform: Platform = {
  packageFile(name) {
    const content = files.get(name);
    if (content === undefined) throw new Error(`The page has not loaded ${name}.`);
    return content;
  },
  sha1,
  sha256,
  certificate: (pem) => Uint8Array.from(atob(pem.replace(/-----[^-]*-----|\s/g, "")), (byte) => byte.charCodeAt(0)),
  absolutePath: (folder, path) => `${folder}/${path}`,
  // Folders of the visitor's machine stand for none of the simulated ones.
  isDirectory: () => false,
  urlOf: (path) => `file:///${path}`,
  pathOf: (url) => url.replace(/^file:\/\/\//, ""),
  // The simulator itself sends only these.
  signalNumber: (name) => (name === "SIGPIPE" ? 13 : 9),
};
