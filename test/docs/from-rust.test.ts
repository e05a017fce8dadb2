// docs/from-rust-and-cpp.md shows the examples as they are, and its links lead somewhere.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorOf } from "../../bindings/emit/markdown.ts";
import { paths } from "../../src/paths.ts";

const docs = join(paths.root, "docs");
const page = readFileSync(join(docs, "from-rust-and-cpp.md"), "utf8");
const sections = page.split(/^## /m).slice(1);

const examples = [
  "minimal",
  "distribution-information",
  "panic-and-errors",
  "read-only-host-mount",
  "session-user-audit",
  "unpackaged-distribution-policy",
];

describe("docs/from-rust-and-cpp.md", () => {
  it.each(examples)("shows the example %s unchanged", (name) => {
    const file = `examples/${name}/${name}.ts`;
    const section = sections.find((text) => text.includes(`](${file})`));

    expect(section).toContain(`\n\`\`\`ts\n${readFileSync(join(docs, file), "utf8")}\`\`\`\n`);
  });

  it("shows only TypeScript from the examples", () => {
    expect(page.match(/^```ts$/gm)).toHaveLength(examples.length);
  });

  it("has links that lead somewhere", () => {
    const links = [...page.matchAll(/\]\((?!https:)([^)#]+)(?:#([^)]+))?\)/g)];

    expect(links.length).toBeGreaterThan(examples.length);
    for (const [, file = "", anchor] of links) {
      const target = join(docs, file);
      expect(existsSync(target), file).toBe(true);
      if (anchor !== undefined) expect(anchorsIn(target)).toContain(anchor);
    }
  });
});

function anchorsIn(file: string): string[] {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, title = ""]) => anchorOf(title));
}
