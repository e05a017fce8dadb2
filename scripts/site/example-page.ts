/** The page of an example: what its README says, its source, its scenario and its test. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { summaryOf } from "../../src/cli/create/templates.ts";
import { paths } from "../../src/paths.ts";

const examples = join(paths.root, "docs", "examples");

export const exampleNames: readonly string[] = readdirSync(examples, { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  .sort();

/** What an example does, in a sentence. */
export function exampleSummary(name: string): string {
  return summaryOf(readFile(name, `${name}.ts`));
}

/** Markdown as it would stand in the example's folder. */
export function examplePage(name: string): string {
  const read = (file: string) => readFile(name, file).trim();
  const hasReadme = existsSync(join(examples, name, "README.md"));
  const readme = hasReadme ? read("README.md") : `# ${name}\n\n${exampleSummary(name)}`;
  const files = [
    [`${name}.ts`, "ts"],
    ["scenario.json", "json"],
    [`${name}.test.ts`, "ts"],
  ] as const;
  return [
    readme,
    `<a class="run" href="../playground.html#example=${name}">Run it in the playground</a>`,
    "::: code-group",
    ...files.map(([file, language]) => `\`\`\`${language} [${file}]\n${read(file)}\n\`\`\``),
    ":::",
    "",
  ].join("\n\n");
}

function readFile(name: string, file: string): string {
  return readFileSync(join(examples, name, file), "utf8");
}
