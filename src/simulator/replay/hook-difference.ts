/** Where the hooks of a recording end in another way than those of a second one, and why. */

import { isDeepStrictEqual } from "node:util";
import { hresultToText } from "../../wsl/hresult-text.ts";
import { isOfStreams } from "./call-event.ts";
import {
  answerOf,
  argumentsOf,
  type Item,
  type RecordedCall,
  type RecordedEntry,
  type Recording,
} from "./recording.ts";

/** `played` may have further hooks between those of the recording. Null: there is no difference. */
export function hookDifference(recording: Recording, played: readonly Recording[]): string | null {
  const left = played.flatMap(hooksOf);
  for (const entry of hooksOf(recording)) {
    const { hook } = entry.row;
    const at = left.findIndex(({ row }) => row.hook === hook);
    const found = at < 0 ? undefined : left.splice(0, at + 1).at(-1);
    if (found === undefined) return `${hook} (line ${entry.number}) is not called`;
    const [recorded, got] = [resultOf(entry), resultOf(found)];
    if (recorded !== got) {
      return `${hook} (line ${entry.number}) returns ${got}, and not ${recorded}: ${causeOf(entry, found)}`;
    }
  }
  return null;
}

function hooksOf({ parts }: Recording): RecordedEntry[] {
  return parts.filter((part): part is RecordedEntry => "row" in part && part.row.hook !== undefined);
}

function resultOf({ leave }: RecordedEntry): string {
  return leave === null ? "nothing" : hresultToText(leave.hresult);
}

/** The first call that differs, or what a scenario does not have. */
function causeOf(recorded: RecordedEntry, played: RecordedEntry): string {
  const others = callsOf(played);
  for (const [at, call] of callsOf(recorded).entries()) {
    const other = others[at];
    if (other === undefined || !isSameCall(call, other))
      return `line ${call.number}, ${nameOf(call)}, is not the next call`;
    if (!isDeepStrictEqual(answerOf(call), answerOf(other)))
      return `line ${call.number}, ${nameOf(call)}, has another answer`;
  }
  const limit = recorded.leave?.limit;
  if (limit !== undefined) return `its limit of ${limit} ended it`;
  const input = recorded.items.find((item) => item.kind !== "call");
  if (input !== undefined) return `no scenario has ${namesOf[input.kind]} of line ${input.number}`;
  return "it has got the same from all its calls";
}

const namesOf: { readonly [Kind in Exclude<Item["kind"], "call">]: string } = {
  clock: "the clock",
  random: "the random numbers",
  zone: "the local time",
};

/** Without its lines of the log, the secrets of `run`, and the pieces in which programs print. */
function callsOf({ items }: RecordedEntry): RecordedCall[] {
  const isOfOnePlay = (native: string) => native === "_log" || native === "_randomBytes" || isOfStreams(native);
  return items.filter((item): item is RecordedCall => item.kind === "call" && !isOfOnePlay(item.native));
}

function isSameCall(one: RecordedCall, other: RecordedCall): boolean {
  return one.native === other.native && isDeepStrictEqual(argumentsOf(one), argumentsOf(other));
}

function nameOf({ native }: RecordedCall): string {
  return native.slice(1);
}
