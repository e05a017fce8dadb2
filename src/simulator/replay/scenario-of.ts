/** A scenario in which a plugin goes through what a recording has. */

import type { RowValue } from "../../host/recording/row.ts";
import { valueOfRow } from "../../host/recording/row.ts";
import { type Hook, hooks } from "../../runtime/generated/hooks.ts";
import { type StructField, structs } from "../../runtime/generated/structs.ts";
import { hresultToHex } from "../../wsl/hresult-text.ts";
import type { HookName } from "../../wsl/plugin-host.ts";
import type { Scenario, ScenarioStep } from "../scenario/scenario.ts";
import { callEventOf } from "./call-event.ts";
import { recordedPrograms } from "./recorded-programs.ts";
import { allCalls, answerOf, argumentsOf, type RecordedCall, type RecordedEntry, type Recording } from "./recording.ts";
import { settingsText } from "./settings-text.ts";

type Step = ScenarioStep;
type Members = Readonly<Record<string, unknown>>;

/** `file`: the plugin's source, relative to the scenario; the recorded script by default. Without `expect`. */
export function scenarioOf(recording: Recording, file: string | null, answers?: Scenario): Omit<Scenario, "expect"> {
  const { about } = recording;
  const settings = settingsText(recording, answers);
  const steps = new StepWriter().write(recording);
  const sid = steps.sid === null ? {} : { sessions: [{ sid: steps.sid, ...accountOf(recording) }] };
  const folders = mountedFolders(recording);
  return {
    name: about.plugin,
    version: about.wsl,
    ...(file === null ? { script: (about.script ?? "").split("\n") } : { file }),
    ...(settings !== null && { settings: objectOr(settings) }),
    ...sid,
    ...(folders.length > 0 && { folders }),
    processes: answers?.processes ?? recordedPrograms(recording),
    steps: steps.all,
  };
}

/** Settings that are wrong stay the text that they are. */
function objectOr(text: string): object | string {
  try {
    return JSON.parse(text) as object;
  } catch {
    return text;
  }
}

class StepWriter {
  readonly all: Step[] = [];
  sid: string | null = null;
  #vm: "stopped" | "running" | "refused" = "stopped";
  /** The distributions that run. */
  readonly #running = new Set<string>();
  /** The step that only starts the VM of a container session. */
  #vmStep: Step | null = null;
  readonly #containers = new Map<unknown, string>();
  readonly #images = new Map<unknown, string>();

  write({ parts }: Recording): this {
    for (const part of parts) {
      if (!("row" in part) || part.row.part !== "hook") continue;
      this.#writeFaults(part);
      this.#writeStep(part);
    }
    return this;
  }

  /** Calls of WSL that failed fail again. */
  #writeFaults(entry: RecordedEntry): void {
    for (const call of reachingCalls(entry)) {
      const event = callEventOf("", call.native, argumentsOf(call), answerOf(call));
      if (event === null || event.hresult >= 0) continue;
      this.all.push({ do: "injectFault", call: event.call, hresult: hresultToHex(event.hresult) as never });
    }
  }

  #writeStep({ row, leave }: RecordedEntry): void {
    const hook = row.hook as HookName;
    const { session, settings, distribution, ...others } = membersOf(hook, row.values ?? []);
    const succeeds = (leave?.hresult ?? 0) >= 0;
    const { userSid } = session ?? {};
    if (typeof userSid === "string") this.sid ??= userSid;
    switch (hook) {
      case "OnVMStarted":
        if (this.#vm === "running") this.all.push({ do: "stopVm" });
        this.all.push({ do: "startVm", ...customized(settings) } as Step);
        this.#vm = succeeds ? "running" : "refused";
        break;
      case "OnVMStopping":
        this.#stopVm();
        break;
      case "OnDistributionStarted":
        this.#startDistribution(distribution ?? {});
        if (!succeeds) this.#running.delete(String(distribution?.name));
        break;
      case "OnDistributionStopping":
        if (!this.#running.has(String(distribution?.name))) this.#startDistribution(distribution ?? {});
        this.all.push({ do: "stopDistribution", name: String(distribution?.name) });
        this.#running.delete(String(distribution?.name));
        break;
      case "OnDistributionRegistered":
        this.all.push({ do: "registerDistribution", ...described(distribution ?? {}) });
        break;
      case "OnDistributionUnregistered":
        this.all.push({ do: "unregisterDistribution", ...described(distribution ?? {}) });
        break;
      default:
        this.#writeContainerStep(hook, others as Members, session ?? {});
    }
  }

  /** WSL stops a VM by itself that a plugin has refused. */
  #stopVm(): void {
    if (this.#vm === "stopped") this.all.push({ do: "startVm" });
    if (this.#vm !== "refused") this.all.push({ do: "stopVm" });
    this.#vm = "stopped";
    this.#running.clear();
  }

  #startDistribution(distribution: Members): void {
    this.#vm = "running";
    this.#running.add(String(distribution.name));
    this.all.push({ do: "startDistribution", ...described(distribution) });
  }

  #writeContainerStep(hook: HookName, values: Members, { displayName }: Members): void {
    switch (hook) {
      case "OnSessionCreated":
        this.all.push({ do: "createContainerSession", name: String(displayName) });
        break;
      case "WslcVmStarted":
        if (!this.all.some((step) => step.do === "createContainerSession")) {
          this.all.push({ do: "createContainerSession" });
        }
        this.#vmStep = { do: "startContainer", name: "container" };
        this.all.push(this.#vmStep);
        break;
      case "WslcVmStopping":
        this.all.push({ do: "idleContainers" });
        break;
      case "OnSessionStopping":
        this.all.push({ do: "endContainerSession" });
        break;
      case "ContainerStarted": {
        this.#dropVmStep();
        const inspection = parsed(values.container);
        const name = String(inspection.Name ?? "container").replace(/^\//, "");
        this.#containers.set(inspection.Id, name);
        this.all.push({ do: "startContainer", name, inspection });
        break;
      }
      case "ContainerStopping":
        this.#dropVmStep();
        this.all.push({ do: "stopContainer", name: this.#containers.get(values.containerId) ?? "container" });
        break;
      case "ImageCreated": {
        this.#dropVmStep();
        const inspection = parsed(values.image);
        const [name = "debian:latest"] = (inspection.RepoTags ?? []) as string[];
        this.#images.set(inspection.Id, name);
        this.all.push({ do: "pullImage", name, inspection });
        break;
      }
      case "ImageDeleted":
        this.#dropVmStep();
        this.all.push({ do: "deleteImage", name: this.#images.get(values.imageId) ?? "debian:latest" });
        break;
    }
  }

  /** What follows the VM's start has started it. */
  #dropVmStep(): void {
    if (this.#vmStep !== null && this.all.at(-1) === this.#vmStep) this.all.pop();
  }
}

/** Without those that the host denied. */
function reachingCalls(entry: RecordedEntry): RecordedCall[] {
  const calls = allCalls([entry]);
  return calls.filter((_, at) => {
    const next = calls[at + 1];
    return next?.native !== "_takeDenial" || next.answer === "";
  });
}

/** A hook's structs and values by the names of its parameters. */
function membersOf(name: HookName, values: readonly RowValue[]): Readonly<Record<string, Members>> {
  const hook: Hook | undefined = hooks.find((each) => each.name === name);
  const left = values.map(valueOfRow);
  const entries = (hook?.parameters ?? []).map((parameter) => {
    if ("value" in parameter) return [parameter.name, left.shift()];
    const fields: readonly StructField[] = structs[parameter.struct].fields;
    return [parameter.name, Object.fromEntries(fields.map((field) => [field.property, left.shift()]))];
  });
  return Object.fromEntries(entries);
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

function parsed(inspection: unknown): Members {
  return typeof inspection === "string" ? (JSON.parse(inspection) as Members) : {};
}

function accountOf({ parts }: Recording): { readonly account?: string } {
  const found = allCalls(parts).find(({ native, answer }) => native === "_lookupUser" && answer !== "");
  return typeof found?.answer === "string" ? { account: found.answer } : {};
}

/** Those that WSL found. */
function mountedFolders({ parts }: Recording): string[] {
  const mounts = allCalls(parts).filter(({ native, answer }) => /ountFolder$/.test(native) && Number(answer) >= 0);
  return [
    ...new Set(
      mounts.flatMap(({ values: [, folder] }) =>
        typeof folder === "string" && /^[A-Za-z]:/.test(folder) ? [folder] : [],
      ),
    ),
  ];
}
