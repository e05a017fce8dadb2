/** How a plugin is bundled. */

import type { BuildOptions } from "esbuild";
import { engineTarget } from "../engine/target.ts";
import { directEvalIsError } from "./direct-eval.ts";

export const pluginBuildOptions = Object.freeze({
  ...engineTarget,
  bundle: true,
  // The host evaluates the file as a module and takes its default export.
  format: "esm",
  // There is neither a browser nor Node, and packages' code for browsers is the one that does without Node: their "browser" fields
  // and conditions count, as in other such places.
  platform: "browser",
  mainFields: ["browser", "module", "main"],
  conditions: ["browser", "module"],
  // Packages ask for it to choose between their development and production code.
  define: {
    "process.env.NODE_ENV": '"production"',
    // What is added to the script is found this way, too.
    "globalThis.URL": "URL",
    "globalThis.URLSearchParams": "URLSearchParams",
    "globalThis.structuredClone": "structuredClone",
  },
  // The engine reads UTF-8: readable strings, and smaller than with escapes.
  charset: "utf8",
  // A file beside the script, not named in it: the engine does not look for it, our tools know where it is.
  sourcemap: "external",
  // Licences of bundled packages stay with their code.
  legalComments: "inline",
  // An unused import must not keep a package's code.
  treeShaking: true,
  metafile: true,
  // examine-bundle.ts warns of the other ways to make code of text.
  logOverride: directEvalIsError,
  // The command shows messages itself, and writes only what it accepts.
  logLevel: "silent",
  write: false,
} as const satisfies BuildOptions);
