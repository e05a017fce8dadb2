// docs/debugging.md, "From a failure to a mended plugin": each step does what the page says, on the DLL first.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { readPlugin } from "../../src/simulator/plugin-source.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { cli, folder, startCli, useCli } from "../support/cli.ts";
import { attachTo, type Paused } from "../support/debugger-client.ts";

useCli();

const page = await readFile(join(paths.root, "docs", "debugging.md"), "utf8");
const [walk = ""] = /^## From a failure to a mended plugin\n[\s\S]*?(?=^## )/m.exec(page) ?? [];
const [faulty = "", mendedLine = ""] = [...walk.matchAll(/^ *```ts\n([\s\S]*?)^ *```$/gm)].map(
  ([, code]) => code ?? "",
);
const failing = faulty.split("\n").findIndex((line) => line.includes(".exec(release)"));

const typeError = "TypeError: cannot read property 'Symbol.iterator' of null";
const refused = '"Debian is no server"';

test("the walk from the DLL's log to a mended plugin and its scenario", async () => {
  const source = join(folder(), "src", "servers.ts");
  await mkdir(join(folder(), "src"));
  await writeFile(source, faulty);
  const recording = join(folder(), "servers.recording");
  await writeFile(recording, await recordOnDll(source));

  const replayed = await cli("replay", recording, "src/servers.ts");
  expect(replayed).toMatchObject({ code: 0, stderr: "" });
  expect(replayed.stdout).toMatch(/src\/servers\.ts:\d+:\d+: TypeError/);
  expect(replayed.stdout).toContain("The script does what it did when it was recorded.");

  const release = await valueAtBreakpoint(recording);
  expect(release).toMatch(/^ID=/m);
  expect(release).not.toContain("VARIANT_ID");

  const written = await cli("replay", recording, "src/servers.ts", "--scenario", "scenarios/no-variant.json");
  expect(written.stdout).toContain(
    "scenarios/no-variant.json: the recorded hooks end in the same way in this scenario.",
  );
  expect(await cli("simulate", "scenarios/no-variant.json")).toMatchObject({ code: 0, stderr: "" });

  await writeFile(source, faulty.replace(faulty.split("\n")[failing] ?? "", mendedLine.trim()));
  const departed = await cli("replay", recording, "src/servers.ts");
  expect(departed.code).toBe(1);
  expect(departed.stderr).toMatch(
    /OnDistributionStarted returned\n {2}recorded: .*TypeError.*\n {2}got: {6}.*Debian is no server/,
  );
  const changed = await cli("simulate", "scenarios/no-variant.json");
  expect(changed.code).toBe(1);
  expect(changed.stderr).toContain('The events differ from "expect"');
  expect(changed.stdout).toContain(
    `hello OnDistributionStarted: 0x80004005 (E_FAIL), ${refused}`.replace("hello", "servers"),
  );
});

/** Steps 1 and 2. */
async function recordOnDll(source: string): Promise<string> {
  const { content } = await readPlugin(source);
  const settings = { record: { content: true } };
  await using hosted = await DllPlugin.start({ name: "servers", script: content.script, settings });
  await hosted.service.startDistribution({ name: "Debian" });
  const [failure] = await hosted.failures();
  expect(failure).toMatchObject({ event: "hook", message: expect.stringMatching(/^servers\.js:\d+:\d+: /) });
  expect(failure?.message).toContain(typeError);
  const [text = ""] = await hosted.recordings();
  return text;
}

/** Step 4: what `release` is in the line that fails. */
async function valueAtBreakpoint(recording: string): Promise<unknown> {
  const program = startCli("replay", recording, "src/servers.ts", "--inspect-brk", "0");
  const { client: attached, script } = await attachTo(program, "src/servers.ts");
  using client = attached;
  await client.breakAt(script, "src/servers.ts", failing + 1);
  await client.send("Debugger.resume");
  const stopped = await client.event<Paused>("Debugger.paused");
  const value = await client.valueOf(stopped, "release");
  await client.send("Debugger.resume");
  return value;
}
