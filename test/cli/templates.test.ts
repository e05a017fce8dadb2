// Every template of `create`, in a project of an author's: it builds, its types are right, its scenario can be played, and its tests pass.

import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { Author } from "../support/author.ts";
import { cli, read, useCli } from "../support/cli.ts";

useCli();

const templates = readdirSync(join(paths.root, "docs", "examples"), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

test("create --help lists the templates with their purpose", async () => {
  const { stdout } = await cli("create", "--help");
  const listed = [...stdout.matchAll(/^ {2}([a-z-]+) +([A-Z].*\.)$/gm)].map(([, name]) => name);
  expect(listed).toEqual(templates);
});

test("create refuses an unknown template, and lists the existing ones", async () => {
  const { code, stderr } = await cli("create", "hello", "--template", "helo");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^There is no template "helo"\. The templates are:\n/);
  expect(stderr).toMatch(/^ {2}starter +Logs the kernel's version/m);
});

test("a template's README becomes the project's, under the plugin's name", async () => {
  await cli("create", "limits", "--template", "vm-sysctl");
  const readme = read("limits/README.md");
  expect(readme).toMatch(/^# limits\n\nSets parameters of Linux's kernel/);
  expect(readme).toContain("in `limits.json`");
  expect(readme).toContain("](node_modules/wsl-script-host/docs/settings.md)");
  expect(readme).toContain("npm run check");
});

test("every template is a plugin that builds, can be simulated, and passes its tests", {
  timeout: 300_000,
}, async () => {
  await using author = await Author.start();
  const run = (command: string) => author.must(`node ${command}`);
  const [first = "", ...others] = templates;
  await run(`${paths.cli} create . --name our-${first} --template ${first}`);
  for (const template of others) await run(`${paths.cli} add our-${template} --template ${template}`);
  installPackages(join(author.folder, "node_modules"), "typescript", "vitest", "@types/node");

  expect(JSON.parse(await run(`${paths.cli} build --json`)).plugins).toHaveLength(templates.length);
  // One of them: the compiler looks at all.
  await run(`${paths.cli} check src/our-audit.ts`);
  await run("node_modules/typescript/bin/tsc -p test");
  const simulated = await run(`${paths.cli} simulate`);
  expect(simulated.match(/^plugin our-.*: loaded, hooks /gm)).toHaveLength(templates.length);
  // Each has a test. One that only waits for the processor does not fail.
  const options = "--no-isolate --maxWorkers=1 --testTimeout=240000 --reporter=json --outputFile=tests.json";
  await run(`node_modules/vitest/vitest.mjs run ${options}`);
  const { testResults } = JSON.parse(await author.read("tests.json")) as { testResults: TestFile[] };
  expect(testResults).toHaveLength(templates.length);
  expect(testResults.filter(({ assertionResults }) => assertionResults.length === 0)).toEqual([]);
});

interface TestFile {
  readonly assertionResults: readonly object[];
}

/** What npm would install, and this package. */
function installPackages(modules: string, ...names: string[]): void {
  mkdirSync(join(modules, "@types"), { recursive: true });
  symlinkSync(paths.root, join(modules, "wsl-script-host"));
  for (const name of names) symlinkSync(join(paths.root, "node_modules", name), join(modules, name));
}
