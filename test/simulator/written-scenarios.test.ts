// `replay --scenario`: a scenario in which a plugin goes through what a recording has.

import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeScenario } from "../../src/cli/replay/write-scenario.ts";
import { parseRecording } from "../../src/simulator/replay/recording.ts";
import { compareLines } from "../../src/simulator/scenario/compare-lines.ts";
import { readScenario } from "../../src/simulator/scenario/read-scenario.ts";
import type { Scenario } from "../../src/simulator/scenario/scenario.ts";
import { simulateScenario } from "../../src/simulator/scenario/simulate.ts";
import { namedScenario, recordScenario, rowsOf, rowsOfScript } from "../support/recordings.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wsl-script-host-scenario-"));
  file = join(folder, "incident.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

const isTheSame = () => `${file}: the recorded hooks end in the same way in this scenario.`;

/** What `replay --scenario` prints about a recording. */
function write(text: string): Promise<string> {
  return writeScenario({ recording: parseRecording(text), file, plugin: undefined, answers: undefined });
}

/** Records a scenario, writes one from the recording, and expects that a recording of that one is the same. */
async function roundTrip(scenario: Scenario): Promise<Scenario> {
  const [text = ""] = await recordScenario(scenario);
  expect(await write(text)).toBe(isTheSame());
  const written = await readScenario(file);
  const [again = ""] = await recordScenario(written);
  expect(rowsOfScript(rowsOf(again))).toEqual(rowsOfScript(rowsOf(text)));
  return written;
}

function faultsIn(steps: readonly { readonly do: string }[]): object[] {
  return steps.filter((step) => step.do === "injectFault");
}

/** A plugin that asks for something at each start of a distribution, and that starts with these names. */
function distributions(body: string, names: readonly string[], others: Partial<Scenario>): Scenario {
  const script = `export default definePlugin({
    permissions: "all",
    onVmStarted() {},
    onDistributionStarted(session, distribution) { ${body} },
  });`;
  const steps = names.map((name) => ({ do: "startDistribution", name }) as const);
  return { name: "asking", script, steps, expect: [], ...others };
}

describe("a scenario written from a recording", () => {
  test.each(["containers-in-order", "linux-os-release", "process-refused", "settings-of-vm"])(
    "of %s ends its hooks in the same way, as it expects itself",
    async (name) => {
      const written = await roundTrip(await namedScenario(name));
      expect(compareLines(await simulateScenario(written), written.expect)).toEqual([]);
    },
  );

  test("has a program's different answers one after the other, failures and hangs among them", async () => {
    const answers = [
      "5.15\n",
      "5.15\n",
      { stdout: "", stderr: "no\n", exitCode: 3 },
      null,
      { stdout: "6", hangs: true },
      "6.6\n",
    ];
    const body = `
      try { console.log(run(session, "/bin/uname", { args: ["-r"], timeout: 1000 }).text()); }
      catch (error) { console.log(error.message); }`;
    const names = ["A", "B", "C", "D", "E", "F", "G"];
    const written = await roundTrip(distributions(body, names, { processes: { "/bin/uname": answers } }));
    expect(written.processes).toEqual({ "/bin/uname -r": answers });
  });

  test("has calls fail and succeed in the recorded order, within a hook and from one to the next", async () => {
    const body = `
      let mounted = 0;
      for (let at = 0; at < 4; at++) {
        try { MountFolder(session, "C:\\\\Tools", "/tools" + at); mounted++; } catch {}
      }
      if (mounted < 3) throw new PluginError(mounted + " of 4");`;
    const fault = { do: "injectFault", call: "MountFolder" } as const;
    const steps: Scenario["steps"] = [
      { ...fault, times: 2 },
      { ...fault, hresult: "0x80070035" },
      { do: "startDistribution", name: "A" },
      { ...fault, hresult: "0x80070035", times: 2 },
      { do: "startDistribution", name: "B" },
      { do: "startDistribution", name: "C" },
    ];
    const written = await roundTrip(distributions(body, [], { steps, folders: ["C:\\Tools"] }));
    expect(faultsIn(written.steps)).toEqual(faultsIn(steps));
  });

  test("has the hooks that WSL calls from within a call", async () => {
    const body = `
      console.log("before", distribution.name);
      try { run(session, "/bin/true", { distribution }); } catch (error) { console.log(error.hresult); }`;
    const call = "ExecuteBinaryInDistribution";
    const steps: Scenario["steps"] = [
      { do: "startDistribution", name: "A" },
      { do: "injectFault", call, times: 1 },
      { do: "injectFault", call, hresult: "0x8007000E", hook: { name: "OnDistributionStarted", distribution: "A" } },
      { do: "startDistribution", name: "B" },
    ];
    const written = await roundTrip(distributions(body, [], { steps, processes: { "/bin/true": "" } }));
    expect(written.steps).toContainEqual(
      expect.objectContaining({ hook: { name: "OnDistributionStarted", distribution: "A" } }),
    );
  });

  test("has what the plugin has read of Windows and of the user", async () => {
    const body = `
      const key = "HKLM\\\\SOFTWARE\\\\Contoso";
      console.log(Windows.version, Windows.proxy(), Windows.registry(key, "Site"), Windows.registry(key, "Level"),
        Windows.registry(key, "Names"), Windows.registry(key, "None"), Windows.userGroups(session).enabled.map(String),
        Windows.certificates("Root").map(({ pem }) => pem), session.user?.name);`;
    const windows: Scenario["windows"] = {
      version: "10.0.26100.1",
      registry: { "HKLM\\SOFTWARE\\Contoso": { Site: "Graz", Level: 3, Names: ["a", "b"] } },
      proxy: { server: "proxy:80", bypass: "*.local" },
      certificates: { Root: [new X509Certificate(rootCertificates[0] ?? "").toString()] },
    };
    const sessions = [
      {
        sid: "S-1-5-21-1-2-3-1001",
        account: "CONTOSO\\ada",
        groups: ["S-1-5-32-545"],
        denyOnlyGroups: ["S-1-5-32-544"],
      },
    ];
    const written = await roundTrip(distributions(body, ["A"], { windows, sessions }));
    expect(written.windows).toEqual(windows);
    expect(written.sessions).toEqual(sessions);
  });

  test("comes with what no scenario has, by its line in the recording", async () => {
    const [first = "", second = ""] = await recordScenario(await namedScenario("reload-hands-state-over"));
    const line = (text: string, part: string) =>
      text.split("\n").findIndex((row) => row.includes(`"part":"${part}"`)) + 1;
    expect((await write(first)).split("\n").slice(1)).toEqual([
      `The scenario does not have this: line ${line(first, "onReloading")}: the reload of another script.`,
    ]);
    expect((await write(second)).split("\n").slice(1)).toEqual([
      `The scenario does not have this: line ${line(second, "onLoad")}: the state of the instance before.`,
    ]);
  });

  test.each([
    ["Date.now();", /no scenario has the clock of line \d+\.$/],
    ['run(session, "/bin/true");', /line \d+, startCommand, is not the next call\.$/],
    ["", /it has got the same from all its calls\.$/],
  ])("that ends a hook in another way says why: %s", async (body, reason) => {
    const [text = ""] = await recordScenario({
      script: `export default definePlugin({ permissions: "all", onVmStarted(session) { ${body} throw new Error("no"); } });`,
      processes: { "/bin/true": "" },
      steps: [{ do: "startVm" }],
      expect: [],
    });
    const mended = text.replace(/run\([^)]*\);/, "").replace(' throw new Error(\\"no\\");', "");
    expect(mended).not.toBe(text);
    const said = await write(mended);
    expect(said).toContain(": in this scenario, OnVMStarted (line ");
    expect(said).toContain(") returns S_OK, and not 0x80004005 (E_FAIL): ");
    expect(said).toMatch(reason);
  });
});
