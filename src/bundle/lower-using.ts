/** `using` for the Nodes that lack it. */

import { Script } from "node:vm";
import type { LoweredScript } from "../engine/node-script.ts";
import { engineTarget } from "../engine/target.ts";
import { transformSync } from "./bundler.ts";

/** Whether this Node has it. */
export const nodeHasUsing = parses("{ using nothing = null; }");

function parses(code: string): boolean {
  try {
    new Script(code);
    return true;
  } catch {
    return false;
  }
}

/** A script that was not bundled for Node. One with a syntax error stays as it is. */
export function lowerUsing(source: string, file: string): LoweredScript {
  if (nodeHasUsing || !/\busing\b/.test(source)) return { text: source, map: null };
  try {
    const { code, map } = transformSync(source, {
      target: engineTarget.target,
      supported: { using: false },
      format: "esm",
      charset: "utf8",
      sourcefile: file,
      sourcemap: "external",
      logLevel: "silent",
    });
    return { text: code, map };
  } catch {
    return { text: source, map: null };
  }
}
