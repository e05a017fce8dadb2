// The workflows of .github cannot run here; these tests find mistakes in their text.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { describe, expect, test } from "vitest";
import { scripts } from "../../package.json" with { type: "json" };
import { minimumNode } from "../../scripts/setup.mjs";
import { paths } from "../../src/paths.ts";

const folder = join(paths.root, ".github", "workflows");

describe.each(readdirSync(folder))("the workflow %s", (name) => {
  const text = readFileSync(join(folder, name), "utf8");

  test("is valid for GitHub", async () => {
    expect(await errorsIn(name, text)).toEqual([]);
    expect(await errorsIn(name, text.replace("runs-on:", "runs-in:"))).not.toEqual([]);
  });

  test("pins actions to a commit", () => {
    const used = [...text.matchAll(/\buses: (\S+)/g)].map(([, action]) => action);
    expect(used.filter((action) => !/^\.\/|@[0-9a-f]{40}$/.test(action ?? ""))).toEqual([]);
  });

  test("can by default only read the repository", () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n$/m);
  });

  test("runs scripts that package.json has", () => {
    const run = [...text.matchAll(/^[^#]*\bnpm (?:run |)(?:--silent |)(?!ci\b|pack\b|publish\b)([\w:]+)/g)].map(
      ([, script]) => script,
    );
    expect(run.filter((script) => !Object.hasOwn(scripts, script ?? ""))).toEqual([]);
  });

  test("names files of this repository and of its build that exist", () => {
    const named = [...text.matchAll(/(?<![\w/-])((?:\.\/)?(?:\.ci|\.github|dist|docs|scripts|test)\/[\w./-]*\w)/g)];
    expect(named.map(([, path]) => path ?? "").filter((path) => !existsSync(join(paths.root, path)))).toEqual([]);
  });
});

test("each change is tested with the oldest supported Node, and with newer long-term versions", () => {
  const text = readFileSync(join(folder, "ci.yml"), "utf8");
  expect(text).toContain(`node: [${minimumNode[0]}, 22, 24]`);
});

/** By GitHub's own parser. */
async function errorsIn(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}
