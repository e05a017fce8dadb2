// The engine on its own: test/engine's cases.

import { describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { prepareWine, windowsCommand, wineEnvironment } from "../../src/wslservice/wine.ts";
import { CaseProgram } from "../support/case-program.ts";

await prepareWine();
const program = new CaseProgram(windowsCommand([paths.engineTest]), wineEnvironment());

describe("the engine", () => {
  test.each(program.names())("%s", { timeout: 180_000 }, async (name) => {
    // Wine prints messages of its own on standard error.
    const { code, stdout } = await program.run(name);
    expect({ code, reason: stdout }).toEqual({ code: 0, reason: "" });
  });
});
