/** Explains compiler errors for plugins where the compiler's own advice is misleading. */

import { missingGlobals } from "../../../bindings/script/missing-globals.ts";

/** Lines to show below the compiler's own. */
export function explainTypeError(line: string): string[] {
  const global = /error TS(?:2304|2552|2580|2583|2584|2591|2592|2593): Cannot find name '(\w+)'/.exec(line)?.[1];
  const missing = missingGlobals.find(({ name }) => name === global);
  if (missing !== undefined) return [`  "${missing.name}" is not there in a plugin. ${missing.instead}`];
  const capability = /RequiresCapability<"(\w+)"/.exec(line)?.[1];
  if (capability !== undefined) {
    return [
      `  Write requires: ["${capability}"] in the definition, or put the hook into optional: { ... }, where older WSLs do not call it.`,
    ];
  }
  return [];
}
