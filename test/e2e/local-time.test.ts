// Local time in years for which Windows' C library or its tables have no rules, in zones west and east.

import { describe, expect, onTestFinished, test, vi } from "vitest";
import { parseScenario } from "../../src/simulator/scenario/scenario.ts";
import { simulateScenario } from "../../src/simulator/scenario/simulate.ts";
import { playOnDll } from "../support/scenario-stage.ts";

const moments = [
  ["-200000, 0, 1, 12", "-5000, 6, 1, 12", "1, 0, 1, 12", "1600, 6, 1, 12", "1601, 0, 1, 12"],
  ["1900, 6, 1, 12", "1950, 0, 1", "1950, 6, 1", "1969, 11, 31, 23, 59, 59", "1970, 0, 1"],
  ["2024, 0, 1, 12", "2024, 6, 1, 12", "3000, 11, 31, 23", "3001, 6, 1, 12", "9999, 11, 31, 12"],
  ["30827, 11, 31, 12", "30828, 6, 1, 12", "200000, 0, 1, 12", "200000, 6, 1, 12"],
].flat();

const script = [
  "export default definePlugin({",
  "  onVmStarted() {",
  // The years 0 to 99 would be those of the last century.
  "    const local = (year, ...rest) => { const date = new Date(2000, ...rest); date.setFullYear(year); return date; };",
  ...moments.map((moment) => `    console.log(local(${moment}).getTimezoneOffset());`),
  "    const never = new Date(9999, 11, 31, 12);",
  "    console.log(never.toISOString(), String(new Date(-1000)));",
  "  },",
  "});",
];

describe("local time in years far away", () => {
  test.each([
    ["America/New_York", 300, 240, "9999-12-31T17:00:00.000Z Wed Dec 31 1969 18:59:59 GMT-0500"],
    ["Europe/Berlin", -60, -120, "9999-12-31T11:00:00.000Z Thu Jan 01 1970 00:59:59 GMT+0100"],
    ["America/Phoenix", 420, 420, "9999-12-31T19:00:00.000Z Wed Dec 31 1969 16:59:59 GMT-0700"],
    ["Asia/Kolkata", -330, -330, "9999-12-31T06:30:00.000Z Thu Jan 01 1970 05:29:59 GMT+0530"],
  ])(
    "follows the rules of the zone in %s, in the simulator and in the DLL",
    async (zone, inWinter, inSummer, others) => {
      useTimeZone(zone);
      const scenario = parseScenario(JSON.stringify({ script, steps: [{ do: "startVm" }], expect: [] }), ".");
      const simulated = await simulateScenario(scenario);
      const offsets = moments.map((moment) => String(/^-?\d+, 6/.test(moment) ? inSummer : inWinter));
      expect(printed(simulated)).toEqual([...offsets, others]);
      expect(await playOnDll(scenario)).toEqual(simulated);
    },
  );
});

/** Both take the machine's time zone: this process's, and that which Wine's programs inherit. */
function useTimeZone(zone: string): void {
  vi.stubEnv("TZ", zone);
  onTestFinished(() => void vi.unstubAllEnvs());
}

function printed(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^plugin logs info console: (.*)$/.exec(line)?.[1] ?? []);
}
