// docs/settings.md: its plugin accepts the page's settings, and rejects others with the messages on the page.
// testing.test.ts checks its types and its test.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";
import { cli, folder, useCli, write } from "../support/cli.ts";

const page = readFileSync(join(paths.root, "docs", "settings.md"), "utf8");
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));
const [plugin = ""] = blocks.filter(({ language }) => language === "ts").map(({ text }) => text);
const [refusals = "", inspected = ""] = blocks.filter(({ language }) => language === "text").map(({ text }) => text);
const [settings = ""] = blocks.filter(({ language }) => language === "json").map(({ text }) => text);

useCli();

describe("docs/settings.md", () => {
  const given = JSON.parse(settings);

  beforeEach(() => write("allow-list.ts", plugin));

  test("shows settings that its plugin accepts", async () => {
    await using wsl = await startWsl({ plugin: { file: join(folder(), "allow-list.ts"), settings: given } });
    expect(await wsl.startDistribution("Ubuntu")).toEqual({ ok: true });
    expect(await wsl.startDistribution("Kali")).toMatchObject({
      text: expect.stringContaining("Kali is not allowed on this machine. Write to wsl@contoso.com."),
    });
  });

  test.each([
    { ...given.settings, allowed: ["Debian", ""] },
    { ...given.settings, alowed: [] },
    { allowed: [] },
    { ...given.settings, strictness: "deny" },
  ])("shows how wrong settings are refused: %j", async (wrong) => {
    await using wsl = await startWsl({ plugin: join(folder(), "allow-list.ts"), settings: wrong });
    const [message = ""] = wsl.log.filter(({ event }) => event === "load").map(({ message }) => message);
    expect(refusals.split("\n")).toContain(message);
  });

  test("shows the output of inspect", async () => {
    expect((await cli("build", "allow-list.ts")).code).toBe(0);
    expect((await cli("inspect", "dist/allow-list.js")).stdout).toContain(inspected);
  });
});
