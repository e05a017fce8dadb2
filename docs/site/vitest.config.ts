import { defineConfig } from "vitest/config";

// `npm run site:test`. A page that hangs fails; a slow machine does not.
export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    fileParallelism: false,
  },
});
