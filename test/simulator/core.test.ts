// The simulator's core runs in Node and in browsers: what it needs of either is in src/platform.

import { join } from "node:path";
import { parse } from "acorn";
import { build, type Plugin } from "esbuild";
import { expect, test } from "vitest";
import { freeNamesOf } from "../../src/bundle/free-names.ts";
import { paths } from "../../src/paths.ts";

const source = join(paths.root, "src");

/** In place of Node's own platform, as the playground has it. */
const otherPlatform: Plugin = {
  name: "other-platform",
  setup({ onLoad }) {
    onLoad({ filter: /platform[\\/]node\.ts$/ }, () => ({ contents: "export const platform = {};" }));
  },
};

test("the simulator's core needs nothing of Node", async () => {
  const core = [
    "simulator/simulated-wsl.ts",
    "simulator/scenario/play.ts",
    "engine/quickjs-runtime.ts",
    "bundle/source-places.ts",
  ];
  const contents = core.map((file, index) => `export * as part${index} from "./${file}";`).join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: source },
    bundle: true,
    write: false,
    format: "esm",
    // Node's modules cannot be resolved for browsers, and fail the build.
    platform: "browser",
    logLevel: "silent",
    plugins: [otherPlatform],
  });

  const names = freeNamesOf(parse(outputFiles[0]!.text, { ecmaVersion: "latest", sourceType: "module" }));
  const ofNode = ["Buffer", "process", "global", "require", "module", "setImmediate", "__dirname", "__filename"];
  expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(["WebAssembly", "crypto"]));
  expect(names.filter(({ name }) => ofNode.includes(name))).toEqual([]);
});
