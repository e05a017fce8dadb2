// docs/containers.md: every plugin in it compiles as its author would compile it, and does what the page says.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { engineTarget } from "../../src/engine/target.ts";
import { paths } from "../../src/paths.ts";
import { type Processes, startWsl } from "../../src/simulator/index.ts";
import { authorsProject, compile, installPackage, temporaryProject } from "../support/compiler.ts";

const docs = join(paths.root, "docs");
const page = readFileSync(join(docs, "containers.md"), "utf8");
const plugins = [...page.matchAll(/^```ts\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)].map(
  ([, code = "", shown = ""]) => ({ code, shown }),
);

describe("docs/containers.md", () => {
  test("shows what each of its plugins does, with the right types", () => {
    expect(page.match(/^```ts$/gm)).toHaveLength(plugins.length);
    const files = Object.fromEntries(plugins.map(({ code }, at) => [`plugin-${at}.ts`, `export {};\n${code}`]));
    using project = temporaryProject({ "tsconfig.json": authorsProject(), ...files });
    installPackage(project.path);
    expect(compile(project.path)).toEqual([]);
  });

  test.each(plugins)("is right that a container with this plugin leads to: $shown", async ({ code, shown }) => {
    for (const version of ["2.9.0", "2.9.5"]) {
      const script = transformSync(code, { loader: "ts", format: "esm", ...engineTarget }).code;
      const processes: Processes = {
        "/sbin/sysctl -w vm.max_map_count=262144": "vm.max_map_count = 262144\n",
        "/usr/bin/sort": ({ input }) => input.split("\n").filter(Boolean).toSorted().join("\n"),
      };
      await using wsl = await startWsl({ plugin: { name: "example", script }, version, processes });
      await wsl.containers.createSession({ name: "wslc-cli-ada" });
      await wsl.containers.start({ name: "web" });
      const read = wsl.eventsOf("hook-returned").flatMap(({ message }) => message ?? []);
      const lines = [...wsl.printed, ...read.map((message) => `the user reads: ${message}`)];
      expect(`${lines.join("\n")}\n`).toBe(shown);
    }
  });
});
