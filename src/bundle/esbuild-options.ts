/** How a plugin is bundled. */

import type { BuildOptions } from "esbuild";
import { engineTarget } from "../engine/target.ts";

export const pluginBuildOptions = Object.freeze({
  ...engineTarget,
  bundle: true,
  // The host evaluates the file as a module and takes its default export.
  format: "esm",
  // Neither Node's nor a browser's globals and modules are there.
  platform: "neutral",
  // "neutral" knows no such fields, and many packages say only there where their code is.
  mainFields: ["module", "main"],
  // Packages ask for it to choose between their development and production code.
  define: { "process.env.NODE_ENV": '"production"' },
  // The engine reads UTF-8: readable strings, and smaller than with escapes.
  charset: "utf8",
  // A file beside the script, not named in it: the engine does not look for it, our tools know where it is.
  sourcemap: "external",
  // Licences of bundled packages stay with their code.
  legalComments: "inline",
  // An unused import must not keep a package's code.
  treeShaking: true,
  metafile: true,
  // The command shows messages itself, and writes only what it accepts.
  logLevel: "silent",
  write: false,
} as const satisfies BuildOptions);
