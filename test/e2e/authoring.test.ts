/** The steps of a plugin's author, from an empty folder to new code in the DLL. */

import { readFileSync } from "node:fs";
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { linePattern } from "../../src/simulator/scenario/compare-lines.ts";
import { WslService } from "../../src/wslservice/driver.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { prepareWine } from "../../src/wslservice/wine.ts";
import { Author } from "../support/author.ts";

let author: Author;
const installTime = 300_000;

// Downloads what the project depends on, unless npm has it already.
beforeAll(async () => {
  author = await Author.start();
  const packed = await author.pack();
  await author.must(`npx --yes --prefer-offline --package ${packed} wsl-script-host create hello --yes`);
  await author.must("npm install --prefer-offline --no-audit --no-fund", "hello");
}, installTime);

afterAll(() => author[Symbol.asyncDispose]());

const command = join("node_modules", ".bin", "wsl-script-host");

test("a created project checks and tests itself, and shows the veto that README.md shows", async () => {
  const checked = await author.must("npm run --silent check", "hello");
  expect(checked).toContain(
    "types: no errors (tsconfig.json)\nWSL 2.0.0: loads, hooks OnVMStarted, OnDistributionStarted\n",
  );
  const simulated = (await author.must("npm run --silent simulate", "hello")).split("\n");
  const [, veto = ""] = /```text\n(.*?)```/s.exec(readFileSync(join(paths.root, "README.md"), "utf8")) ?? [];
  const lines = veto.trimEnd().split("\n");
  expect(lines.filter((line) => !simulated.some((printed) => linePattern(line).test(printed)))).toEqual([]);
  expect(lines.length).toBeGreaterThan(3);
  expect(await author.must("npm test", "hello")).toMatch(/2 passed/);
});

test("the compiler reports mistakes in a created project", async () => {
  const source = await author.read("hello/src/hello.ts");
  await author.write("hello/src/wrong.ts", source.replace("distribution.name", "distribution.flavour"));
  const { code, output } = await author.run("npx tsc --noEmit", "hello");
  expect(code).not.toBe(0);
  expect(output).toMatch(/src\/wrong\.ts\(11,\d+\): error TS\d+: Property 'flavour' does not exist/);
  await author.write("hello/src/wrong.ts", "export const file: Buffer = process.argv;\n");
  expect((await author.run("npx tsc --noEmit", "hello")).output).toMatch(/Cannot find name 'process'/);
  await author.must("rm src/wrong.ts", "hello");
});

test("a packaged plugin runs in the DLL unchanged", async () => {
  await author.must("npm run package", "hello");
  const packaged = join(author.folder, "hello", "package");
  expect((await readdir(packaged)).sort()).toEqual([
    "SHA256SUMS",
    "hello.dll",
    "hello.js",
    "hello.json",
    "wsl-script-host.exe",
  ]);
  await author.must("sha256sum -c SHA256SUMS", "hello/package");

  await prepareWine();
  await using installed = await PluginFolder.create();
  await cp(packaged, installed.path, { recursive: true });
  await using service = await WslService.start({
    version: "2.4.4",
    plugins: [{ name: "hello", dll: join(installed.path, "hello.dll") }],
  });
  expect(await service.startVm()).toEqual({ ok: true });
  expect(await service.startDistribution({ name: "legacy-1" })).toMatchObject({
    ok: false,
    text: expect.stringContaining("legacy-1 is too old to be used on this machine."),
  });
});

test("dev builds an edit, the next hook in the DLL runs it, and its log names places in the source", async () => {
  await prepareWine();
  await using target = await PluginFolder.create();
  const dll = await target.addDll(
    "hello",
    join(author.folder, "hello/node_modules/wsl-script-host/dist/wsl-script-host.dll"),
  );
  const settings = { hotReload: true, log: { file: target.windowsPath("hello.log") } };
  await target.write("hello.json", JSON.stringify(settings));

  const source = await author.read("hello/src/hello.ts");
  const log = join(target.path, "hello.log");
  const dev = author.begin([command, "dev", "src/hello.ts", "--into", target.path, "--log", log], "hello");
  const built = `build: ${join(target.path, "hello.js")}`;
  await dev.printed(built);

  await using service = await WslService.start({ version: "2.4.4", plugins: [{ name: "hello", dll }] });
  await service.startVm();
  await dev.printed("the kernel is Linux version");

  await author.write("hello/src/hello.ts", source.replace("has started", "is up and running"));
  await dev.printed(built);
  expect(await service.startDistribution({ name: "Debian" })).toEqual({ ok: true });
  await dev.printed("Debian is up and running");

  // A mistake in the types and one at run time: dev shows both, and keeps running.
  await author.write(
    "hello/src/hello.ts",
    source.replace("console.log(distribution.name", "distribution(distribution.name"),
  );
  await dev.printed(built);
  expect(await service.startDistribution({ name: "Ubuntu" })).toMatchObject({ ok: false });
  await dev.printed("error OnDistributionStarted: src/hello.ts:14:");
  await dev.printed("at onDistributionStarted (src/hello.ts:14:");
  await dev.shows("src/hello.ts(14,5): error TS2349");

  await author.write("hello/src/hello.ts", `${source}import "node:fs";\n`);
  await dev.printed(`"node:fs" cannot be imported`);
  await dev.printed("build: failed");
  await author.write("hello/src/hello.ts", source);
  await dev.printed(built);

  expect(await dev.stop("SIGINT")).toBe(130);
  expect((await readdir(target.path)).sort()).toEqual([
    "hello.dll",
    "hello.js",
    "hello.js.map",
    "hello.json",
    "hello.log",
    "hello.schema.json",
  ]);
});
