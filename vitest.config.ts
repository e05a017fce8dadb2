import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { withoutWine } from "./src/wslservice/wine.ts";

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
    sequence: { sequencer: SlowOnesFirst },
    // Long proofs print each test as it ends.
    reporters: [mode === "long" ? "verbose" : "default", "./test/support/reporter.ts"],
    ...(includes[mode] === undefined ? { projects } : { include: includes[mode] }),
  },
}));

/** What runs in Windows, or in Wine instead. */
const windows = [
  "test/e2e/!(dll|fuzz-replay|inspect-installed|policies|sanitizers|tool).test.ts",
  "test/wslservice/**/*.test.ts",
  "test/cli/sign.test.ts",
  "test/docs/{debugging-walk,first-windows-run}.test.ts",
];
/** The same; what they set in the registry counts for all plugins of the machine, so nothing else in Windows runs beside them. */
const machineWide = ["test/e2e/{inspect-installed,policies}.test.ts"];
const tool = ["test/e2e/tool.test.ts"];

/** One group after the other. What the tool's long tests leave of the processors is used by those without Windows. */
const projects = [
  { name: "windows", include: windows, sequence: { groupOrder: 0 } },
  { name: "machine", include: machineWide, maxWorkers: 1, sequence: { groupOrder: 1 } },
  { name: "tool", include: tool, sequence: { groupOrder: 2 } },
  {
    name: "others",
    include: ["test/**/*.test.ts"],
    exclude: ["test/long/**", ...windows, ...machineWide, ...tool],
    env: { [withoutWine]: "true" },
    sequence: { groupOrder: 2 },
  },
].map((test) => ({ extends: true as const, test }));

const includes: Readonly<Record<string, string[]>> = {
  long: ["test/long/**/*.test.ts"],
  witness: ["test/runtime/**/*.test.ts"],
};

/**
 * The tests in these folders wait for programs to start. They begin first, and the tool's before them: a long file that
 * began last would leave the other workers idle. Within them vitest decides, by the times of its last run or by the files'
 * sizes.
 */
const slow = [/\/test\/e2e\/tool\.test\.ts$/, /\/test\/(?:cli|docs|e2e)\//];

class SlowOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = slow.findIndex((pattern) => pattern.test(moduleId));
  return place < 0 ? slow.length : place;
}
