// Recordings, their replay and scenarios from them: every scenario of the project in the simulator, and random plugins on the
// DLL.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeScenario } from "../../src/cli/replay/write-scenario.ts";
import type { Row } from "../../src/host/recording/row.ts";
import { paths } from "../../src/paths.ts";
import { parseRecording } from "../../src/simulator/replay/recording.ts";
import { readScenario } from "../../src/simulator/scenario/read-scenario.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { reportFigure } from "../support/figures.ts";
import {
  comparableRows,
  namedScenario,
  recordScenario,
  replayText,
  rowsOf,
  rowsOfScript,
  scenarioNames,
} from "../support/recordings.ts";

test("a replay of every scenario is the same as its recording, row by row", async () => {
  const proof = new Proof();
  for (const name of scenarioNames) {
    for (const text of await recordScenario(await namedScenario(name))) await proof.add(name, text);
  }
  expect(proof.wrong).toEqual([]);
  expect(proof.recordings).toBeGreaterThan(scenarioNames.length);
  reportFigure("recordings", `${scenarioNames.length} scenarios in the simulator: ${proof.text}`);
});

/** Where a scenario that is written from a recording makes the same hooks end alike by other steps, and why. */
const otherWays: Readonly<Record<string, readonly string[]>> = {
  "its programs print at once, and not when their input has ended": [
    "async-leaves-a-process",
    "async-writes-while-it-reads",
    "containers-run",
    "run-async",
    "run-input",
    "run-prepared",
  ],
  "its programs print the merged outputs as one": ["run-standard-error"],
  "its only session has the number 0": ["session-within-another-ones-call"],
  "its session ends while a client still uses it": ["containers-mounts"],
  "its distributions run under WSL 2": ["wsl1-has-no-hooks"],
};

test("a scenario that is written from the recording of every scenario ends its hooks in the same way", async () => {
  const wrong: string[] = [];
  const others: string[] = [];
  let rows = 0;
  for (const name of scenarioNames) {
    const [text = ""] = await recordScenario(await namedScenario(name));
    const { said, again } = await throughScenario(text);
    if (!said.includes("the recorded hooks end in the same way in this scenario")) wrong.push(`${name}: ${said}`);
    const recorded = rowsOfScript(rowsOf(text));
    const isOther = firstDifference(recorded, rowsOfScript(rowsOf(again))) !== null;
    if (!isOther) rows += recorded.length;
    else if (!said.includes("The scenario does not have this: ")) others.push(name);
  }
  expect(wrong).toEqual([]);
  expect(others.sort()).toEqual(Object.values(otherWays).flat().sort());
  reportFigure("recordings", `${scenarioNames.length} scenarios written from recordings: ${rows} rows are the same`);
});

/** What `replay --scenario` prints about a recording, and the recording of the scenario that it writes. */
async function throughScenario(text: string): Promise<{ readonly said: string; readonly again: string }> {
  const folder = mkdtempSync(join(tmpdir(), "wsl-script-host-scenario-"));
  try {
    const file = join(folder, "incident.json");
    const request = { recording: parseRecording(text), file, plugin: undefined, answers: undefined };
    const said = await writeScenario(request);
    const [again = ""] = await recordScenario(await readScenario(file));
    return { said, again };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const plugins = 1000;
const seed = 20_261_128;
/** What one instance of the service is given. */
const share = 100;

test("a replay of a thousand random plugins that the DLL has recorded is the same, row by row", async () => {
  const proof = new Proof();
  const printed = execFileSync(paths.linuxScriptSamples, [String(plugins), String(seed)], {
    encoding: "utf8",
    maxBuffer: 1024 ** 3,
  });
  const scripts = printed
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as string);
  expect(scripts).toHaveLength(plugins);
  for (let first = 0; first < plugins; first += share) {
    const texts = await recordOnDll(scripts.slice(first, first + share));
    expect(texts.length).toBeGreaterThanOrEqual(share / 2);
    for (const text of texts) await proof.add(`plugin ${first} and on`, text);
  }
  expect(proof.wrong).toEqual([]);
  reportFigure("recordings", `${plugins} random plugins on the DLL: ${proof.text}`);
});

/** Those that load, one after the other in one service. */
async function recordOnDll(scripts: readonly string[]): Promise<string[]> {
  const limits = { scriptTime: 1000, hookTime: 2000, memory: 16 * 1024 * 1024 };
  const settings = { hotReload: true, limits, record: { content: true } };
  await using hosted = await DllPlugin.start({ script: scripts[0] ?? "", settings });
  for (const [at, script] of scripts.entries()) {
    if (at > 0) await hosted.folder.write("hello.js", script);
    await hosted.service.startDistribution({ name: "Debian" });
    await hosted.service.stopVm();
  }
  return hosted.recordings();
}

/** What has been replayed. */
class Proof {
  readonly wrong: string[] = [];
  recordings = 0;
  #rows = 0;

  async add(name: string, text: string): Promise<void> {
    const recorded = comparableRows(rowsOf(text));
    const { rows, departures, isEndedEarly } = await replayText(text);
    this.recordings += 1;
    this.#rows += recorded.length;
    const different = firstDifference(recorded, comparableRows(rows));
    if (different !== null || isEndedEarly) this.wrong.push(`${name}: ${departures[0] ?? different}`);
  }

  get text(): string {
    return `${this.recordings} instances, ${this.#rows} rows, all equal when replayed`;
  }
}

function firstDifference(recorded: readonly Row[], replayed: readonly Row[]): string | null {
  for (let at = 0; at < Math.max(recorded.length, replayed.length); at += 1) {
    const [one, other] = [JSON.stringify(recorded[at]), JSON.stringify(replayed[at])];
    if (one !== other) return `${one} is now ${other}`;
  }
  return null;
}
