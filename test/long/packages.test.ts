// Well-known packages, built into plugins: in the DLL and in the simulator their output is the same as in Node, and
// building them takes hardly longer than esbuild alone.

import { execFile, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { version } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pluginBuildOptions } from "../../src/bundle/esbuild-options.ts";
import { examineBundle } from "../../src/bundle/examine-bundle.ts";
import { bundlePlugin } from "../../src/bundle/plugin-bundle.ts";
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { reportFigure, reportTable } from "../support/figures.ts";
import { impossible, samples } from "./packages/samples.js";

const execute = promisify(execFile);
const source = join(paths.root, "test", "long", "packages");
const folder = join(paths.build, "packages");
const modules = join(folder, "node_modules");

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(source, file), join(folder, file));
  await execute("npm", ["ci", "--prefer-offline", "--ignore-scripts"], { cwd: folder });
});

/** Each package with its version and its result. */
const tried: [name: string, version: string, outcome: string][] = [];

afterAll(() => {
  const rows = tried.toSorted(([one], [other]) => (one < other ? -1 : 1));
  reportTable({ page: "language", place: "packages", head: ["package", "version", "outcome"], rows });
});

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
}

/** A plugin that logs what the sample says, as JSON. Returns its file. */
function writePlugin(name: string, sample: string): string {
  const base = join(folder, name.replace(/\W/g, "-"));
  writeFileSync(`${base}.sample.js`, sample);
  writeFileSync(
    `${base}.ts`,
    `// @ts-nocheck\nimport sample from "./${name.replace(/\W/g, "-")}.sample.js";\n` +
      "export default definePlugin({ async onVmStarted() { await sample((...values) => console.log(JSON.stringify(values))); } });\n",
  );
  return `${base}.ts`;
}

/** The same in Node, in a separate process: some packages depend on what they find there. */
async function inNode(file: string): Promise<string[]> {
  const run = `import sample from ${JSON.stringify(file.replace(/ts$/, "sample.js"))}; await sample((...values) => console.log(JSON.stringify(values)));`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", run], { cwd: folder });
  return stdout.trimEnd().split("\n");
}

test.each(Object.entries(samples))("%s prints the same in the DLL, the simulator and Node", async (name, sample) => {
  const file = writePlugin(name, sample);
  const expected = await inNode(file);
  await using wsl = await startWsl({ plugin: file });
  expect(await wsl.startVm()).toEqual({ ok: true });
  expect(wsl.printed).toEqual(expected);

  const bundle = await bundlePlugin({ entry: file, outfile: "plugin.js", minify: false });
  if (!bundle.ok) throw new Error(bundle.errors.map(({ text }) => text).join("\n"));
  await using dll = await DllPlugin.start({ script: Buffer.from(bundle.script).toString() });
  expect(await dll.service.startVm()).toEqual({ ok: true });
  expect(await dll.printed()).toEqual(expected);
  tried.push([name, versionOf(name), "built; DLL and simulator print what Node prints"]);
});

test.each(Object.entries(impossible))("build warns that %s makes code from text", async (name, sample) => {
  const bundle = await bundlePlugin({ entry: writePlugin(name, sample), outfile: "plugin.js", minify: false });
  if (!bundle.ok) throw new Error(bundle.errors.map(({ text }) => text).join("\n"));
  const { warnings } = await examineBundle(bundle);
  expect(warnings.map(({ text }) => text)).toContainEqual(expect.stringMatching(/makes code from text/));
  expect(readFileSync(join(paths.root, "docs", "language.md"), "utf8")).toMatch(new RegExp(`\\b${name}\\b`, "i"));
  tried.push([name, versionOf(name), "makes code from text, and `build` says so"]);
});

test("build takes at most one and a half times as long as esbuild's command line with the same options", () => {
  const plugin = join(folder, "two.ts");
  writeFileSync(
    plugin,
    `import { format } from "date-fns";\nimport { chunk } from "lodash-es";\nexport default definePlugin({ onLoad() { console.log(format(0, "yyyy"), chunk([1], 1)); } });\n`,
  );
  expect(versionOf("esbuild")).toBe(version);
  const outfile = join(folder, "two.js");
  // Its program is JavaScript that starts the native one, as it stays on Windows; elsewhere esbuild's own installation replaces it.
  const program = join(modules, "esbuild", "bin", "esbuild");
  const esbuild = [process.execPath, program, plugin, ...sameOptions(), `--outfile=${outfile}`];
  const ours = [process.execPath, paths.cli, "build", plugin, "--outfile", outfile];
  const times = Array.from({ length: 5 }, () => [timeOf(esbuild), timeOf(ours)] as const);
  const best = (index: 0 | 1) => Math.min(...times.map((pair) => pair[index]));
  reportFigure("packages", `date-fns and lodash-es: build ${best(1)} ms, esbuild ${best(0)} ms (best of five)`);
  expect(best(1)).toBeLessThanOrEqual(1.5 * best(0));
});

/** Those of `build`, as esbuild's command line takes them. */
function sameOptions(): string[] {
  const { bundle, format, platform, target, charset, sourcemap, legalComments, mainFields, conditions, define } =
    pluginBuildOptions;
  return [
    ...(bundle ? ["--bundle"] : []),
    `--format=${format}`,
    `--platform=${platform}`,
    `--target=${target}`,
    `--charset=${charset}`,
    `--sourcemap=${sourcemap}`,
    `--legal-comments=${legalComments}`,
    `--main-fields=${mainFields.join(",")}`,
    `--conditions=${conditions.join(",")}`,
    ...Object.entries(define).map(([name, value]) => `--define:${name}=${value}`),
    `--inject:${paths.webGlobals}`,
    `--metafile=${join(folder, "two.json")}`,
    "--log-level=error",
  ];
}

function timeOf([program = "", ...args]: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return Math.round(performance.now() - start);
}
