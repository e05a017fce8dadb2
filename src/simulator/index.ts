/**
 * `wsl-script-host/testing`: tests of plugins, without WSL and without Windows.
 *
 * @example
 * ```ts
 * import { startWsl } from "wsl-script-host/testing";
 * import { expect, test } from "vitest";
 *
 * test("logs which kernel runs", async () => {
 *   await using wsl = await startWsl({
 *     plugin: "src/hello.ts",
 *     processes: { "/bin/uname": "6.6.87\n" },
 *   });
 *   expect(await wsl.startVm()).toEqual({ ok: true });
 *   expect(wsl.printed).toContain("the kernel is 6.6.87");
 * });
 * ```
 *
 * @packageDocumentation
 */

export type { WindowsFolders } from "../machine/folders.ts";
export type { Mount } from "../machine/machine.ts";
export {
  type ProcessAnswer,
  type ProcessCall,
  type Processes,
  type ProcessFunction,
  type ProcessResult,
  type ProcessSteps,
  type RealProgram,
  useRealProgram,
} from "../machine/process.ts";
export type { ProcessRecord } from "../machine/process-table.ts";
export type { LogLevel } from "../runtime/generated/settings.ts";
export type { CallEvent, PluginEvent, ProcessEvent, WslEvent } from "../wsl/events.ts";
export type { VmSettings } from "../wsl/information.ts";
export type { LogLine } from "../wsl/log-line.ts";
export type { NestedHook } from "../wsl/nested-hook.ts";
export type { HookName } from "../wsl/plugin-host.ts";
export type { DistributionOptions } from "../wsl/session.ts";
export type { Outcome, RequestOptions } from "../wsl/wsl.ts";
export type { EngineName } from "./engine-name.ts";
export { formatSimulatorEvent, type LogEvent, type SimulatorEvent } from "./event-log.ts";
export { type PluginCoverage, pluginCoverage } from "./plugin-coverage.ts";
export type { PluginFile, PluginScript, PluginSource } from "./plugin-source.ts";
export { compareLines } from "./scenario/compare-lines.ts";
export { readScenario } from "./scenario/read-scenario.ts";
export { parseScenario, type Scenario, type ScenarioStep } from "./scenario/scenario.ts";
export { simulateScenario } from "./scenario/simulate.ts";
export type { Fault } from "./script-host.ts";
export { type SessionOptions, SimulatedWsl, type StartOptions } from "./simulated-wsl.ts";
export { startWsl } from "./start-wsl.ts";
export type { TraceEvent, TraceFile } from "./trace.ts";
