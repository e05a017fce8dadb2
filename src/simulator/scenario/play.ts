import type { ContainerSessions } from "../../wsl/container-sessions.ts";
import { distributionProperties, type VmSettings, vmSettingNames } from "../../wsl/information.ts";
import { SimulationMistake } from "../../wsl/mistake.ts";
import type { NestedHook } from "../../wsl/nested-hook.ts";
import type { DistributionOptions } from "../../wsl/session.ts";
import type { Outcome, RequestOptions } from "../../wsl/wsl.ts";
import type { Fault } from "../script-host.ts";
import type { StartOptions } from "../simulated-wsl.ts";
import { joinLines, parseHresult, pluginsOf, processesOf, type Scenario, type ScenarioStep } from "./scenario.ts";

/** A WSL that a scenario can be played on: the simulator, or the real DLL in a test's service. */
export interface Stage {
  startVm(options: RequestOptions & Partial<VmSettings>): Promise<Outcome>;
  stopVm(options: RequestOptions): Promise<Outcome>;
  idle(options: RequestOptions): Promise<Outcome>;
  startDistribution(distribution: DistributionOptions, options: RequestOptions & Partial<VmSettings>): Promise<Outcome>;
  stopDistribution(name: string, options: RequestOptions & { readonly fails?: boolean }): Promise<Outcome>;
  registerDistribution(
    distribution: DistributionOptions,
    options: RequestOptions & Partial<VmSettings>,
  ): Promise<Outcome>;
  unregisterDistribution(distribution: DistributionOptions, options: RequestOptions): Promise<Outcome>;
  readonly containers: Pick<ContainerSessions, ContainerOperation>;
  injectFault(fault: Fault): void | Promise<void>;
  writeScript(script: string | null, plugin?: string): void | Promise<void>;
  writeSettings(settings: object | string, plugin?: string): void | Promise<void>;
  stop(): Promise<void>;
}

type ContainerOperation = Exclude<keyof ContainerSessions, "shutdown">;

/** Runs the scenario's steps one after the other. Throws a SimulationMistake that names the step. */
export async function playSteps(steps: readonly ScenarioStep[], stage: Stage): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await playStep(step, stage);
    } catch (error) {
      if (!(error instanceof SimulationMistake)) throw error;
      throw new SimulationMistake(`steps[${index}]: ${error.message}`, { cause: error });
    }
  }
}

/** The options that start a scenario's WSL. */
export function machineOf(scenario: Scenario): StartOptions {
  const { version, sessions, vmIdleTimeout, folders, windows } = scenario;
  return {
    plugins: pluginsOf(scenario),
    processes: processesOf(scenario),
    ...defined({ version, sessions, vmIdleTimeout, folders, windows }),
  };
}

async function playStep(step: ScenarioStep, stage: Stage): Promise<unknown> {
  switch (step.do) {
    case "startVm":
      return stage.startVm(requestOf(step));
    case "stopVm":
      return stage.stopVm(requestOf(step));
    case "idle":
      return stage.idle(requestOf(step));
    case "startDistribution":
      return stage.startDistribution(distributionOf(step), requestOf(step));
    case "stopDistribution":
      return stage.stopDistribution(step.name, { ...requestOf(step), ...defined({ fails: step.fails }) });
    case "registerDistribution":
      return stage.registerDistribution(distributionOf(step), requestOf(step));
    case "unregisterDistribution":
      return stage.unregisterDistribution(distributionOf(step), requestOf(step));
    case "injectFault": {
      const { call, times, block, hresult, hook } = step;
      const code = hresult === undefined ? undefined : parseHresult(hresult);
      return stage.injectFault({ call, ...defined({ times, block, hresult: code, hook: hook && nestedHook(hook) }) });
    }
    case "writeScript":
      return stage.writeScript(step.script === null ? null : joinLines(step.script), step.plugin);
    case "writeSettings":
      return stage.writeSettings(step.settings, step.plugin);
    case "stop":
      return stage.stop();
    default:
      return playContainerStep(step, stage.containers);
  }
}

function playContainerStep(step: ContainerStep, containers: Stage["containers"]): Promise<unknown> {
  switch (step.do) {
    case "createContainerSession":
      return containers.createSession(pick(step, ["name", "session"]));
    case "endContainerSession":
      return containers.endSession(pick(step, ["containerSession"]));
    case "listContainerSessions":
      return containers.listSessions();
    case "startContainer":
      return containers.start(
        { name: step.name, ...pick(step, ["image", "inspection"]) },
        pick(step, ["containerSession"]),
      );
    case "stopContainer":
      return containers.stop(step.name, pick(step, ["containerSession"]));
    case "deleteContainer":
      return containers.delete(step.name, pick(step, ["containerSession"]));
    case "pullImage":
      return containers.pullImage({ name: step.name, ...pick(step, ["inspection"]) }, pick(step, ["containerSession"]));
    case "deleteImage":
      return containers.deleteImage(step.name, pick(step, ["containerSession"]));
    case "idleContainers":
      return containers.idle(pick(step, ["containerSession"]));
  }
}

type ContainerStep = Extract<ScenarioStep, { readonly do: `${string}${"Container" | "Image"}${string}` }>;

function requestOf(step: RequestOptions & Partial<VmSettings>): RequestOptions & Partial<VmSettings> {
  return pick(step, ["session", ...vmSettingNames]);
}

function nestedHook(hook: NestedHook): NestedHook {
  return { name: hook.name, ...pick(hook, ["plugin", "session", "distribution"]) };
}

function distributionOf(step: DistributionOptions): DistributionOptions {
  return { ...pick(step, [...distributionProperties, "wsl"]), name: step.name };
}

function pick<T extends object, Name extends keyof T>(from: T, names: readonly Name[]) {
  return defined(Object.fromEntries(names.map((name) => [name, from[name]])) as { [Each in Name]: T[Each] });
}

/** Without the members that are absent. */
function defined<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const there = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}
