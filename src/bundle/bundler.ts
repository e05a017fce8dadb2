/**
 * Loads esbuild with require: importing a CommonJS package makes Node read it twice, which takes a tenth of a build's
 * time.
 */

import { createRequire } from "node:module";

const esbuild = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");

export const { build, context, formatMessages, transformSync } = esbuild;

/** Resolves to whether esbuild's process has ended. Starts the process if it does not run. */
export function hasEnded(): Promise<boolean> {
  return formatMessages([], { kind: "error" }).then(
    () => false,
    () => true,
  );
}

/**
 * Starts esbuild's process for a command that bundles once and ends: without garbage collection, as esbuild's own
 * command line does, which saves a quarter of the time. It starts once, before the first build.
 */
export function startForOneBuild(): void {
  start("off");
}

/** Starts it for a command that bundles again and again: its heap may grow to five times what it needs, which saves a tenth of the time. */
export function startForManyBuilds(): void {
  start("400");
}

/** `collection`: Go's GOGC, unless the environment has one. */
function start(collection: string): void {
  const { GOGC } = process.env;
  process.env.GOGC = GOGC ?? collection;
  try {
    // Synchronous, although it returns a promise.
    void esbuild.initialize({});
  } finally {
    if (GOGC === undefined) delete process.env.GOGC;
  }
}
