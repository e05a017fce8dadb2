// The host's calls of Windows, without a plugin: test/win32's cases.

import { describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { prepareWine, windowsCommand, wineEnvironment } from "../../src/wslservice/wine.ts";
import { CaseProgram } from "../support/case-program.ts";

await prepareWine();
const program = new CaseProgram(windowsCommand([paths.win32Test]), wineEnvironment());

describe("files that the host trusts", () => {
  test.each(program.names())("%s", async (name) => {
    const { code, stdout } = await program.run(name);
    expect({ code, reason: stdout }).toEqual({ code: 0, reason: "" });
  });
});
