// The runtime's entry: C++ calls `start` once, before it evaluates the script. The build evaluates this file, and embeds
// the engine's memory after that in the DLL (scripts/build/runtime-image.ts).

import { prepareRuntime } from "./prepare.ts";

export const start = prepareRuntime();
