/** `npm run format`: lays out all files that people write. */

import { paths } from "../../src/paths.ts";
import { main, run, step } from "../progress.mjs";
import { cppSources } from "./cpp-sources.ts";

await main(async () => {
  await step("TypeScript and JSON", () =>
    run(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "check", "--write", "--colors=off"], {
      cwd: paths.root,
    }),
  );
  await step("C++", () => run("clang-format", ["-i", ...cppSources()], { cwd: paths.root }));
});
