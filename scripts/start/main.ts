/**
 * `npm start`: builds the product, plays a plugin through the life of a VM, and prints what happens.
 *
 *   npm start                            the example
 *   npm start -- ../hello.ts [2.0.0]     another plugin, and the version of WSL
 */

import { relative, resolve } from "node:path";
import { parseVersion } from "../../bindings/wsl/versions.ts";
import { prepareWine, teardown } from "../../src/wslservice/wine.ts";
import { buildProduct, productTargets } from "../build/product.ts";
import { main, StepError } from "../progress.mjs";
import { helloExample, playPlugin } from "./play-plugin.ts";

await main(async () => {
  const [source = helloExample, version = "2.4.4"] = process.argv.slice(2);
  checkVersion(version);
  const file = relative("", source);
  // A new prefix takes Wine ten seconds, in which it leaves the processors to the compilers.
  const wine = Promise.allSettled([prepareWine()]);
  try {
    await buildProduct({ targets: productTargets, forLinux: false });
    await wine;
    console.log(`\n${file}, bundled and put beside the DLL, in a stand-in for WSL ${version}:\n`);
    await playPlugin(resolve(source), version, (line) => console.log(`  ${line.replaceAll("\n", "\n    ")}`));
  } finally {
    await wine;
    await teardown();
  }
  console.log(`\nEdit ${file} and run the same again. README.md shows how to make a plugin of your own.\n`);
});

function checkVersion(version: string): void {
  try {
    parseVersion(version);
  } catch (error) {
    throw new StepError((error as Error).message);
  }
}
