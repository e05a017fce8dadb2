// The quick checks for reproducible builds; test/long/reproducible.test.ts builds twice from scratch.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { copyCheckout, hashesIn } from "../support/checkout-copy.ts";

const execute = promisify(execFile);
let copy = "";

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), "wsl-script-host-again-"));
  await copyCheckout(copy, "linked");
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

test("the DLL contains no time, and no folder of the machine that built it", () => {
  const bytes = readFileSync(paths.dll);
  const timeOfHeader = bytes.readUInt32LE(bytes.readUInt32LE(0x3c) + 8);
  expect(timeOfHeader).toBe(0);
  for (const encoding of ["utf8", "utf16le"] as const) {
    expect(bytes.includes(Buffer.from("wsl-script-host", encoding)), encoding).toBe(true);
    for (const folder of [paths.root, tmpdir(), "/usr/lib/gcc", "/usr/x86_64-w64-mingw32"]) {
      expect(bytes.includes(Buffer.from(folder, encoding)), `${folder} in ${encoding}`).toBe(false);
    }
  }
});

test("bundles are identical in another folder, locale and time zone, and with one processor", async () => {
  const script = `
    import { bundleCli, bundleEntry, bundleForNode, bundleRuntime, bundleTesting, bundleWebGlobals } from "./scripts/build/bundle.ts";
    await bundleRuntime();
    for (const bundle of [bundleCli, bundleEntry, bundleForNode, bundleTesting, bundleWebGlobals]) await bundle();`;
  const env = { ...process.env, TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8", GOMAXPROCS: "1" };
  await execute(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], { cwd: copy, env });
  const bundles = hashesIn(join(copy, "dist"));
  expect(Object.keys(bundles)).toEqual(
    expect.arrayContaining([
      "cli/main.js",
      "index.js",
      "node-realm.js",
      "node-runtime.js",
      "runtime.bytecode",
      "testing/index.js",
      "web/url.js",
    ]),
  );
  expect(hashesIn(paths.dist)).toMatchObject(bundles);
});
