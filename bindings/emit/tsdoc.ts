import type { Doc, Example } from "../model/schema.ts";
import { hooks } from "../wsl/hooks.ts";
import { examplePermissions } from "./example-permissions.ts";
import { indent } from "./text.ts";

/** What a comment says beyond the documentation itself. */
export interface DocContext {
  /** "Since WSL 2.4.4 ..." and its like, a line each. */
  readonly remarks?: readonly string[];
  readonly source?: string | null;
}

const width = 116;

/** A TSDoc comment. */
export function comment(doc: Doc, context: DocContext = {}): string[] {
  const paragraphs = [doc.summary, ...(doc.details?.split("\n\n") ?? []), ...(context.remarks ?? [])];
  const lines = paragraphs.flatMap((text, index) => (index === 0 ? wrap(text) : ["", ...wrap(text)]));
  const tags = [
    ...(doc.parameters ?? []).flatMap((parameter) => wrap(`@param ${parameter.name} - ${parameter.text}`)),
    ...(doc.returns === undefined ? [] : wrap(`@returns ${doc.returns}`)),
    ...(doc.errors ?? []).flatMap((error) => wrap(`@throws ${error.error} ${error.when}`)),
    ...(context.source ? wrap(`@see ${context.source}`) : []),
    ...(doc.example === undefined ? [] : ["@example", "```ts", ...exampleLines(doc.example), "```"]),
  ];
  const all = tags.length === 0 ? lines : [...lines, "", ...tags];
  if (all.some((line) => line.includes("*/"))) {
    throw new Error(`Documentation would end its own comment: ${doc.summary}`);
  }
  if (all.length === 1) {
    return [`/** ${all[0]} */`];
  }
  return ["/**", ...all.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

/** The version from which something exists, as a remark. */
export function sinceRemark(since: string, capability: string | null): string {
  return capability === null ? `Since WSL ${since}.` : `Since WSL ${since} (\`${capability}\`).`;
}

/** The example as a whole plugin. */
export function exampleLines(example: Example): string[] {
  if ("plugin" in example) {
    const permissions = /^ {2}permissions:/m.test(example.plugin) ? [] : examplePermissions(example.plugin);
    const lines = example.plugin.split("\n");
    const first = lines.findIndex((line) => line.includes("definePlugin({")) + 1;
    return [...lines.slice(0, first), ...indent(permissions, 2), ...lines.slice(first)];
  }
  const row = hooks.find((candidate) => candidate.method === example.hook);
  if (row === undefined) {
    throw new Error(`An example is in the hook "${example.hook}", which does not exist`);
  }
  const used = row.parameters.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(example.body));
  const last = row.parameters.findLastIndex(({ name }) => used.includes(name));
  const parameters = row.parameters.slice(0, last + 1).map(({ name }) => name);
  const permissions =
    example.permissions === undefined ? examplePermissions(example.body) : [`permissions: ${example.permissions},`];
  const requires = example.requires === undefined ? [] : [`requires: ${example.requires},`];
  const async = /\bawait\b/.test(example.body) ? "async " : "";
  const hook = [`${async}${example.hook}(${parameters.join(", ")}) {`, ...indent(example.body.split("\n"), 2), "},"];
  return ["export default definePlugin({", ...indent([...requires, ...permissions, ...hook], 2), "});"];
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
