// Recordings: what entered a script, and its calls; replay, which gives it the same again.

import { describe, expect, test } from "vitest";
import type { Row } from "../../src/host/recording/row.ts";
import { hresults } from "../../src/runtime/generated/hresults.ts";
import { parseRecording } from "../../src/simulator/replay/recording.ts";
import type { Scenario } from "../../src/simulator/scenario/scenario.ts";
import { comparableRows, namedScenario, recordScenario, replayText, rowsOf } from "../support/recordings.ts";

/** One of each kind; test/long/recordings.test.ts has all. */
const someScenarios = [
  "async-several-processes",
  "call-while-vm-stops",
  "containers-processes",
  "limit-memory-caught",
  "limit-script-time",
  "limit-time-of-waiting",
  "load-missing",
  "load-syntax-error",
  "local-time",
  "nested-hook-takes-too-long",
  "reload-asks-only-for-a-script-that-loads",
  "settings-of-the-plugin",
];

test.each(someScenarios)("a replay of %s is the same as its recording, row by row", async (name) => {
  for (const text of await recordScenario(await namedScenario(name))) {
    const { departures, isEndedEarly, rows } = await replayText(text);
    expect(departures).toEqual([]);
    expect(isEndedEarly).toBe(false);
    expect(comparableRows(rows)).toEqual(comparableRows(rowsOf(text)));
  }
});

const script = `
const started = new Map();
export default definePlugin({
  permissions: "all",
  onVmStarted(session) {
    console.log(Math.random(), Date.now(), new Date().getHours(), crypto.randomUUID());
  },
  async onDistributionStarted(session, { name }) {
    const uname = await runAsync(session, "/bin/uname", { args: ["-r"] });
    console.log(name, "runs", uname.text().trim());
    if (name === "Kali") throw new PluginError("Kali is not allowed.");
  },
});`;

const scenario: Scenario = {
  name: "hello",
  script,
  processes: { "/bin/uname": "5.15.167\n" },
  steps: [
    { do: "startDistribution", name: "Debian" },
    { do: "startDistribution", name: "Kali" },
  ],
  expect: [],
};

const timeout = hresults.ERROR_TIMEOUT | 0;

const [recorded = ""] = await recordScenario(scenario);

/** Other places than the plugin's own lines. */
function edited(from: string, to: string): string {
  expect(script).toContain(from);
  return script.replace(from, to);
}

describe("a replay", () => {
  test("prints what the plugin printed, from the same clock, random numbers and programs", async () => {
    const printed = rowsOf(recorded).flatMap((row) =>
      row.kind === "call" && row.native === "_log" ? [`hello logs info console: ${row.arguments[1]}`] : [],
    );
    const { events } = await replayText(recorded);
    expect(printed).toHaveLength(3);
    expect(events.filter((event) => event.includes("console:"))).toEqual(printed);
    expect(events).toContain(
      'hello OnDistributionStarted: 0x80004005 (E_FAIL), "Kali is not allowed.", which is fatal',
    );
  });

  test("ends a hook where a limit ended it, although it comes further on a faster machine", async () => {
    const rows = rowsOf(recorded);
    const call = rows.findIndex(({ kind }) => kind === "call");
    const limited: Row[] = [...rows.slice(0, call), { kind: "leave", hresult: timeout, message: "", limit: "time" }];
    const { departures, rows: again } = await replayText(limited.map((row) => `${JSON.stringify(row)}\n`).join(""));
    expect(departures).toEqual([]);
    expect(comparableRows(again)).toEqual(comparableRows(limited));
  });

  test("in engine node prints the same", async () => {
    const { events: inNode, departures } = await replayText(recorded, { engine: "node" });
    expect(departures).toEqual([]);
    expect(inNode.filter((event) => !event.includes("logs error"))).toEqual(
      (await replayText(recorded)).events.filter((event) => !event.includes("logs error")),
    );
  });

  test("of an edited script names the call that differs, with both argument lists, and goes on", async () => {
    const { departures, events } = await replayText(recorded, { script: edited('"-r"', '"-m"') });
    expect(departures[0]).toMatch(
      /^line \d+: OnDistributionStarted, startCommand\n {2}recorded: .*"-r".*\n {2}got: .*"-m"/,
    );
    expect(events).toContain("hello logs info console: Debian runs 5.15.167");
    expect(events).toContain("hello logs info console: Kali runs 5.15.167");
  });

  test("of a mended script says what each hook returns now", async () => {
    const mended = edited('throw new PluginError("Kali is not allowed.")', "return");
    expect((await replayText(recorded, { script: mended })).departures).toEqual([
      expect.stringMatching(
        /^line \d+: OnDistributionStarted returned\n {2}recorded: 0x80004005 \(E_FAIL\): Kali is not allowed\.\n {2}got: {6}S_OK$/,
      ),
    ]);
  });

  test("names the calls that an edited script adds and leaves out, and finds the others", async () => {
    const added = edited("console.log(name", 'console.log("a new line"); console.log(name');
    expect((await replayText(recorded, { script: added })).departures).toEqual(
      Array(2).fill(expect.stringContaining('recorded: no such call\n  got:      (1, "a new line")')),
    );
    const removed = edited('console.log(name, "runs", uname.text().trim());', "");
    expect((await replayText(recorded, { script: removed })).departures).toEqual([
      expect.stringContaining('recorded: (1, "Debian runs 5.15.167")\n  got:      no such call'),
      expect.stringContaining('recorded: (1, "Kali runs 5.15.167")\n  got:      no such call'),
    ]);
  });

  test("answers a call that the recording lacks with a failure", async () => {
    const more = edited("console.log(Math", 'MountFolder(session, "C:\\\\Tools", "/tools"); console.log(Math');
    const { departures, events } = await replayText(recorded, { script: more });
    expect(departures[0]).toMatch(/OnVMStarted, mountFolder\n {2}recorded: no such call/);
    expect(events).toContainEqual(expect.stringMatching(/OnVMStarted: 0x80004005 \(E_FAIL\)/));
  });

  test("of a recording that a crash has cut off ends where the recording ends", async () => {
    const kali = recorded.lastIndexOf('"part":"hook"');
    const { departures, events, rows } = await replayText(recorded.slice(0, recorded.indexOf('"answer"', kali)));
    expect(departures).toEqual([]);
    expect(events).toContain("hello logs info console: Debian runs 5.15.167");
    expect(events).not.toContain("hello logs info console: Kali runs 5.15.167");
    expect(rows.filter(({ kind }) => kind === "enter")).toHaveLength(6);
  });
});

describe("a file", () => {
  test("that is no recording is refused by its line", () => {
    expect(() => parseRecording("")).toThrow("it is no recording");
    expect(() => parseRecording("hello\n")).toThrow(/^line 1: /);
    expect(() => parseRecording(`${recorded}{"kind":"clock","clock":"sand"}\n`)).toThrow(/^line \d+: clock must be/);
    expect(() => parseRecording(`${recorded}{"kind":"answer","value":1}\n`)).toThrow(/^line \d+ is out of place$/);
  });

  test("of another format is refused", () => {
    const [first = "", ...others] = recorded.split("\n");
    const newer = first.replace('"format":1', '"format":2');
    expect(() => parseRecording([newer, ...others].join("\n"))).toThrow("its format is 2");
  });
});
