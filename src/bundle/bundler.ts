/** esbuild, required: Node reads a whole CommonJS package twice before it imports it, which is a tenth of the time of a build. */

import { createRequire } from "node:module";

const esbuild = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");

export const { build, context, formatMessages, transformSync } = esbuild;

/** Whether esbuild's process has ended. Starts it if it has not run. */
export function hasEnded(): Promise<boolean> {
  return formatMessages([], { kind: "error" }).then(
    () => false,
    () => true,
  );
}

/**
 * Starts esbuild's process for a command that bundles once and ends: it collects no garbage, as esbuild's own command line
 * does not, which takes a quarter of the time. Only the first call counts, and only before the first build.
 */
export function startForOneBuild(): void {
  const { GOGC } = process.env;
  process.env.GOGC = GOGC ?? "off";
  try {
    // At once, although it returns a promise.
    void esbuild.initialize({});
  } finally {
    if (GOGC === undefined) delete process.env.GOGC;
  }
}
