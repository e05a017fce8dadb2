// Engine "node": every scenario has the same events as in the DLL's engine, but for those that are named here.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { paths } from "../../src/paths.ts";
import { formatSimulatorEvent, isProcessEvent } from "../../src/simulator/event-log.ts";
import { type EngineName, type SimulatorEvent, startWsl } from "../../src/simulator/index.ts";
import { compareLines } from "../../src/simulator/scenario/compare-lines.ts";
import { machineOf, playSteps } from "../../src/simulator/scenario/play.ts";
import { readScenario } from "../../src/simulator/scenario/read-scenario.ts";
import type { Scenario } from "../../src/simulator/scenario/scenario.ts";

// Both take the machine's time zone, which should not be the one where mistakes do not show.
beforeAll(() => void vi.stubEnv("TZ", "America/New_York"));
afterAll(() => void vi.unstubAllEnvs());

const folder = join(paths.root, "test", "scenarios");

/** The engine's own texts differ: messages of its errors, their number of frames, names of time zones. All else is the same. */
const differInText = [
  "containers-load-mended",
  "limit-lowered-by-settings",
  "limit-script-time",
  "load-failure-allowed",
  "load-import",
  "load-mended",
  "load-other-hooks-do-not-retry",
  "load-syntax-error",
  "load-wrong-regular-expression",
  "local-time",
  "reload-asks-only-for-a-script-that-loads",
  "sessions-new-ones-run-what-could-be-loaded",
  "settings-hot-reload-broken",
  "settings-no-json",
  "several-plugins-one-broken",
  "throws-an-engine-error",
  "throws-not-a-function",
  "throws-while-disposing",
];

/** The DLL's limits end them: of memory, which Node does not enforce, or in the midst of a loop, after which less of a hook is left. */
const endByLimits = [
  "limit-blocked-call",
  "limit-builtin-that-never-looks",
  "limit-hook-time",
  "limit-load-time",
  "limit-memory",
  "limit-memory-caught",
  "limit-memory-caught-in-onload",
  "limit-memory-in-a-native",
  "limit-promise-chain",
  "limit-script-time-caught",
  "limit-time-of-waiting",
  "nested-hook-needs-too-much-memory",
  "nested-hook-takes-too-long",
  "nested-hook-while-loading",
  "reload-fails-when-the-old-is-spent",
  "reload-onreloading-needs-too-much-memory",
  "reload-onreloading-takes-too-long",
  "reload-state-and-new-limits",
  "reload-state-ends-with-its-instance",
  "session-spent-alone",
];

const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));

afterEach(() => {
  delete process.env.WSL_SCRIPT_HOST_ENGINE;
});

test("the exceptions are scenarios", () => {
  for (const name of [...differInText, ...endByLimits]) expect(names).toContain(name);
});

describe.each(names.filter((name) => !endByLimits.includes(name)))("%s", (name) => {
  test("has the same events in engine node as in the DLL's", async () => {
    const scenario = await readScenario(join(folder, `${name}.json`));
    const events = await eventsIn("node", scenario);
    if (differInText.includes(name)) {
      expect(events.map(withoutText)).toEqual((await eventsIn("quickjs", scenario)).map(withoutText));
    } else {
      // The DLL's engine is compared with the same lines in test/e2e/scenarios.test.ts.
      expect(compareLines(events.map(lineOf), scenario.expect.map(withoutColumns))).toEqual([]);
    }
  });
});

async function eventsIn(engine: EngineName, scenario: Scenario): Promise<SimulatorEvent[]> {
  await using wsl = await startWsl({ folders: [], ...machineOf(scenario), engine });
  await playSteps(scenario.steps, wsl);
  return wsl.events.filter((event) => !isProcessEvent(event));
}

function lineOf(event: SimulatorEvent): string {
  return withoutColumns(formatSimulatorEvent(event));
}

/** Within a line the engines place errors at different characters. */
function withoutColumns(line: string): string {
  return line.replace(/(\.js:\d+):(?:\d+|\*)/g, "$1");
}

/** What happens, and what comes of it. */
function withoutText(event: SimulatorEvent): object {
  if (event.kind !== "log") return "hresult" in event ? [event.kind, event.hresult] : [event.kind];
  const { level, event: about, hook, hresult } = event.line;
  return [level, about, hook, hresult];
}

/** Only the DLL's engine has InternalError. */
const asksForEngine = "export default definePlugin({ onVmStarted() { console.log(typeof InternalError); } });";

test("the environment names the engine of tests that do not", async () => {
  const plugin = { script: asksForEngine };
  const printed = async (engine?: EngineName) => {
    await using wsl = await startWsl({ plugin, ...(engine && { engine }) });
    await wsl.startVm();
    return wsl.printed;
  };
  expect(await printed()).toEqual(["function"]);
  process.env.WSL_SCRIPT_HOST_ENGINE = "node";
  expect(await printed()).toEqual(["undefined"]);
  expect(await printed("quickjs")).toEqual(["function"]);
  process.env.WSL_SCRIPT_HOST_ENGINE = "v8";
  await expect(printed()).rejects.toThrow('There is no engine "v8"; the engines are quickjs, node.');
});

test("node: a plugin finds none of Node's globals, and cannot leave its own", async () => {
  const script = `export default definePlugin({
    onVmStarted() {
      console.log(typeof process, typeof require, typeof Buffer, typeof Intl, typeof WebAssembly);
      const strayed = [console.log, performance.now, setTimeout, Date.now].filter(
        (each) => Object.getPrototypeOf(each) !== Object.getPrototypeOf(() => {}),
      );
      console.log(strayed.length);
    },
  });`;
  await using wsl = await startWsl({ plugin: { script }, engine: "node" });
  await wsl.startVm();
  expect(wsl.printed).toEqual(["undefined undefined undefined undefined undefined", "0"]);
});

test("node: a hook within an asynchronous hook's call says that it cannot wait", async () => {
  const script = `export default definePlugin({
    permissions: "all",
    async onVmStarted(session) {
      await null;
      MountFolder(session, "C:\\\\Tools", "/tools");
    },
    async onVmStopping() { await null; },
  });`;
  await using wsl = await startWsl({ plugin: { script }, engine: "node" });
  wsl.injectFault({ call: "MountFolder", hook: { name: "OnVMStopping" } });
  expect(await wsl.startVm()).toEqual({ ok: true });
  const [failed] = wsl.log.filter(({ level }) => level === "error");
  expect(failed?.message).toMatch(/a hook that WSL calls within another hook's call cannot wait after/);
});

test("node: a test's own mistake reaches the test, whatever the script catches", async () => {
  const script = `export default definePlugin({
    permissions: "all",
    onVmStarted(session) { try { ExecuteBinary(session, "/bin/x").text(); } catch {} },
  });`;
  const processes = {
    "/bin/x": () => {
      throw new Error("the test's function is broken");
    },
  };
  await using wsl = await startWsl({ plugin: { script }, processes, engine: "node" });
  await expect(wsl.startVm()).rejects.toThrow("the test's function is broken");
});

test.each([
  [
    "a declared function",
    "function make() { return definePlugin(members); }\nexport { made as default, make };\nvar made = make();",
  ],
  ["an expression", "export default definePlugin(members)"],
  ["a list of names", "const plugin = definePlugin(members);\nexport { plugin as default };"],
  ["a constant beside it", "export const other = 1;\nexport default definePlugin(members);"],
  ["the top level's await", "export default await Promise.resolve(definePlugin(members));"],
])("node: a module exports its plugin as %s", async (_, code) => {
  const script = `const members = { onVmStarted() { console.log("runs"); } };\n${code}`;
  await using wsl = await startWsl({ plugin: { script }, engine: "node" });
  expect(await wsl.startVm()).toEqual({ ok: true });
  expect(wsl.printed).toEqual(["runs"]);
});
