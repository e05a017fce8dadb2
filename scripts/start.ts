/** `npm start`: plays the example plugin through the life of a VM, and prints what happens. */

import { teardown } from "../test/wslservice/wine.ts";
import { playExample } from "./play-example.ts";
import { main } from "./progress.mjs";

await main(async () => {
  console.log("\ndocs/examples/hello/hello.ts, bundled to hello.js beside hello.dll, in a stand-in for WSL 2.4.4:\n");
  await playExample((line) => console.log(`  ${line}`));
  await teardown();
  console.log("\nEdit the example and run npm start again. README.md tells how to make a plugin of your own.\n");
});
