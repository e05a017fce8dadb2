/** How a plugin is bundled. */

import type { BuildOptions } from "esbuild";
import { addedGlobals } from "../../bindings/script/added-globals.ts";
import { engineTarget } from "../engine/target.ts";
import { directEvalIsError } from "./direct-eval.ts";

export const pluginBuildOptions = Object.freeze({
  ...engineTarget,
  bundle: true,
  // The host evaluates the file as a module and takes its default export.
  format: "esm",
  // The host is neither a browser nor Node. Packages' browser builds work without Node, so their "browser" fields and
  // conditions apply.
  platform: "browser",
  mainFields: ["browser", "module", "main"],
  conditions: ["browser", "module"],
  // Packages read it to choose between their development and production code.
  define: {
    "process.env.NODE_ENV": '"production"',
    // Code that is added to the script is found this way, too.
    ...Object.fromEntries(addedGlobals.map((name) => [`globalThis.${name}`, name])),
  },
  // The engine reads UTF-8: strings stay readable and are smaller than with escapes.
  charset: "utf8",
  // A file beside the script that the script does not name: the engine does not need it, and our tools find it.
  sourcemap: "external",
  // The licences of bundled packages stay with their code.
  legalComments: "inline",
  // An unused import must not keep its package's code.
  treeShaking: true,
  metafile: true,
  // examine-bundle.ts warns of the other ways to make code from text.
  logOverride: directEvalIsError,
  // The command prints messages itself, and writes only output that it accepts.
  logLevel: "silent",
  write: false,
} as const satisfies BuildOptions);
