import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where the runtime's tests find their engine, and where other engines are. */
const engineFile = /^(?:\.\.\/)+support\/engine\.ts$/;
const witnessFile = fileURLToPath(new URL("test/support/witness-engine.ts", import.meta.url));

// `npm test`; with `--mode long` the proofs that `npm run test:long` starts; with `--mode witness` the runtime's tests in
// another engine.
export default defineConfig(({ mode }) => ({
  resolve: { alias: mode === "witness" ? [{ find: engineFile, replacement: witnessFile }] : [] },
  test: {
    // It imports JSON in a way that Node refuses.
    server: { deps: { inline: [/@actions\//] } },
    globalSetup: mode === "witness" ? [] : ["src/wslservice/wine.ts"],
    // End to end tests start Wine, whose first start in a fresh prefix takes its time.
    testTimeout: mode === "long" ? 3_600_000 : 60_000,
    hookTimeout: 120_000,
    // A process for each file costs more than many files' tests do.
    isolate: mode === "long",
    // Most of the time goes by waiting for Wine and for other programs to start.
    maxWorkers: mode === "long" ? 1 : availableParallelism() + 1,
    sequence: { sequencer: SlowFoldersFirst },
    // Long proofs print each test as it ends.
    reporters: [mode === "long" ? "verbose" : "default", "./test/support/reporter.ts"],
    ...(includes[mode] === undefined ? { projects } : { include: includes[mode] }),
  },
}));

/** What they set in Windows' registry counts for all plugins of the machine. */
const machineWide = ["test/e2e/tool.test.ts", "test/e2e/inspect-installed.test.ts", "test/e2e/policies.test.ts"];

/** The tests that share a machine run first; each of the others has it to itself. */
const projects = [
  {
    extends: true as const,
    test: {
      name: "shared",
      include: ["test/**/*.test.ts"],
      exclude: ["node_modules/**", "test/long/**", ...machineWide],
      sequence: { groupOrder: 0 },
    },
  },
  {
    extends: true as const,
    test: { name: "machine", include: machineWide, maxWorkers: 1, sequence: { groupOrder: 1 } },
  },
];

const includes: Readonly<Record<string, string[]>> = {
  long: ["test/long/**/*.test.ts"],
  witness: ["test/runtime/**/*.test.ts"],
};

/**
 * The tests in these folders wait for programs to start. They begin first: a long file that began last would leave the other
 * workers idle. Within them vitest decides, by the times of its last run or by the files' sizes.
 */
const slowFolder = /\/test\/(?:cli|docs|e2e)\//;

class SlowFoldersFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => Number(isSlow(other)) - Number(isSlow(one)));
  }
}

function isSlow({ moduleId }: TestSpecification): boolean {
  return slowFolder.test(moduleId);
}
