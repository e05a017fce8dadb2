/**
 * Globals that are not part of the runtime: `build` adds them to scripts that use them (src/bundle), so that other
 * scripts load faster.
 */

export { structuredClone } from "./structured-clone.ts";
export { URL, URLSearchParams } from "./url.ts";
