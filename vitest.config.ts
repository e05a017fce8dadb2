import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where the runtime's tests find their engine, and where other engines are. */
const engineFile = /^(?:\.\.\/)+support\/engine\.ts$/;
const witnessFile = fileURLToPath(new URL("test/support/witness-engine.ts", import.meta.url));

// `npm test`; with `--mode long` the proofs that `npm run test:long` starts; with `--mode witness` the runtime's tests in
// another engine.
export default defineConfig(({ mode }) => ({
  resolve: { alias: mode === "witness" ? [{ find: engineFile, replacement: witnessFile }] : [] },
  test: {
    include: includes[mode] ?? ["test/**/*.test.ts"],
    exclude: ["node_modules/**", ...(mode === "long" ? [] : ["test/long/**"])],
    globalSetup: mode === "witness" ? [] : ["src/wslservice/wine.ts"],
    // End to end tests start Wine, whose first start in a fresh prefix takes its time.
    testTimeout: mode === "long" ? 3_600_000 : 60_000,
    hookTimeout: 120_000,
    // One after the other: they measure what they leave behind.
    fileParallelism: mode !== "long",
    reporters: ["default", "./test/support/reporter.ts"],
  },
}));

const includes: Readonly<Record<string, string[]>> = {
  long: ["test/long/**/*.test.ts"],
  witness: ["test/runtime/**/*.test.ts"],
};
