/** `npm run check`: types, lint, unused code, layout, whether the generated files are up to date, and the package. Runs all, then reports what failed. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { declareTesting } from "../build/testing-types.ts";
import { main, run, StepError, step } from "../progress.mjs";
import { cppSources } from "./cpp-sources.ts";
import { checkPackage } from "./package.ts";

interface Check {
  readonly title: string;
  work(): Promise<unknown>;
}

/** Each project is checked with the types that it has at run time: Node, the bare language, or the plugin API. */
const projects = [
  "tsconfig.json",
  "src/runtime/tsconfig.json",
  "src/web/tsconfig.json",
  "docs/examples/tsconfig.json",
  "scripts/bench/plugins/tsconfig.json",
  "test/plugins/tsconfig.json",
  "test/types/tsconfig.json",
];

await main(async () => {
  const failures: string[] = [];
  const begun = [checksOfSources(), checksOfPackage()].flatMap(begin);
  for (const { title, done } of begun) {
    await step(title, () => done).catch((error: Error) => {
      failures.push(`${title}:\n\n${error.message}`);
    });
  }
  if (failures.length > 0) {
    throw new StepError(failures.join("\n\n"));
  }
});

/** One after the other, beside other checks: most keep one processor busy. */
function begin(checks: readonly Check[]): { title: string; done: Promise<unknown> }[] {
  let previous: Promise<unknown> = Promise.resolve();
  return checks.map(({ title, work }) => {
    const done = previous.then(work);
    previous = done.catch(() => {});
    return { title, done };
  });
}

function checksOfSources(): Check[] {
  return [
    ...projects
      .filter((project) => existsSync(join(paths.root, project)))
      .map((project) => node(`Checking the types (${project})`, tool("typescript", "tsc"), "-p", project, "--noEmit")),
    node("Linting", tool("@biomejs/biome", "biome"), "ci", "--colors=off", "--error-on-warnings"),
    command("Checking the layout of the C++ files", "clang-format", "--dry-run", "-Werror", ...cppSources()),
    node("Checking the generated files", "--import", "tsx", "scripts/generate.ts", "--check"),
  ];
}

function checksOfPackage(): Check[] {
  return [
    node("Looking for files, exports and dependencies that nothing uses", tool("knip", "knip.js"), "--no-progress"),
    { title: "Declaring the simulator's types", work: declareTesting },
    { title: "Checking the package", work: checkPackage },
  ];
}

function node(title: string, ...args: string[]): Check {
  return command(title, process.execPath, ...args);
}

function command(title: string, program: string, ...args: string[]): Check {
  return { title, work: () => run(program, args, { cwd: paths.root }) };
}

/** A dependency's program, started by Node itself so that it also works where shell scripts do not. */
function tool(dependency: string, program: string): string {
  return join("node_modules", dependency, "bin", program);
}
