/** Writes down what enters one instance of a script, and the calls that it makes: host/plugin/recorder.h in Node. */

import { natives as nativeRows } from "../../../bindings/border/natives.ts";
import type { NativeRow } from "../../../bindings/model/border.ts";
import type { EngineInputs } from "../../engine/inputs.ts";
import type { Argument, NativeFunction } from "../../engine/runtime.ts";
import type { Failure } from "../failure.ts";
import { type Row, type RowOf, rowValue, textOfBytes } from "./row.ts";

/** What the host calls of a script. */
export type Entry = Omit<RowOf<"enter">, "kind" | "values"> & { readonly values?: readonly Argument[] };

/** What ended a script from outside. */
export type Limit = RowOf<"leave">["limit"];

/** Stands between a script and all that enters it. */
export interface Boundary {
  inputs(own: EngineInputs): EngineInputs;
  natives(own: Readonly<Record<string, NativeFunction>>): Readonly<Record<string, NativeFunction>>;
  note(row: Row): void;
  enter(entry: Entry): void;
  leave(failure: Failure | null, limit: Limit): void;
  /** Whether a script that returns past its time has not returned: one that is replayed comes further than it did, or less far. */
  readonly stopsLate?: boolean;
}

/** The functions whose results depend on more than their arguments. */
export const recordedNatives: readonly NativeRow[] = (nativeRows as readonly NativeRow[]).filter(
  ({ isPure }) => isPure !== true,
);

export class Recorder implements Boundary {
  readonly note: (row: Row) => void;

  /** `onRow` gets each row when it happens. Nothing is left out: whoever simulates a plugin knows its machine. */
  constructor(onRow: (row: Row) => void) {
    this.note = onRow;
  }

  inputs(own: EngineInputs): EngineInputs {
    const clock = (clock: RowOf<"clock">["clock"], read: () => bigint) => () => {
      const nanoseconds = read();
      this.note({ kind: "clock", clock, nanoseconds: String(nanoseconds) });
      return nanoseconds;
    };
    return {
      ...own,
      wallClock: clock("wall", () => own.wallClock()),
      steadyClock: clock("steady", () => own.steadyClock()),
      fillRandom: (bytes) => {
        own.fillRandom(bytes);
        this.note({ kind: "random", bytes: textOfBytes(bytes) });
      },
      secondsEastOfUtc: (at) => {
        const seconds = own.secondsEastOfUtc(at);
        this.note({ kind: "zone", at, seconds });
        return seconds;
      },
    };
  }

  natives(own: Readonly<Record<string, NativeFunction>>): Readonly<Record<string, NativeFunction>> {
    const recorded = recordedNatives.map(({ name, result }) => {
      const native = own[name] as NativeFunction;
      const call: NativeFunction = (...values) => {
        this.note({ kind: "call", native: name, arguments: values.map(rowValue) });
        const answer = native(...values);
        if (result !== "void") this.note({ kind: "answer", value: rowValue(answer) });
        return answer;
      };
      return [name, call] as const;
    });
    return { ...own, ...Object.fromEntries(recorded) };
  }

  enter({ values, ...entry }: Entry): void {
    this.note({ kind: "enter", ...entry, ...(values !== undefined && { values: values.map(rowValue) }) });
  }

  leave(failure: Failure | null, limit: Limit): void {
    this.note({ kind: "leave", ...outcomeOf(failure), ...(limit !== undefined && { limit }) });
  }
}

export function outcomeOf(failure: Failure | null): Pick<RowOf<"leave">, "hresult" | "message"> {
  return { hresult: failure?.hresult ?? 0, message: failure?.message ?? "" };
}
