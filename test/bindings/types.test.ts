import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { paths } from "../../src/paths.ts";
import { authorsProject, compile, installPackage, temporaryProject } from "../support/compiler.ts";
import { describedExamples } from "../support/examples.ts";

const folder = join(paths.root, "test", "types");
const directive = "// @ts-expect-error ";

describe("the public types", () => {
  it("accept the files in compiles, and reject those in rejected", () => {
    expect(compile(folder)).toEqual([]);
  });

  it.each(readdirSync(join(folder, "rejected")))("explain why they reject (%s)", (name) => {
    const lines = readFileSync(join(folder, "rejected", name), "utf8").split("\n");
    const expected = lines.flatMap((line, index) =>
      line.trim().startsWith(directive) ? [{ line: index + 2, message: line.trim().slice(directive.length) }] : [],
    );
    using project = temporaryProject({
      [name]: lines.map((line) => line.replace(directive, "// ")).join("\n"),
      "tsconfig.json": authorsProject(),
    });

    const messages = groupByLine(compile(project.path));

    expect(expected.length).toBeGreaterThan(0);
    expect([...messages.keys()]).toEqual(expected.map(({ line }) => line));
    for (const { line, message } of expected) {
      expect(messages.get(line)).toContain(message);
    }
  });

  it("are found in the package by its name alone", () => {
    using project = temporaryProject({
      "plugin.ts": "export default definePlugin({ onVmStarted(session) { console.log(session.userSid); } });\n",
      "tsconfig.json": authorsProject({ types: ["wsl-script-host"] }, []),
    });
    installPackage(project.path);

    expect(compile(project.path)).toEqual([]);
  });

  it("compile their own examples", () => {
    const files = describedExamples().map(({ code }, index) => [`example-${index}.ts`, `${code}\n`]);
    using project = temporaryProject({ ...Object.fromEntries(files), "tsconfig.json": authorsProject() });

    expect(files.length).toBeGreaterThan(0);
    expect(compile(project.path)).toEqual([]);
  });
});

function groupByLine(diagnostics: readonly { line: number; message: string }[]): Map<number, string> {
  const messages = new Map<number, string>();
  for (const { line, message } of diagnostics) {
    messages.set(line, [messages.get(line), message].filter(Boolean).join("\n"));
  }
  return messages;
}
