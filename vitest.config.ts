import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["src/wslservice/wine.ts"],
    // Fixtures that are compiled, not run.
    exclude: ["test/types/fixtures/**", "node_modules/**"],
    // End to end tests start Wine, whose first start in a fresh prefix takes its time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default", "./test/support/reporter.ts"],
  },
});
