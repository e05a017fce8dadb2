/**
 * Globals that are no part of the runtime: `build` adds them to scripts that use them (src/bundle), so that no other script pays
 * for them at load.
 */

export { structuredClone } from "./structured-clone.ts";
export { URL, URLSearchParams } from "./url.ts";
