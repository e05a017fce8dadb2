/** The steps of a scenario that call a plugin's hooks of container sessions. */

import type { HookName } from "../../wsl/plugin-host.ts";
import type { ScenarioStep } from "../scenario/scenario.ts";
import type { HookMembers, Members } from "./hook-members.ts";

/** Containers or images: their name in a scenario, by the id that hooks pass. */
class Things {
  readonly #names = new Map<unknown, string>();
  readonly #nameIn: (inspection: Members) => unknown;

  constructor(nameIn: (inspection: Members) => unknown) {
    this.#nameIn = nameIn;
  }

  /** What a step says of one that comes. */
  add(json: unknown): { readonly name: string; readonly inspection?: object } {
    if (typeof json !== "string") return { name: "unknown" };
    const inspection = JSON.parse(json) as Members;
    const name = String(this.#nameIn(inspection) ?? inspection.Id);
    this.#names.set(inspection.Id, name);
    return { name, inspection };
  }

  nameOf(id: unknown): string {
    return this.#names.get(id) ?? String(id);
  }
}

/** Starts the session's VM, and is the last of all to call a hook that a plugin has. */
const startOfVm: ScenarioStep = { do: "deleteImage", name: "an image" };

export class ContainerSteps {
  readonly #all: ScenarioStep[];
  readonly #containers = new Things(({ Name }) => Name && String(Name).replace(/^\//, ""));
  readonly #images = new Things(({ RepoTags }) => (RepoTags as readonly string[] | null | undefined)?.[0]);
  readonly #running = new Set<string>();
  #hasSession = false;

  /** Writes to `all`. */
  constructor(all: ScenarioStep[]) {
    this.#all = all;
  }

  /** `next`: the hook that the recording has then. */
  write(hook: HookName, { session, ...values }: HookMembers, next: string | undefined): void {
    if (hook !== "OnSessionCreated" && !this.#hasSession) this.#createSession();
    switch (hook) {
      case "OnSessionCreated":
        this.#createSession(String(session?.displayName));
        break;
      case "WslcVmStarted":
        // What comes next has started it.
        if (next === undefined || !startsVm(next)) this.#all.push(startOfVm);
        break;
      case "WslcVmStopping":
        // The end of the session stops it, too.
        if (next === "OnSessionStopping") break;
        for (const name of this.#running) this.#all.push({ do: "deleteContainer", name });
        this.#running.clear();
        this.#all.push({ do: "idleContainers" });
        break;
      case "OnSessionStopping":
        this.#all.push({ do: "endContainerSession" }, { do: "listContainerSessions" });
        this.#hasSession = false;
        break;
      case "ContainerStarted": {
        const container = this.#containers.add(values.container);
        this.#running.add(container.name);
        this.#all.push({ do: "startContainer", ...container });
        break;
      }
      case "ContainerStopping": {
        const name = this.#containers.nameOf(values.containerId);
        if (!this.#running.delete(name)) this.#all.push({ do: "startContainer", name });
        this.#all.push({ do: "stopContainer", name });
        break;
      }
      case "ImageCreated":
        this.#all.push({ do: "pullImage", ...this.#images.add(values.image) });
        break;
      case "ImageDeleted":
        this.#all.push({ do: "deleteImage", name: this.#images.nameOf(values.imageId) });
        break;
    }
  }

  #createSession(name?: string): void {
    this.#all.push({ do: "createContainerSession", ...(name !== undefined && { name }) });
    this.#hasSession = true;
  }
}

function startsVm(hook: string): boolean {
  return ["ContainerStarted", "ImageCreated", "ImageDeleted"].includes(hook);
}
