/** esbuild, required: Node reads a whole CommonJS package twice before it imports it, which is a tenth of the time of a build. */

import { createRequire } from "node:module";

export const { build, context, formatMessages } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
