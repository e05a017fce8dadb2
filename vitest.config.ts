import { defineConfig } from "vitest/config";

// `npm test`, and with `--mode long` the proofs that `npm run test:long` starts.
export default defineConfig(({ mode }) => ({
  test: {
    include: mode === "long" ? ["test/long/**/*.test.ts"] : ["test/**/*.test.ts"],
    exclude: ["node_modules/**", ...(mode === "long" ? [] : ["test/long/**"])],
    globalSetup: ["src/wslservice/wine.ts"],
    // End to end tests start Wine, whose first start in a fresh prefix takes its time.
    testTimeout: mode === "long" ? 3_600_000 : 60_000,
    hookTimeout: 120_000,
    // One after the other: they measure what they leave behind.
    fileParallelism: mode !== "long",
    reporters: ["default", "./test/support/reporter.ts"],
  },
}));
