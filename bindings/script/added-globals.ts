import { freeze } from "../model/freeze.ts";

/** Globals that `build` adds to scripts that use them; src/web has their code. They are described in web.ts. */
export const addedGlobals = freeze(["URL", "URLSearchParams", "structuredClone"] as const);
