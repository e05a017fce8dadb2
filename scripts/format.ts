/** `npm run format`: lays out all files that people write. */

import { cppSources } from "./cpp-sources.ts";
import { paths } from "./paths.ts";
import { main, run, step } from "./progress.mjs";

await main(async () => {
  await step("TypeScript and JSON", () =>
    run(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "check", "--write", "--colors=off"], {
      cwd: paths.root,
    }),
  );
  await step("C++", () => run("clang-format", ["-i", ...cppSources()], { cwd: paths.root }));
});
