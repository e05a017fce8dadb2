import { createHash, X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { constants } from "node:os";
import { relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Platform } from "./platform.ts";

export const platform: Platform = {
  // dist lies two levels above this file, and above the bundle that this file becomes a part of.
  packageFile: (name) => readFileSync(new URL(`../../dist/${name}`, import.meta.url)),
  sha1: (bytes) => createHash("sha1").update(bytes).digest(),
  sha256: (bytes) => createHash("sha256").update(bytes).digest(),
  certificate: (pem) => new X509Certificate(pem).raw,
  absolutePath: (folder, path) => resolve(folder, path),
  isDirectory: (path) => statSync(path).isDirectory(),
  urlOf: (path) => pathToFileURL(resolve(path)).href,
  signalNumber: (name) => constants.signals[name],

  pathOf(url) {
    try {
      return relative("", fileURLToPath(url));
    } catch {
      return url;
    }
  },
};
