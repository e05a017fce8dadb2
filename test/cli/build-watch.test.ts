/** What `dev` builds, and when. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchBuild } from "../../src/cli/build/build-watch.ts";

test("an edited script is in its place while the report on the previous one goes on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wsl-build-watch-"));
  const request = { entry: join(folder, "hello.ts"), outfile: join(folder, "hello.js"), minify: false };
  const save = (text: string) => writeFileSync(request.entry, `export default definePlugin({ version: "${text}" });\n`);
  let endReport = () => {};
  const report = new Promise<void>((resolve) => {
    endReport = resolve;
  });
  save("one");
  let reports = 0;
  const builds = await watchBuild(request, () => {
    reports += 1;
    return report;
  });
  try {
    await expect.poll(() => reports, { timeout: 60_000 }).toBe(1);
    save("two");
    await expect.poll(() => readFileSync(request.outfile, "utf8"), { timeout: 60_000 }).toContain(`"two"`);
    expect(reports).toBe(1);
  } finally {
    endReport();
    await builds.stop();
    rmSync(folder, { recursive: true });
  }
  expect(reports).toBe(2);
});
