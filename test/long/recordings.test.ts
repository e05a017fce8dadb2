// Recordings and their replay: every scenario of the project in the simulator, and random plugins on the DLL.

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Row } from "../../src/host/recording/row.ts";
import { paths } from "../../src/paths.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { reportFigure } from "../support/figures.ts";
import {
  comparableRows,
  namedScenario,
  recordScenario,
  replayText,
  rowsOf,
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
