// Which folder may import which: biome.json has the rules, and docs/architecture.md shows them.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

const refused = [
  ["bindings/wsl/a.ts", "../../src/paths.ts"],
  ["src/runtime/b.ts", "../wsl/wsl.ts"],
  ["src/runtime/process/c.ts", "../../engine/clock.ts"],
  ["src/platform/p.ts", "../engine/clock.ts"],
  ["src/engine/d.ts", "../host/log.ts"],
  ["src/bundle/e.ts", "../cli/build/build.ts"],
  ["src/wsl/f.ts", "../machine/machine.ts"],
  ["src/machine/g.ts", "../host/natives.ts"],
  ["src/host/h.ts", "../simulator/index.ts"],
  ["src/simulator/scenario/i.ts", "../../wslservice/driver.ts"],
  ["src/wslservice/j.ts", "../simulator/index.ts"],
  ["src/cli/build/k.ts", "../../../scripts/progress.mjs"],
  ["scripts/bench/l.ts", "../../test/support/cli.ts"],
] as const;

const accepted = [
  ["src/runtime/process/m.ts", "../wsl/errors.ts"],
  ["src/host/n.ts", "../runtime/wsl/errors.ts"],
  ["scripts/bench/o.ts", "../../src/wslservice/driver.ts"],
] as const;

let folder = "";
let output = "";

/** One run of Biome over a tree that contains only these imports and its own settings. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wsl-script-host-layers-"));
  copyFileSync(join(paths.root, "biome.json"), join(folder, "biome.json"));
  for (const [file, imported] of [...refused, ...accepted]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `import { x } from "${imported}";\n\nx();\n`);
  }
  const biome = join(paths.root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const args = [biome, "lint", "--colors=off", "--only=style/noRestrictedImports", "--max-diagnostics=none"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  output = stdout + stderr;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(refused)("npm run check rejects %s if it imports %s", (file) => {
  expect(output).toContain(`${file}:1:`);
});

test.each(accepted)("npm run check accepts %s if it imports %s", (file) => {
  expect(output).toContain(`Checked ${refused.length + accepted.length + 1} files`);
  expect(output).not.toContain(`${file}:1:`);
});
