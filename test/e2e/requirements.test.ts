// A plugin's requirements, on the version of WSL that meets them and on the one just below.

import { expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

const WSL_E_PLUGIN_REQUIRES_UPDATE = 0x8004032a | 0;

interface Requirement {
  /** As the source of a script. */
  readonly requires: string;
  /** The oldest version that meets it, and the newest that does not. */
  readonly enough: string;
  readonly tooOld: string;
  /** The hooks that this version has and that the host always registers, after the script's own. */
  readonly alwaysRegistered?: readonly string[];
}

const containerHooks = ["OnSessionCreated", "OnSessionStopping", "ContainerStarted"];

const requirements: readonly Requirement[] = [
  { requires: '"2.1"', enough: "2.1.0", tooOld: "2.0.99" },
  { requires: '"2.4.4"', enough: "2.4.4", tooOld: "2.4.3" },
  { requires: '"3"', enough: "3.0.0", tooOld: "2.9.9", alwaysRegistered: containerHooks },
  { requires: "new WSLVersion(2, 3, 24)", enough: "2.3.24", tooOld: "2.3.23" },
  { requires: '"DistributionInitPid"', enough: "2.0.5", tooOld: "2.0.4" },
  { requires: "WSLVersionCapability.DistributionFlavor", enough: "2.4.4", tooOld: "2.4.3" },
  { requires: '["DistributionInitPid", "ExecuteBinaryInDistribution"]', enough: "2.1.2", tooOld: "2.1.1" },
  { requires: '["2.2.0", "DistributionRegisteredHook"]', enough: "2.2.0", tooOld: "2.1.99" },
];

const script = (requires: string) =>
  `console.log("evaluated"); ${plugin(`requires: ${requires}, onLoad() { console.log("loaded"); }, onVmStarted() {}`)}`;

test.each(requirements)("requires: $requires is met by WSL $enough", async ({ requires, enough, alwaysRegistered }) => {
  await using hosted = await DllPlugin.start({ script: script(requires), version: enough });
  expect(hosted.service.eventsOf("plugin-loaded")).toMatchObject([
    { hooks: ["OnVMStarted", ...(alwaysRegistered ?? [])] },
  ]);
  expect(await hosted.printed()).toEqual(["evaluated", "loaded"]);
  expect(await hosted.service.startVm()).toEqual({ ok: true });
});

test.each(requirements)("requires: $requires is not met by WSL $tooOld", async ({ requires, tooOld }) => {
  await using hosted = await DllPlugin.start({ script: script(requires), version: tooOld });
  expect(hosted.service.eventsOf("plugin-failed")).toMatchObject([{ hresult: WSL_E_PLUGIN_REQUIRES_UPDATE }]);
  expect(await hosted.printed()).toEqual(["evaluated"]);
  expect(await hosted.service.startVm()).toMatchObject({ ok: false, hresult: WSL_E_PLUGIN_REQUIRES_UPDATE });
  expect(hosted.service.eventsOf("hook-entered")).toEqual([]);
});

test.each(["undefined", "[]"])("requires: %s is met by any WSL", async (requires) => {
  await using hosted = await DllPlugin.start({ script: script(requires), version: "2.0.0" });
  expect(await hosted.printed()).toEqual(["evaluated", "loaded"]);
});
