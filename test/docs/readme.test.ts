// README.md: checks everything that it shows.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { version } from "../../package.json" with { type: "json" };
import { engineTarget } from "../../src/engine/target.ts";
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";
import { authorsProject, compile, installPackage, temporaryProject } from "../support/compiler.ts";
import { Engine } from "../support/engine.ts";

const page = readFileSync(join(paths.root, "README.md"), "utf8");
const block = (language: string) => new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)?.[1] ?? "";

describe("README.md", () => {
  test("shows a plugin that compiles and does what the text says", async () => {
    using project = temporaryProject({ "tsconfig.json": authorsProject(), "hello.ts": block("ts") });
    installPackage(project.path);
    expect(compile(project.path)).toEqual([]);

    const script = transformSync(block("ts"), { loader: "ts", format: "esm", ...engineTarget }).code;
    await using wsl = await startWsl({ plugin: { name: "hello", script }, processes: { uname: "6.6.87.2\n" } });
    expect(await wsl.startDistribution({ name: "Debian", packageFamilyName: "Debian_1" })).toEqual({ ok: true });
    expect(await wsl.startDistribution("Imported")).toMatchObject({
      text: expect.stringContaining("'Imported does not come from the Store, and may not run on this machine.'"),
    });
    expect(wsl.printed).toEqual(["the kernel is 6.6.87.2"]);
  });

  test("quotes the compiler's output", () => {
    const source =
      "export default definePlugin({ onDistributionStarted(_, distribution) { console.log(distribution.flavor); } });";
    using project = temporaryProject({ "tsconfig.json": authorsProject(), "hello.ts": source });
    installPackage(project.path);
    const [quoted = ""] = /^Property 'flavor'.*$/m.exec(page) ?? [];
    const [beginning = "none"] = quoted.split("...");
    expect(compile(project.path).map(({ message }) => message)).toEqual([expect.stringContaining(beginning)]);
  });

  test("shows settings that the host accepts", async () => {
    const engine = await Engine.start();
    const settings = engine.run(`dispatch.parseSettings(${JSON.stringify(block("json"))}, "hello.json")`);
    expect(settings).toMatchObject({
      loadFailure: "block",
      hotReload: false,
      log: { file: "%ProgramData%\\wsl-script-host\\hello.log" },
    });
  });

  test("installs the package by its name on npm", () => {
    expect(page).toContain(`/wsl-script-host-${version}.tgz`);
  });
});
