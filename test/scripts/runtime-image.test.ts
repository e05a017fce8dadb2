/** The engine's memory as the build prepares it for the DLL. */

import { readFileSync } from "node:fs";
import { CompileFlags, QuickJS } from "quickjs-wasi";
import { expect, test } from "vitest";
import { imageHeader, makeRuntimeImage, type RuntimeImage } from "../../scripts/build/runtime-image.ts";
import { paths } from "../../src/paths.ts";

const wasm = readFileSync(paths.originalEngine);

async function imageOf(script: string): Promise<RuntimeImage> {
  using engine = await QuickJS.create({ wasm });
  return makeRuntimeImage(wasm, engine.compile(script, "runtime.js", 0, CompileFlags.STRIP_SOURCE));
}

test("the prepared memory has no state that each engine must have of its own", async () => {
  const { memory, places } = await imageOf("() => 1");
  const view = new DataView(memory.buffer);
  expect(view.getFloat64(places.timeOrigin, true)).toBe(0);
  expect(view.getBigUint64(places.timeOriginProperty, true)).toBe(0n);
  expect(view.getBigUint64(places.randomState, true)).toBe(0n);
  expect(view.getUint32(places.randomNumber, true)).toBe(0);
  expect(view.getUint32(places.stackGuard, true)).toBe(0);
});

test.each(["Math.random()", "performance.now()", "Date.now()"])(
  "a runtime that keeps %s is no prepared memory",
  async (source) => {
    await expect(imageOf(`globalThis.kept = ${source}; () => 1`)).rejects.toThrow("The engine's memory");
  },
);

test("the header has all of the prepared memory", async () => {
  const image = await imageOf("globalThis.list = [1, 2, 3].map(String); () => list");
  const header = imageHeader(image);
  const [, words = ""] = /Words\[\d+\] = \{([^}]*)\}/.exec(header) ?? [];
  const content = words.match(/0x[0-9a-f]+/g) ?? [];
  const memory = new BigUint64Array(image.memory.length / 8);
  for (const [, address, count, offset] of header.matchAll(/\{(\d+), (\d+), kRuntimeImageWords \+ (\d+)\}/g)) {
    const part = content.slice(Number(offset), Number(offset) + Number(count)).map(BigInt);
    memory.set(part, Number(address) / 8);
  }
  expect(Buffer.from(memory.buffer).equals(image.memory)).toBe(true);
});
