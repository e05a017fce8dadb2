/** docs/administration.md: its commands, one after the other on one machine, print what the page says. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { buildScript } from "../../../scripts/build-plugin.ts";
import { paths } from "../../../src/paths.ts";
import { programData, windowsPath } from "../../../src/wslservice/wine.ts";
import { temporaryProject } from "../../support/compiler.ts";
import { theWindows } from "../../support/fake-windows.ts";
import { expectLinesAmong } from "../../support/golden-lines.ts";
import { runWine } from "../../support/windows.ts";

const pageOf = (name: string) => readFileSync(join(paths.root, "docs", name), "utf8");
const page = pageOf("administration.md");
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));
const name = "allow-list";
const policies = `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}`;

export function testAdministration(): void {
  afterEach(async () => {
    await runWine(paths.tool, "uninstall", name, "--yes");
    await runWine("reg.exe", "delete", policies, "/f");
  });

  test("docs/administration.md shows what its commands print", async () => {
    const folder = await packagePagesPlugin();
    let printed = "";
    for (const { language, text } of blocks) {
      if (language === "text") expectLinesAmong(printed, text);
      else printed = await runLines(text, folder);
    }
    expect(existsSync(join(programData, "wsl-script-host", `${name}.log`)), "uninstall removes the log").toBe(false);
  });
}

/** A package with the plugin of docs/settings.md, and the settings that it requires. */
async function packagePagesPlugin(): Promise<string> {
  const source = /^```ts\n([\s\S]*?)^```$/m.exec(pageOf("settings.md"))?.[1] ?? "";
  using project = temporaryProject({ "package.json": '{ "version": "1.2.0" }', [`${name}.ts`]: source });
  const script = await buildScript(join(project.path, `${name}.ts`));
  return theWindows().packagePlugin(name, script, { settings: { settings: { contact: "wsl@contoso.com" } } });
}

/** What the lines of a command prompt print. `doctor` fails where it finds something. */
async function runLines(text: string, folder: string): Promise<string> {
  let printed = "";
  for (const line of text.trimEnd().split("\n")) {
    const [program = "", ...args] = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
    const isTool = program === ".\\wsl-script-host.exe";
    const from = isTool && args[0] === "install" ? ["--from", folder] : [];
    const expanded = args.map((word) => word.replace("%ProgramData%", windowsPath(programData)));
    const { code, stdout, stderr } = await runWine(isTool ? paths.tool : `${program}.exe`, ...expanded, ...from);
    expect(code, `${line}: ${stdout}${stderr}`).toBe(args[0] === "doctor" ? 1 : 0);
    printed += stdout;
  }
  return printed;
}
