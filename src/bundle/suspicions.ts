/**
 * Whether a script may contain something that examine-bundle.ts reports: a look at its text, in a fraction of the time.
 */

import { missingGlobals } from "../../bindings/script/missing-globals.ts";

/** May be true without need, but is false only if nothing known is in the script. `check` finds unknown names. */
export function isSuspicious(text: string): boolean {
  if (patterns.some((pattern) => pattern.test(text))) return true;
  // esbuild names each source in a comment before its code; a source with `typeof name` expects that the name may be
  // missing.
  return text.split(/^ *\/\/ .*\/.*$/m).some((part) => {
    const names = new Set(part.match(missing));
    return [...names].some((name) => !part.includes(`typeof ${name}`));
  });
}

/** The parameters of every CommonJS module. */
const everywhere = ["exports", "module", "require"];
const names = missingGlobals.map(({ name }) => name).filter((name) => !everywhere.includes(name));

/** Neither members nor keys. */
const missing = new RegExp(`(?<![.\\w$"'-])(?:${names.join("|")})(?![\\w$"'-]| *:)`, "g");

const patterns: readonly RegExp[] = [
  // Code from text, but not the usual way to the global object.
  /\beval\)?\(|\bFunction(?:\.(?:apply|call))?\((?!"return this"\))/,
  /\.(?:toLocale\w+|localeCompare)\([^)]/,
  // Regular expressions with v, or with names of Unicode's properties.
  /\/[dgimsuy]*v[dgimsuy]*[\s.,;)]|\\p\{/i,
  /\.\.\.["'`]/,
];
