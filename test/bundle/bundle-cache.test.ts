/** startWsl bundles once for the same contents. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundleWebGlobals } from "../../scripts/build/bundle.ts";
import { bundleOnce } from "../../src/bundle/bundle-cache.ts";
import type { Bundle } from "../../src/bundle/plugin-bundle.ts";

let folder = "";

beforeEach(async () => {
  await bundleWebGlobals();
  folder = mkdtempSync(join(tmpdir(), "wsl-script-host-cache-"));
  write(
    "src/hello.ts",
    `import { part } from "./part.ts";\nimport { text } from "lib";\nexport default [part, text];\n`,
  );
  write("src/part.ts", "export const part = 1;\n");
  write("node_modules/lib/package.json", `{ "main": "a.js" }`);
  write("node_modules/lib/a.js", "exports.text = 'a';\n");
  write("node_modules/lib/b.js", "exports.text = 'b';\n");
  write("package.json", `{ "version": "1.2.3" }`);
  write("tsconfig.json", `{ "extends": ["./base.json"] }`);
  write("base.json", `{ "compilerOptions": {} }`);
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

async function bundle(): Promise<Bundle> {
  const outcome = await bundleOnce({ entry: join(folder, "src/hello.ts"), outfile: "hello.js", minify: false });
  if (!outcome.ok) throw new Error(outcome.errors[0]?.text ?? "");
  return outcome;
}

test("the bundle cache bundles equal contents once, also for concurrent requests", async () => {
  const [first, second] = await Promise.all([bundle(), bundle()]);
  expect(second).toBe(first);
  write("src/part.ts", "export const part = 1;\n");
  expect(await bundle()).toBe(first);
});

test.each([
  ["the plugin", "src/hello.ts", `export default "changed";\n`],
  ["what it imports", "src/part.ts", "export const part = 2;\n"],
  ["a package", "node_modules/lib/a.js", "exports.text = 'changed';\n"],
  ["a package's description", "node_modules/lib/package.json", `{ "main": "b.js" }`],
  ["the plugin's version", "package.json", `{ "version": "1.2.4" }`],
  ["tsconfig.json", "tsconfig.json", `{ "compilerOptions": { "target": "es5" } }`],
  ["what tsconfig.json extends", "base.json", `{ "compilerOptions": { "jsx": "react" } }`],
  ["a tsconfig.json that was not there", "src/tsconfig.json", "{}"],
])("the bundle cache makes another bundle after a change of %s", async (_, file, text) => {
  const before = await bundle();
  write(file, text);
  expect(await bundle()).not.toBe(before);
});

test("the bundle cache tries a source again that could not be bundled", async () => {
  write("src/part.ts", "export const part = ;\n");
  await expect(bundle()).rejects.toThrow();
  write("src/part.ts", "export const part = 3;\n");
  expect(Buffer.from((await bundle()).script).toString()).toContain("part = 3");
});
