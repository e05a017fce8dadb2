// docs/from-rust-and-cpp.md shows the examples as they are.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
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
});
