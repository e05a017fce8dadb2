/** The steps of a scenario that call a plugin's hooks in the order of a recording. */

import { structs } from "../../runtime/generated/structs.ts";
import type { HookName } from "../../wsl/plugin-host.ts";
import type { ScenarioStep } from "../scenario/scenario.ts";
import { ContainerSteps } from "./container-steps.ts";
import { faultsOf } from "./fault-writer.ts";
import { type HookMembers, type Members, membersOf } from "./hook-members.ts";
import type { RecordedEntry, Recording } from "./recording.ts";

type StopStep = Extract<ScenarioStep, { readonly do: "stopDistribution" }>;
type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

export class StepWriter {
  readonly all: ScenarioStep[] = [];
  /** What no step can express, each with its line. */
  readonly leftOut: string[] = [];
  /** The user's. */
  sid: string | null = null;
  readonly #containers = new ContainerSteps(this.all);
  #vm: "stopped" | "running" | "refused" = "stopped";
  /** The distributions that run, by name. */
  readonly #running = new Set<string>();
  /** By name, the last step that stops it, and its init's number. */
  readonly #stops = new Map<string, { readonly step: Writable<StopStep>; readonly initPid: unknown }>();

  write({ parts }: Recording): void {
    const entries = parts.filter((part) => "row" in part);
    for (const { number, row } of entries) {
      if (typeof row.previous === "string") this.leftOut.push(`line ${number}: the state of the instance before`);
      if (row.part === "onReloading") this.leftOut.push(`line ${number}: the reload of another script`);
    }
    const hooks = entries.filter(({ row }) => row.part === "hook");
    for (const [at, entry] of hooks.entries()) this.#writeHook(entry, hooks[at + 1]?.row.hook);
  }

  #writeHook(entry: RecordedEntry, next: string | undefined): void {
    const { steps, leftOut } = faultsOf(entry, (name) => this.#running.has(name));
    this.all.push(...steps);
    this.leftOut.push(...leftOut);
    const hook = entry.row.hook as HookName;
    const members = membersOf(hook, entry.row.values ?? []);
    const userSid = members.session?.userSid;
    if (typeof userSid === "string") this.sid ??= userSid;
    this.#writeStep(hook, members, (entry.leave?.hresult ?? 0) >= 0, next);
  }

  #writeStep(hook: HookName, members: HookMembers, succeeds: boolean, next: string | undefined): void {
    const { settings, distribution = {} } = members;
    const name = String(distribution.name);
    switch (hook) {
      case "OnVMStarted":
        if (this.#vm === "running") this.all.push({ do: "stopVm" });
        this.all.push({ do: "startVm", ...customized(settings) } as ScenarioStep);
        this.#vm = succeeds ? "running" : "refused";
        break;
      case "OnVMStopping":
        this.#stopVm();
        break;
      case "OnDistributionStarted":
        this.#startDistribution(distribution);
        if (!succeeds) this.#running.delete(name);
        break;
      case "OnDistributionStopping":
        this.#stopDistribution(name, distribution);
        break;
      case "OnDistributionRegistered":
        this.all.push({ do: "registerDistribution", ...described(distribution) });
        break;
      case "OnDistributionUnregistered":
        this.all.push({ do: "unregisterDistribution", ...described(distribution) });
        break;
      default:
        this.#containers.write(hook, members, next);
    }
  }

  /** WSL stops a VM by itself that a plugin has refused. */
  #stopVm(): void {
    if (this.#vm === "stopped") this.all.push({ do: "startVm" });
    if (this.#vm !== "refused") this.all.push({ do: "stopVm" });
    this.#vm = "stopped";
    this.#running.clear();
  }

  /** One that stops twice has not stopped at the first time. */
  #stopDistribution(name: string, distribution: Members): void {
    const { initPid } = distribution;
    const before = this.#stops.get(name);
    if (!this.#running.has(name)) {
      if (before !== undefined && before.initPid === initPid) before.step.fails = true;
      else this.#startDistribution(distribution);
    }
    this.#running.delete(name);
    const step: Writable<StopStep> = { do: "stopDistribution", name };
    this.#stops.set(name, { step, initPid });
    this.all.push(step);
  }

  #startDistribution(distribution: Members): void {
    this.#vm = "running";
    this.#running.add(String(distribution.name));
    this.all.push({ do: "startDistribution", ...described(distribution) });
  }
}

function customized(settings: Members = {}): Members {
  const [field] = structs.WSLVmCreationSettings.fields;
  const set = field.flags.filter(({ value }) => (Number(settings[field.property]) & value) !== 0);
  return Object.fromEntries(
    set.map(({ property }) => [`custom${property[0]?.toUpperCase()}${property.slice(1)}`, true]),
  );
}

const described = ({ id, name, packageFamilyName, flavor, version }: Members) => {
  const optional = Object.entries({ packageFamilyName, flavor, version }).filter(([, value]) => value !== undefined);
  return { name: String(name), id: String(id), ...Object.fromEntries(optional) } as { name: string };
};
