// Recordings that the DLL writes: the setting "record".

import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Scenario } from "../../src/simulator/scenario/scenario.ts";
import { DllPlugin, plugin, settingsText } from "../../src/wslservice/dll-plugin.ts";
import { comparableRows, replayText, rowsOf } from "../support/recordings.ts";
import { recordOnDll } from "../support/scenario-stage.ts";

const content = { record: { content: true } };

async function writeSettings({ folder }: DllPlugin, settings: object): Promise<void> {
  await folder.write("hello.json", settingsText(settings, folder.windowsPath("hello.log")));
}

test("a replay of a recording of the DLL is the same, row by row", async () => {
  const scenario: Scenario = {
    name: "hello",
    version: "2.9.5",
    script: `
      const policy = defineSettings({ allowed: { type: "array", items: { type: "string" }, description: "Names." } });
      export default definePlugin({
        permissions: "all",
        onLoad() { console.log(Math.random(), policy.allowed, new Date(0).getHours(), "\\udbff \\u{1f427}"); },
        async onDistributionStarted(session, { name }) {
          const [uname, echo] = await Promise.all([
            runAsync(session, "/bin/uname"),
            runAsync(session, "/bin/cat", { input: crypto.getRandomValues(new Uint8Array(300)) }),
          ]);
          console.log(uname.text(), echo.stdout.length, Date.now(), performance.now());
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (!policy.allowed.includes(name)) throw new PluginError(name + " is not allowed");
        },
        onSessionCreated(session) {
          console.log(session.displayName, run(session, "/bin/ls", { args: ["/proc/self"], check: false }).exitCode);
        },
        onVmStopping() { for (;;); },
        limits: { scriptTime: 200 },
      });`,
    settings: { settings: { allowed: ["Debian"] } },
    steps: [
      { do: "startDistribution", name: "Debian" },
      { do: "startDistribution", name: "Kali" },
      { do: "createContainerSession" },
      { do: "stopVm" },
    ],
    expect: [],
  };
  const { events, recordings } = await recordOnDll(scenario, { content: true });
  expect(recordings).toHaveLength(2);
  for (const text of recordings) {
    const { departures, isEndedEarly, rows, events: replayed } = await replayText(text);
    expect(departures).toEqual([]);
    expect(isEndedEarly).toBe(false);
    expect(comparableRows(rows)).toEqual(comparableRows(rowsOf(text)));
    for (const line of replayed.filter((each) => each.includes("info console"))) {
      expect(events.map((each) => each.replace(/ \[session wslc:1\]$/, ""))).toContain(
        line.replace(/ \[session .*\]$/, ""),
      );
    }
  }
});

test("without content, what programs get and print is left out, and a secret in any case", async () => {
  const script = `
    const policy = defineSettings({ token: { type: "string", secret: true, description: "A token." } });
    ${plugin(`
      onVmStarted(session) {
        const { stdout } = run(session, "/bin/cat", { args: ["-u"], input: "hush " + policy.token, env: { HUSH: "hush-hush" } });
        console.log(stdout.length > 0 ? "answered" : "silent");
      },
    `)}`;
  const settings = { settings: { token: "top-secret" } };
  await using hosted = await DllPlugin.start({ script, settings: { ...settings, record: {} } });
  await hosted.service.startVm();
  const [text = ""] = await hosted.recordings();
  const rows = rowsOf(text);
  expect(rows[0]).toMatchObject({ kind: "recording", content: false });
  // The script is in the first row.
  expect(text.slice(text.indexOf("\n"))).not.toMatch(/top-secret|hush/);
  const started = rows.find((row) => row.kind === "call" && row.native === "_startCommand");
  expect(started).toMatchObject({
    arguments: [0, "", 0, { length: 40, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }, true],
  });
  expect(rows.find(({ kind }) => kind === "settings")).toMatchObject({ values: '"token"\u0000\u0000hello.json' });
  await expect(replayText(text)).rejects.toThrow('it leaves out the secret "token"');
  const processes = { "/bin/cat -u": "hushed" };
  const scenario = { script: "", settings: { settings: { token: "another" } }, processes, steps: [], expect: [] };
  const { departures, events } = await replayText(text, { scenario });
  expect(departures).toEqual([]);
  expect(events).toContain("hello logs info console: answered");
});

test("a recording ends at its maximum size, with a row that says so, and the hook goes on", async () => {
  const script = plugin(`onVmStarted(session) {
    for (let i = 0; i < 2; i++) {
      // The host answers for sessions other than the instance's.
      try { ExecuteBinary(session.sessionId + 1, "/bin/true", Array(8).fill("x".repeat(100_000))); } catch {}
    }
    console.log("went on");
  }`);
  const settings = { record: { content: true, maximumSize: 1024 * 1024 } };
  await using hosted = await DllPlugin.start({ script, settings });
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  const [text = ""] = await hosted.recordings();
  expect(text.length).toBeLessThanOrEqual(1024 * 1024);
  expect(rowsOf(text).at(-1)).toEqual({ kind: "full", maximumSize: 1024 * 1024 });
  expect(await hosted.printed()).toEqual(["went on"]);
  expect(await hosted.log()).toContainEqual(
    expect.objectContaining({
      level: "warn",
      event: "record",
      message: expect.stringMatching(/ends: it has reached its maximum size$/),
    }),
  );
});

test("when the service is killed in a hook, the recording has the call that was under way", async () => {
  const script = plugin(
    `onVmStarted(session) { console.log("begins"); ExecuteBinary(session, "/bin/sleep", ["60"]).text(); }`,
  );
  await using hosted = await DllPlugin.start({ script, settings: content });
  const hook = hosted.service.startVm().catch(() => {});
  await expect.poll(async () => (await hosted.recordings())[0], { timeout: 60_000 }).toContain('"_streamsWait"');
  await hosted.service.kill();
  await hook;
  const [text = ""] = await hosted.recordings();
  expect(rowsOf(text).at(-1)).toMatchObject({ kind: "call", native: "_streamsWait" });
  const { departures, events } = await replayText(text);
  expect(departures).toEqual([]);
  expect(events).toContain("hello logs info console: begins");
});

test("changed settings turn recordings on and off, for an instance of their own", async () => {
  const script = plugin(`onVmStarted() { console.log("started"); }`);
  await using hosted = await DllPlugin.start({ script });
  for (const settings of [{ record: {} }, {}]) {
    await writeSettings(hosted, settings);
    await hosted.service.startVm();
    await hosted.service.stopVm();
    expect(await hosted.recordings()).toHaveLength(1);
  }
  expect(await hosted.printed()).toEqual(["started", "started"]);
});

test("a recording goes only where others cannot read or change it, and WSL starts all the same", async () => {
  const script = plugin(`onVmStarted() {}`);
  await using hosted = await DllPlugin.start({ script });
  const open = join(hosted.folder.path, "open");
  await mkdir(open);
  await chmod(open, 0o777);
  await writeFile(join(open, "unrelated"), "");
  await writeSettings(hosted, { record: { file: hosted.folder.windowsPath("open/<time>.recording") } });
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  expect(await readdir(open)).toEqual(["unrelated"]);
  expect(await hosted.log()).toContainEqual(
    expect.objectContaining({
      level: "warn",
      event: "record",
      message: expect.stringContaining("it cannot be opened"),
    }),
  );
});
