// `npm run coverage` in a project that `create` has made.

import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { bundleTesting } from "../../scripts/build/bundle.ts";
import { paths } from "../../src/paths.ts";
import { cli, folder, read, useCli, write } from "../support/cli.ts";

useCli();
beforeAll(bundleTesting);

const source = `interface Rule {
  readonly prefix: string;
}

const rules: Rule[] = [{ prefix: "legacy-" }];

function neverCalled(): void {
  console.log("never");
}

export default definePlugin({
  onDistributionStarted(_session, { name }) {
    if (rules.some(({ prefix }) => name.startsWith(prefix))) {
      throw new PluginError(name);
    }
    console.log(name);
  },

  onVmStopping() {
    neverCalled();
  },
});
`;

const tests = `import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test.each([undefined, "quickjs"] as const)("in engine %s", async (engine) => {
  await using wsl = await startWsl({ plugin: "src/hello.ts", ...(engine && { engine }) });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
});
`;

test("coverage shows which lines of the plugin's TypeScript no test reaches", async () => {
  expect((await cli("create", "hello", "--yes")).code).toBe(0);
  const project = join(folder(), "hello");
  linkPackages(join(project, "node_modules"));
  write("hello/src/hello.ts", source);
  write("hello/test/hello.test.ts", tests);
  const { scripts } = JSON.parse(read("hello/package.json"));
  expect(scripts.coverage).toBe("vitest run --coverage");
  const vitest = join(paths.root, "node_modules", "vitest", "vitest.mjs");
  await promisify(execFile)(process.execPath, [vitest, "run", "--coverage", "--coverage.reporter=json"], {
    cwd: project,
    env: { ...process.env, VITEST: undefined, VITEST_POOL_ID: undefined, VITEST_WORKER_ID: undefined },
  });
  expect(read("hello/.gitignore").split("\n")).toContain("coverage/");
  const report = JSON.parse(read("hello/coverage/coverage-final.json"));
  expect(Object.keys(report)).toEqual([join(project, "src", "hello.ts")]);
  expect(missedLines(Object.values<FileCoverage>(report)[0]!)).toEqual([8, 14, 20]);
});

interface FileCoverage {
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>;
  readonly s: Readonly<Record<string, number>>;
}

function missedLines({ statementMap, s }: FileCoverage): number[] {
  const missed = Object.keys(s).filter((id) => s[id] === 0);
  return missed.map((id) => statementMap[id]?.start.line ?? 0).sort((one, other) => one - other);
}

/** What npm would install. */
function linkPackages(modules: string): void {
  mkdirSync(join(modules, "@vitest"), { recursive: true });
  for (const name of ["vitest", "@vitest/coverage-v8"])
    symlinkSync(join(paths.root, "node_modules", name), join(modules, name));
  symlinkSync(paths.root, join(modules, "wsl-script-host"));
}
