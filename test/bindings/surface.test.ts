import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { expect, it } from "vitest";
import { description } from "../../bindings/index.ts";
import { engineTarget } from "../../src/engine/target.ts";
import { paths } from "../../src/paths.ts";
import { Engine } from "../support/engine.ts";
import { exampleMachine } from "../support/example-machine.ts";
import { expectDescribedSurface } from "../support/surface.ts";

const source = readFileSync(join(paths.root, "test", "plugins", "surface.ts"), "utf8");

/** Globals of this test's engine that are not the runtime's. */
const ofTheTest = ["dispatch", "plugin"];

it("the runtime has exactly the globals that are described", async () => {
  const { before } = await Engine.globals();
  const engine = await Engine.start({ version: [2, 9, 5], natives: exampleMachine("CORP\\ada", () => "all") });
  const script = transformSync(source, { loader: "ts", format: "esm", ...engineTarget }).code;
  engine.load(`const builtIns = ${JSON.stringify([...before, ...ofTheTest])}; ${script}`);
  engine.run("dispatch.onLoad()");
  description.hooks.forEach((_, id) => {
    engine.run(`dispatch.invoke(${id}, 0, "S-1-5-18", 0)`);
  });

  const printed = engine.log.map((line) => line.replace(/^info: /, ""));
  expect(printed.length).toBeGreaterThan(description.globals.length);
  expectDescribedSurface(printed);
});
