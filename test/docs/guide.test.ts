/**
 * Follows docs/guide.md: writes its files, runs its commands, and compares their output with the guide. The `bat` and
 * `powershell` blocks need Windows and cannot run here; this test only checks that the tool has their commands, and
 * authoring.test.ts does the same steps with the DLL under Wine.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { Author } from "../support/author.ts";
import { expectLinesAmong } from "../support/golden-lines.ts";

interface Block {
  readonly language: string;
  /** After the language, or in the first line. */
  readonly file: string;
  readonly text: string;
}

const page = readFileSync(join(paths.root, "docs", "guide.md"), "utf8");
const blocks = [...page.matchAll(/^( *)```(\w+)(?: (\S+))?\n([\s\S]*?)^ *```$/gm)].map(
  ([, indent = "", language = "", name, text = ""]): Block => ({
    language,
    file: name ?? /^\/\/ (\S+)\n/.exec(text)?.[1] ?? "",
    text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }),
);

let author: Author;
let packed: string;

beforeAll(async () => {
  author = await Author.start();
  packed = await author.pack();
});

afterAll(() => author[Symbol.asyncDispose]());

test("every code block of docs/guide.md does what the guide says", { timeout: 300_000 }, async () => {
  let folder = ".";
  let printed = "";
  for (const [index, { language, file, text }] of blocks.entries()) {
    switch (language) {
      case "sh":
        printed = "";
        for (const command of text.trimEnd().split("\n")) {
          if (command.startsWith("cd ")) folder = join(folder, command.slice(3));
          else printed += await author.must(asInstalled(command), folder);
        }
        break;
      case "text":
        // After a step that only Windows can do, the block is an example.
        if (blocks[index - 1]?.language !== "bat") expectLinesAmong(printed, text);
        break;
      case "bat":
      case "powershell":
        break;
      default:
        expect(file, `a name for the file: ${text}`).not.toBe("");
        await author.write(join(folder, file), text);
    }
  }
});

test("docs/guide.md lists the existing commands", async () => {
  const help = await author.must(`node ${paths.cli} --help`);
  const known = [...help.matchAll(/^ {2}([a-z]+) (?:\[options\] )?[<[]/gm)].map(([, name]) => name);
  const listed = [...page.matchAll(/^\| `([a-z]+) [<[][^|]* \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(known);
  const used = [...page.matchAll(/npx wsl-script-host (\w+)(.*)/g)];
  for (const [, command = "", rest = ""] of used) {
    expect(known).toContain(command);
    const options = rest.match(/--\w+/g) ?? [];
    const explained = await author.must(`node ${paths.cli} ${command} --help`);
    for (const option of options) expect(explained).toContain(option);
  }
});

/** The package where it is here: what is created depends on the same one. */
function asInstalled(command: string): string {
  if (command === "npm install") return "npm install --prefer-offline --no-audit --no-fund";
  return command.replace(/^npx --yes --package \S+/, `npx --yes --prefer-offline --package ${packed}`);
}
