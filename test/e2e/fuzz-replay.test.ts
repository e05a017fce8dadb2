// Runs the fuzzers of test/fuzz on their committed inputs, which include all that have found a bug. `npm run fuzz`
// searches for more.

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { fuzzerFlags, fuzzTargets } from "../../scripts/fuzz/targets.ts";

describe.runIf(process.platform === "linux")("properties that hold for any input", () => {
  test.each(fuzzTargets())("$name", { timeout: 180_000 }, async ({ program, inputs }) => {
    const files = inputs.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
    expect(files).not.toEqual([]);
    // The output ends with the input that failed, and the reason.
    const { failure, stderr } = await replay(program, files);
    expect(failure, stderr).toBeNull();
    expect(stderr.match(/^Executed /gm)).toHaveLength(files.length);
  });
});

async function replay(program: string, files: readonly string[]): Promise<{ failure: unknown; stderr: string }> {
  return promisify(execFile)(program, [...fuzzerFlags, ...files], { maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stderr }) => ({ failure: null, stderr }),
    ({ code, signal, stderr }) => ({ failure: code ?? signal, stderr }),
  );
}
