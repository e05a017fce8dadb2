/** What a plugin can start from: the examples of the documentation, each with its test and its scenario. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { name as packageName } from "../../../package.json";
import { CliError } from "../shared/cli-error.ts";
import { packageFile } from "../shared/package-file.ts";

export interface Template {
  readonly source: string;
  readonly test: string;
  readonly scenario: string;
  /** Null for an example that its source explains. */
  readonly readme: string | null;
}

export const defaultTemplate = "starter";

const folder = packageFile("../docs/examples");

/** A template as it is written for a plugin of this name. Throws a CliError if there is no such template. */
export function readTemplate(template: string, plugin: string): Template {
  if (!templateNames().includes(template)) {
    throw new CliError(`There is no template "${template}". The templates are:\n${templateList()}`);
  }
  const read = (file: string) => readFileSync(join(folder, template, file), "utf8");
  return {
    source: read(`${template}.ts`),
    test: read(`${template}.test.ts`).replaceAll(`src/${template}.ts`, `src/${plugin}.ts`),
    scenario: renamed(read("scenario.json"), template, plugin),
    readme: existsSync(join(folder, template, "README.md")) ? readmeFor(read("README.md"), template, plugin) : null,
  };
}

/** A line for each template: its name, and the first sentence of its source. */
export function templateList(): string {
  const names = templateNames();
  const width = Math.max(...names.map(({ length }) => length));
  const summary = (name: string) => summaryOf(readFileSync(join(folder, name, `${name}.ts`), "utf8"));
  return names.map((name) => `  ${name.padEnd(width)}  ${summary(name)}`).join("\n");
}

function templateNames(): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The first sentence of a plugin's source. */
export function summaryOf(source: string): string {
  const [comment = ""] = /^(?:\/\/ .*\n)+/.exec(source) ?? [];
  return /^.*?\.(?= |$)/.exec(comment.replaceAll(/\n?\/\/ /g, " ").trim())?.[0] ?? "";
}

/** Its plugin lies in another folder there, and events name the plugin. */
function renamed(scenario: string, template: string, plugin: string): string {
  const { file, expect, ...others } = JSON.parse(scenario) as { file: string; expect?: string[] };
  const lines = expect?.map((line) => line.replaceAll(new RegExp(`\\b${template}\\b`, "g"), plugin));
  return `${JSON.stringify({ file: `../src/${plugin}.ts`, ...others, expect: lines }, null, 2)}\n`;
}

/** With the plugin's files, and with links that lead into the package. */
function readmeFor(readme: string, template: string, plugin: string): string {
  return readme
    .replace(/^# .*\n/, `# ${plugin}\n`)
    .replaceAll(new RegExp(`\\b${template}(?=\\.(?:json|log)\\b)`, "g"), plugin)
    .replaceAll("](../../", `](node_modules/${packageName}/docs/`)
    .trimEnd();
}
