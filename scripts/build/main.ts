/**
 * `npm run build`: everything from the checkout to dist/. With `--tests` also the engine that main-linux.ts needs; with
 * `--product` none of the test programs.
 */

import { main } from "../progress.mjs";
import { buildProduct, productTargets } from "./product.ts";

await main(() =>
  buildProduct({
    targets: process.argv.includes("--product") ? productTargets : ["all"],
    forLinux: process.argv.includes("--tests") && process.platform === "linux",
  }),
);
