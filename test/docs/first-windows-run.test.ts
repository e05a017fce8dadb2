// docs/first-windows-run.md: its plugin does in the DLL under Wine what the page promises for Windows.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { prepareWine } from "../../src/wslservice/wine.ts";
import { cli, read, useCli, write } from "../support/cli.ts";
import { mustRunWine } from "../support/windows.ts";

useCli();

const page = readFileSync(join(paths.root, "docs", "first-windows-run.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, text = ""]) => text);

test("the plugin of docs/first-windows-run.md prints and refuses what the page shows", async () => {
  const [source = ""] = blocks("ts");
  const [printed = "", refusal = ""] = blocks("text");
  const [policy = ""] = /^reg add .*$/m.exec(page) ?? [];
  write("first-run.ts", source);
  expect(await cli("build", "first-run.ts", "--outfile", "build/first-run.js")).toMatchObject({ code: 0, stderr: "" });
  await prepareWine();
  await using hosted = await DllPlugin.start({ name: "first-run", script: read("build/first-run.js") });
  expect(await hosted.service.startDistribution({ name: "Ubuntu" })).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual(printed.trim().split("\n"));

  const [, ...args] = policy.split(" ");
  await mustRunWine("reg.exe", ...args);
  try {
    await hosted.service.stopDistribution("Ubuntu");
    expect(await hosted.service.startDistribution({ name: "Ubuntu" })).toMatchObject({
      ok: false,
      text: expect.stringContaining(refusal.trim()),
    });
  } finally {
    await mustRunWine("reg.exe", "delete", (args[1] ?? "").replace("\\Settings", ""), "/f");
  }
});

test("docs/first-windows-run.md uses existing commands, options and files", async () => {
  const help = readFileSync(join(paths.root, "host", "tool", "main.cpp"), "utf8");
  for (const [, command = ""] of page.matchAll(/^\.\\wsl-script-host\.exe ([\w-]+)/gm)) {
    expect(help).toContain(`\n  ${command} `);
  }
  const script = readFileSync(paths.signScript, "utf8");
  for (const [, parameter = ""] of page.matchAll(/ -(Dll|Remove|TimestampServer)\b/g)) {
    expect(script).toMatch(new RegExp(`^param\\(.*\\$${parameter}\\b`, "m"));
  }
});
