/** wsl-script-host.exe dev, and what status and doctor show of it. */

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../../../src/paths.ts";
import { winePrefix } from "../../../src/wslservice/wine.ts";
import { mustRunWine, runWine } from "../../support/windows.ts";
import { withValue, wrong } from "./diagnosis.ts";

/** `name`: of an installed plugin with which all is well. */
export function testDevelopment(name: string): void {
  const policies = `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}`;
  const edited = join(winePrefix, "drive_c", "edited");
  const develop = (...args: string[]) => runWine(paths.tool, "dev", name, ...args);

  beforeAll(() => mkdir(edited));
  afterAll(() => rm(edited, { recursive: true }));

  test("development: an account may change what runs in its sessions", async () => {
    expect(await develop("--from", "C:\\edited", "--account", "S-1-5-21-1-2-3-1001")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`sessions of S-1-5-21-1-2-3-1001 run C:\\edited\\${name}.js as SYSTEM`),
    });
    try {
      expect(await wrong()).toEqual({
        found: [["development", `wsl-script-host.exe dev "${name}" --uninstall`]],
        message: "S-1-5-21-1-2-3-1001 can change the script in C:\\edited, which its sessions run as SYSTEM",
      });
      const status = JSON.parse(await mustRunWine(paths.tool, "status", "--json"));
      expect(status.plugins).toContainEqual(
        expect.objectContaining({ name, development: "C:\\edited for S-1-5-21-1-2-3-1001" }),
      );
      await withValue(policies, "RequirePin", ["/t", "REG_DWORD", "/d", "1"], async () => {
        const { found, message } = await wrong("warning");
        expect(found.map(([check]) => check)).toEqual(["development"]);
        expect(message).toBe("development mode is ignored: the policy RequirePin is set");
      });
    } finally {
      expect(await develop("--uninstall")).toMatchObject({ code: 0 });
    }
    expect(await wrong()).toEqual({ found: [], message: null });
  });

  test("without an account it is for the caller's own", async () => {
    expect(await develop("--from", "C:\\edited")).toMatchObject({ code: 0 });
    try {
      const { message } = await wrong();
      expect(message).toMatch(/^S-1-5-21-[-0-9]+ can change the script in C:\\edited/);
    } finally {
      await develop("--uninstall");
    }
  });

  test.each([
    ["a plugin that is not installed", "nothing", "C:\\edited", "nothing is not installed"],
    ["a folder that is not there", name, "C:\\nowhere", "There is no folder C:\\nowhere."],
  ])("is refused for %s", async (_, plugin, folder, words) => {
    expect(await runWine(paths.tool, "dev", plugin, "--from", folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(words),
    });
  });

  test("is refused where it would be ignored", async () => {
    await withValue(policies, "RequirePin", ["/t", "REG_DWORD", "/d", "1"], async () => {
      expect(await develop("--from", "C:\\edited")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("Development mode would be ignored: the policy RequirePin is set."),
      });
    });
  });
}
