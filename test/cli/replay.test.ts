// `simulate --record` and `replay`. ../docs/debugging-walk.test.ts has its debugger, and the scenario that it writes.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli, folder, useCli, write } from "../support/cli.ts";

useCli();

const source = (refused: string) => `
function isRefused(name: string): boolean {
  return name === "${refused}";
}

export default definePlugin({
  onDistributionStarted(_session, { name }) {
    if (isRefused(name)) throw new PluginError(\`\${name} is refused\`);
  },
});
`;

async function record(): Promise<string> {
  write("src/hello.ts", source("Debian"));
  await cli("simulate", "src/hello.ts", "--record", "recordings");
  const [file = ""] = readdirSync(join(folder(), "recordings"));
  return join("recordings", file);
}

test("replay plays what simulate --record has recorded, and says where an edited plugin departs", async () => {
  const file = await record();
  const same = await cli("replay", file);
  expect(same).toMatchObject({ code: 0, stderr: "" });
  expect(same.stdout).toContain(
    'hello OnDistributionStarted: 0x80004005 (E_FAIL), "Debian is refused", which is fatal\n',
  );
  expect(same.stdout).toContain("The script does what it did when it was recorded.");
  write("src/hello.ts", source("Ubuntu"));
  const edited = await cli("replay", file, "src/hello.ts");
  expect(edited.code).toBe(1);
  expect(edited.stdout).toContain("hello OnDistributionStarted: S_OK\n");
  expect(edited.stderr).toBe(
    "The script departs from the recording:\nline 13: OnDistributionStarted returned\n" +
      "  recorded: 0x80004005 (E_FAIL): Debian is refused\n  got:      S_OK\n",
  );
});

test("replay names a file that is no recording, and the line that is wrong", async () => {
  write("hello.recording", '{"kind":"sand"}\n');
  expect(await cli("replay", "hello.recording")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^hello\.recording: line 1: kind must be one of "recording", /),
  });
  const missing = await cli("replay", "missing.recording");
  expect(missing.stderr).toContain('The recording "missing.recording" cannot be read');
});

test("a recording is JSON lines, whose first has the script and where it comes from", async () => {
  const lines = readFileSync(join(folder(), await record()), "utf8")
    .trimEnd()
    .split("\n");
  const rows = lines.map((line) => JSON.parse(line));
  expect(rows[0]).toMatchObject({ kind: "recording", format: 1, engine: "quickjs", wsl: "2.4.4", plugin: "hello" });
  expect(rows[0].script).toContain("is refused");
  expect(rows.at(-1)).toMatchObject({ kind: "leave", message: expect.stringContaining("Debian is refused") });
});
