/** What `build` adds to scripts, in the engine, against what Node says. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addedGlobals } from "../../bindings/script/added-globals.ts";
import { webGlobals } from "../../bindings/script/web.ts";
import { bundleWebGlobals } from "../../scripts/build/bundle.ts";
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";
import { bundledRuntime } from "../support/bundles.ts";

let folder = "";

beforeAll(async () => {
  await bundledRuntime();
  await bundleWebGlobals();
  folder = mkdtempSync(join(tmpdir(), "wsl-script-host-web-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What the body logs in a hook; in Node the same body runs with a console of its own. */
async function both(body: string): Promise<readonly [plugin: readonly string[], node: readonly string[]]> {
  const file = join(folder, "plugin.ts");
  const whole = `const say = (...values) => console.log(values.map(String).join(" ")); ${body}`;
  writeFileSync(file, `// @ts-nocheck\nexport default definePlugin({ onVmStarted() { ${whole} } });\n`);
  await using wsl = await startWsl({ plugin: file });
  expect(await wsl.startVm()).toEqual({ ok: true });
  const lines: string[] = [];
  new Function("console", whole)({ log: (...values: unknown[]) => lines.push(values.join(" ")) });
  return [wsl.printed, lines];
}

test("src/web has the code of every global that is described as added, and of no other", async () => {
  const code = await import(pathToFileURL(paths.webGlobals).href);
  expect(Object.keys(code).sort()).toEqual([...addedGlobals].sort());
  const described = webGlobals.map(({ name }) => name).filter((name) => name !== "crypto");
  expect(described.sort()).toEqual([...addedGlobals].sort());
});

const addresses = [
  ["https://user:secret@Example.org:443/a/../b;c?x=1&x=2#top"],
  ["http://example.org:8080"],
  ["file:///C:/Users/%41"],
  ["../up?q", "https://example.org/a/b/c"],
  ["//host/path", "https://example.org"],
  ["mailto:a@b"],
  ["http://[::1]:80/"],
  ["http://0x7f.1/"],
  ["https://b\u00fccher.example/\u00fc"],
  ["http://a b/"],
  ["example.org"],
  ["http://example.org:99999/"],
];

test.each(addresses)("URL reads %s as Node does", async (...parts) => {
  const members = "href origin protocol username password host hostname port pathname search hash".split(" ");
  const [plugin, node] = await both(`
    try {
      const url = new URL(...${JSON.stringify(parts)});
      say(${JSON.stringify(members)}.map((name) => url[name]).join(" | "), [...url.searchParams].join());
    } catch (error) { say(error.name); }
    say(URL.canParse(...${JSON.stringify(parts)}));
  `);
  expect(plugin).toEqual(node);
});

test("URLSearchParams changes the address that it belongs to, as in Node", async () => {
  const [plugin, node] = await both(`
    const url = new URL("https://example.org/?b=1&a=2&a=3");
    url.searchParams.append("c", "x y&z");
    url.searchParams.delete("a", "3");
    url.searchParams.sort();
    say(url.href, url.searchParams.size, url.searchParams.getAll("a").join(), url.searchParams.has("b"));
    url.pathname = "/new path"; url.port = "81"; url.hash = "";
    say(url.toString(), JSON.stringify({ url }), url instanceof URL, URL.name);
    say(new URLSearchParams({ a: "1", b: "\u00e4" }).toString(), [...new URLSearchParams([["k", "v"]]).keys()].join());
  `);
  expect(plugin).toEqual(node);
});

describe("structuredClone", () => {
  test.each([
    [
      "plain data with a circle",
      "const a = { list: [1, , 3], text: 'x', big: 1n, none: undefined }; a.self = a;",
      "copy.self === copy, copy !== value, 1 in copy.list, copy.big, copy.text",
    ],
    [
      "maps and sets",
      "const a = new Map([[{ k: 1 }, new Set([1, 'b'])]]);",
      "copy.size, [...copy.keys()][0].k, [...[...copy.values()][0]].join()",
    ],
    [
      "dates, regular expressions, boxed values",
      "const a = [new Date(5), /a+/gi, Object(1), Object('t'), Object(true), Object(2n)];",
      "copy[0].getTime(), String(copy[1]), copy.slice(2).map((one) => typeof one + one.valueOf()).join()",
    ],
    [
      "views of one buffer",
      "const b = new ArrayBuffer(8); const a = [new Uint8Array(b, 2, 3), new DataView(b, 1), b];",
      "copy[0].buffer === copy[2], copy[0].byteOffset, copy[0].length, copy[1].byteLength, copy[2] !== value[2]",
    ],
    [
      "errors with a cause",
      "const a = new RangeError('r', { cause: new TypeError('t') });",
      "copy instanceof RangeError, copy.message, copy.cause instanceof TypeError, copy.cause.message",
    ],
    [
      "objects of classes, as plain ones",
      "class A { x = 1; get y() { return 2; } } const a = new A();",
      "copy.constructor === Object, copy.x, copy.y",
    ],
  ])("copies %s as Node does", async (_, setup, result) => {
    const [plugin, node] = await both(`${setup} const value = a; const copy = structuredClone(value); say(${result});`);
    expect(plugin).toEqual(node);
  });

  test.each(["() => 1", "Symbol()", "new WeakMap()", "Promise.resolve()", "{ deep: [() => 1] }"])(
    "refuses %s as Node does",
    async (value) => {
      const [plugin, node] = await both(
        `try { structuredClone(${value}); } catch (error) { say(error.name, error instanceof DOMException); }`,
      );
      expect(plugin).toEqual(node);
      expect(plugin).toEqual(["DataCloneError true"]);
    },
  );

  test("detaches the transferred buffers, unless it fails", async () => {
    const [plugin, node] = await both(`
      const buffer = new ArrayBuffer(4);
      try { structuredClone([buffer, () => 1], { transfer: [buffer] }); } catch {}
      say(buffer.byteLength);
      const copy = structuredClone(buffer, { transfer: [buffer] });
      say(buffer.byteLength, copy.byteLength);
    `);
    expect(plugin).toEqual(node);
  });
});

test("crypto fills the kinds of arrays that the standard allows, and rejects others as Node does", async () => {
  const [plugin, node] = await both(`
    const filled = crypto.getRandomValues(new Uint32Array(600));
    say(filled.length, new Set(filled).size > 590);
    say(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
    for (const wrong of [new Float32Array(1), new Uint8Array(65_537)]) {
      try { crypto.getRandomValues(wrong); } catch (error) { say(error.name); }
    }
  `);
  expect(plugin).toEqual(node);
});

test("a script that uses none of the added globals contains none of them", async () => {
  const file = join(folder, "small.ts");
  writeFileSync(
    file,
    "export default definePlugin({ onVmStarted() { console.log('URL' in globalThis, typeof URLs); } });\ndeclare const URLs: unknown;\n",
  );
  await using wsl = await startWsl({ plugin: file });
  await wsl.startVm();
  expect(wsl.printed).toEqual(["false undefined"]);
});
