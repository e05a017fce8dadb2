import type { DistributionPlace } from "./events.ts";
import {
  type DistributionInformation,
  type RunningInformation,
  type SessionInformation,
  unknownDistribution,
} from "./information.ts";
import type { ServiceThread } from "./plugin-host.ts";

/** Absent values are what WSL has for a distribution without them: "" or null, depending on the hook. */
export interface DistributionOptions extends Partial<DistributionInformation> {
  readonly name: string;
  /** A GUID in lower case without braces; derived from the name by default, so the same for the same name. */
  readonly id?: string;
  /** The version of WSL that it runs under: 2 by default. */
  readonly wsl?: 1 | 2;
}

/** A user of the service: at most one VM, and the known distributions. */
export class Session {
  readonly id: number;
  readonly userSid: string;
  readonly distributions = new Map<string, Distribution>();
  vmRuns = false;
  /** The end of the queue of requests. */
  last: Promise<unknown> = Promise.resolve();

  constructor(id: number, userSid: string) {
    this.id = id;
    this.userSid = userSid;
  }

  /** The distribution with this id or name; these options are added to what is known of it. */
  know(options: DistributionOptions): Distribution {
    const known = this.#find(options.id ?? options.name);
    if (known !== undefined && known.running !== null) {
      return known;
    }
    const id = options.id ?? known?.id ?? idOfName(options.name);
    const distribution = new Distribution(this.id, id, { ...known?.options, ...options });
    this.distributions.set(id, distribution);
    return distribution;
  }

  /** By name or id; null if it is not running. */
  running(name: string): Distribution | null {
    const found = this.#find(name);
    return found === undefined || found.running === null ? null : found;
  }

  /** The part that the calls of all hooks share. */
  call(via: ServiceThread): { session: SessionInformation; via: ServiceThread } {
    return { session: this.#information(), via: threadOf(via) };
  }

  #find(nameOrId: string): Distribution | undefined {
    return [...this.distributions.values()].find((one) => one.place.name === nameOrId || one.id === nameOrId);
  }

  #information(): SessionInformation {
    return { id: this.id, userSid: this.userSid, hasToken: this.vmRuns };
  }
}

/** The part of a request that names its thread. */
export function threadOf({ thread, stack, impersonate }: ServiceThread): ServiceThread {
  return {
    ...(thread !== undefined && { thread }),
    ...(stack !== undefined && { stack }),
    ...(impersonate !== undefined && { impersonate }),
  };
}

export class Distribution {
  readonly id: string;
  readonly wsl: 1 | 2;
  readonly place: DistributionPlace;
  readonly options: DistributionOptions;
  running: RunningInformation | null = null;

  constructor(session: number, id: string, options: DistributionOptions) {
    this.id = id;
    this.wsl = options.wsl ?? 2;
    this.place = { session, id, name: options.name, wsl: this.wsl };
    this.options = options;
  }

  /** WSL writes an unknown flavor and version as "" at registration, and as NULL everywhere else. */
  information(unknown: "" | null): DistributionInformation {
    const { wsl: _, ...known } = this.options;
    return { ...unknownDistribution(unknown), ...known, id: this.id };
  }

  runningInformation(): DistributionInformation & RunningInformation {
    if (this.running === null) {
      throw new Error(`${this.place.name} does not run.`);
    }
    return { ...this.information(null), ...this.running };
  }
}

/** The same GUID for the same name: four rounds of FNV-1a with different start values. */
function idOfName(name: string): string {
  const words = [0, 1, 2, 3].map((round) => {
    let hash = 0x811c9dc5 ^ round;
    for (const byte of new TextEncoder().encode(name)) {
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    return (hash >>> 0).toString(16).padStart(8, "0");
  });
  const digits = words.join("");
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    "-",
  );
}
