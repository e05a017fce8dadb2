// Every scenario of the project, recorded in the simulator and replayed.

import { expect, test } from "vitest";
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
  const wrong: string[] = [];
  let recordings = 0;
  let rows = 0;
  for (const name of scenarioNames) {
    for (const text of await recordScenario(await namedScenario(name))) {
      const recorded = comparableRows(rowsOf(text));
      const replayed = await replayText(text);
      recordings += 1;
      rows += recorded.length;
      const isSame = JSON.stringify(comparableRows(replayed.rows)) === JSON.stringify(recorded);
      if (!isSame || replayed.isEndedEarly) wrong.push(`${name}: ${replayed.departures.join("\n") || "other rows"}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(recordings).toBeGreaterThan(scenarioNames.length);
  reportFigure(
    "recordings",
    `${recordings} instances of ${scenarioNames.length} scenarios, ${rows} rows, all equal when replayed`,
  );
});
