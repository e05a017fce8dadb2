// The package as npm packs it: the simulator works where it is installed, and entries without code say so.

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imageHeader, makeRuntimeImage } from "../../scripts/build/runtime-image.ts";
import { paths } from "../../src/paths.ts";

const run = promisify(execFile);
let project = "";

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "wsl-package-"));
  const options = ["pack", "--ignore-scripts", "--json", "--pack-destination", project];
  const { stdout } = await run("npm", options, { cwd: paths.root });
  const [{ filename }] = JSON.parse(stdout);
  const modules = join(project, "node_modules");
  mkdirSync(join(modules, "wsl-script-host"), { recursive: true });
  const target = ["-C", join(modules, "wsl-script-host"), "--strip-components=1"];
  await run("tar", ["-xzf", join(project, filename), ...target]);
  // The dependencies that npm would install with it.
  const { dependencies } = JSON.parse(readFileSync(join(paths.root, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(paths.root, "node_modules", name), join(modules, name));
  }
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test("a plugin in TypeScript runs in the packed simulator", async () => {
  writeFileSync(
    join(project, "plugin.ts"),
    `export default definePlugin({ permissions: "all", onVmStarted(session) { console.log(ExecuteBinary(session, "/a").text()); } });`,
  );
  writeFileSync(
    join(project, "use.mjs"),
    `import { startWsl } from "wsl-script-host/testing";
     const wsl = await startWsl({ plugin: "plugin.ts", processes: { "/a": "answered" } });
     console.log(JSON.stringify([await wsl.startVm(), wsl.printed]));`,
  );
  const { stdout } = await run(process.execPath, ["use.mjs"], { cwd: project });
  expect(JSON.parse(stdout)).toEqual([{ ok: true }, ["answered"]]);
});

test("the packed package's types need no other package", async () => {
  writeFileSync(
    join(project, "use.ts"),
    `import { type Outcome, startWsl } from "wsl-script-host/testing";
     const wsl = await startWsl({ plugin: { script: "" }, processes: { "/a": ({ args }) => args.join() } });
     const outcome: Outcome = await wsl.startDistribution("Debian");
     if (!outcome.ok) outcome.text.trim();
     // @ts-expect-error There is no such option.
     await startWsl({ plugn: "" });
     // @ts-expect-error Nor such an answer.
     await startWsl({ processes: { "/a": 1 } });
     export const lines: string[] = wsl.printed;`,
  );
  const options = { strict: true, noEmit: true, target: "es2022", module: "nodenext", types: [], skipLibCheck: false };
  const tsconfig = { compilerOptions: { ...options, lib: ["es2023", "esnext.disposable"] }, files: ["use.ts"] };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(tsconfig));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  const compiler = join(paths.root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = await run(process.execPath, [compiler, "-p", project]).catch((error) => error);
  expect(stdout).toBe("");
});

test("each entry of the packed package has one file of declarations", () => {
  const installed = join(project, "node_modules", "wsl-script-host");
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const declared = Object.values<{ types?: string }>(exports).flatMap(({ types }) => types ?? []);
  const packed = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" });
  expect(packed.filter((file) => file.endsWith(".d.ts")).map((file) => `./dist/${file}`)).toEqual(declared.sort());
  expect(declared).toHaveLength(2);
});

test("importing the package by its name alone fails in Node, and names the right import", async () => {
  const { stderr } = await run(process.execPath, ["--input-type=module", "--eval", 'import "wsl-script-host"'], {
    cwd: project,
  }).catch((error) => error);
  expect(stderr).toContain('Error: "wsl-script-host" exports nothing.');
  expect(stderr).toContain('"types": ["wsl-script-host"]');
  expect(stderr).toContain('import { startWsl } from "wsl-script-host/testing"');
});

test("build refuses a plugin that imports the installed package", async () => {
  writeFileSync(join(project, "imports.ts"), 'import "wsl-script-host";\nexport default definePlugin({});\n');
  const tool = join(project, "node_modules", "wsl-script-host", "dist", "cli", "main.js");
  const { code, stderr } = await run(process.execPath, [tool, "build", "imports.ts"], { cwd: project }).catch(
    (error) => error,
  );
  expect(stderr).toContain('"wsl-script-host" cannot be imported: its declarations are global');
  expect(code).toBe(1);
});

test("the packed package has the schema of scenarios, and the DLL's runtime", () => {
  const inside = (name: string) => readFileSync(join(project, "node_modules", "wsl-script-host", "dist", name));
  expect(JSON.parse(inside("scenario.schema.json").toString()).title).toContain("scenario");
  const image = makeRuntimeImage(readFileSync(paths.originalEngine), inside("runtime.bytecode"));
  expect(readFileSync(paths.runtimeHeader, "utf8")).toBe(imageHeader(image));
});
