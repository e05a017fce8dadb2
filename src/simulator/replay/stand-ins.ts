/** What a scenario has in the place of the content that a recording leaves out. */

import type { WslApi } from "../../host/natives.ts";
import { isLeftOut, type RowValue, valueOfRow } from "../../host/recording/row.ts";
import { processFunction } from "../../machine/process.ts";
import type { ProcessPlace } from "../../machine/process-table.ts";
import { ProcessTable } from "../../machine/process-table.ts";
import { hresults } from "../../runtime/generated/hresults.ts";
import { dockerId, inspectContainer, inspectImage } from "../../wsl/inspection.ts";
import type { HookName } from "../../wsl/plugin-host.ts";
import type { SimulatorEvent } from "../event-log.ts";
import { processesOf, type Scenario, type ScenarioStep } from "../scenario/scenario.ts";
import type { RecordedEntry } from "./recording.ts";

const failed = hresults.E_FAIL | 0;

export class StandIns {
  readonly scenario: Scenario;
  readonly #version: string;
  readonly #programs: ProcessTable;
  readonly #steps: ScenarioStep[];

  /** `version`: of WSL. */
  constructor(scenario: Scenario, version: string, onEvent: (event: SimulatorEvent) => void) {
    this.scenario = scenario;
    this.#version = version;
    this.#programs = new ProcessTable(processFunction(processesOf(scenario)), onEvent);
    this.#steps = [...scenario.steps];
  }

  /** The calls that start programs. */
  get starts(): Pick<WslApi, "startForContainers" | "execute"> {
    return {
      startForContainers: ({ session, path, argv, variables }) => {
        const env = Object.fromEntries(variables.map((text) => text.split(/=(.*)/s).slice(0, 2)));
        const place = { session, distribution: null };
        return this.#programs.startForContainers(place, { ...startOf(place, path, argv), env });
      },
      execute: ({ session, distribution, path, argv }) => {
        const place = { session, distribution };
        return this.#programs.start(place, startOf(place, path, argv)) ?? failed;
      },
    };
  }

  /** A hook's values; what WSL said of a container or an image is that of the scenario's next one. */
  valuesOf({ row: { hook, values = [] } }: RecordedEntry): RowValue[] {
    return values.map((value) => (isLeftOut(valueOfRow(value)) ? this.#inspection(hook as HookName) : value));
  }

  #inspection(hook: HookName): string {
    const wanted = hook === "ImageCreated" ? "pullImage" : "startContainer";
    const at = this.#steps.findIndex((step) => step.do === wanted);
    const [step] = at < 0 ? [] : this.#steps.splice(at, 1);
    const options = step !== undefined && "name" in step ? (step as { readonly name: string }) : { name: "container" };
    const id = dockerId(options.name);
    return hook === "ImageCreated"
      ? inspectImage(`sha256:${id}`, options)
      : inspectContainer(id, options, this.#version);
  }
}

function startOf(place: ProcessPlace, path: string, argv: readonly string[]) {
  const [arg0 = path, ...args] = argv;
  return { ...place, path, args, arg0, hostPath: () => null };
}
