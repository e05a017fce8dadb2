/** What the page and the worker that plays a scenario say to each other. */

import type { SimulatorEvent } from "../../../src/simulator/event-log.ts";

export interface PlayRequest {
  readonly engine: Uint8Array<ArrayBuffer>;
  readonly runtime: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly script: Uint8Array;
  readonly map: Uint8Array;
  /** The scenario's file. */
  readonly scenario: string;
  /** In place of the scenario's version of WSL. */
  readonly version: string | null;
}

/** An event as the page shows it. */
export interface ShownEvent {
  readonly kind: SimulatorEvent["kind"];
  readonly text: string;
  /** What `wsl` prints, in an event about that. */
  readonly userText: string | null;
  /** A line of the plugin's log: its level, and the place in the source that it names. */
  readonly level: string | null;
  readonly place: Place | null;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export type PlayAnswer =
  | { readonly kind: "event"; readonly event: ShownEvent }
  /** Lines of permissions to declare, if the plugin lacked some. */
  | { readonly kind: "done"; readonly advice: string }
  /** The scenario is wrong, asks for what the simulated WSL cannot do, or the playground itself has failed. */
  | { readonly kind: "refused"; readonly message: string };
