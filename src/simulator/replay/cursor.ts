import type { NativeValue } from "../../engine/runtime.ts";
import { isSameValue } from "./departure.ts";
import type { Item, RecordedCall, RecordedEntry } from "./recording.ts";

type InputOf<Kind extends Item["kind"]> = Extract<Item, { readonly kind: Kind }>;

/** How far a script has come in one entry of its recording. */
export class Cursor {
  /** Null while the engine is made. */
  readonly entry: RecordedEntry | null;
  readonly #items: readonly Item[];
  #at = 0;

  constructor(items: readonly Item[], entry: RecordedEntry | null) {
    this.#items = items;
    this.entry = entry;
  }

  /** Whether nothing more follows. */
  get isAtEnd(): boolean {
    return this.#at >= this.#items.length;
  }

  /** Whether something ended the script at the end of the rows: a limit, or the end of the recording. */
  get isCutOff(): boolean {
    return this.entry !== null && (this.entry.leave === null || this.entry.leave.limit !== undefined);
  }

  /** The next input of a kind before the script's next call, or null. */
  takeInput<Kind extends Exclude<Item["kind"], "call">>(
    kind: Kind,
    isWanted: (input: InputOf<Kind>) => boolean,
  ): InputOf<Kind> | null {
    for (let at = this.#at; at < this.#items.length; at += 1) {
      const item = this.#items[at];
      if (item === undefined || item.kind === "call") break;
      if (item.kind !== kind || !isWanted(item as InputOf<Kind>)) continue;
      this.#at = at + 1;
      return item as InputOf<Kind>;
    }
    return null;
  }

  /** The script's next call as recorded. */
  get nextCall(): RecordedCall | null {
    return this.#calls().next().value ?? null;
  }

  /** The next call that is the same as this one. */
  findCall(native: string, values: readonly NativeValue[]): RecordedCall | null {
    for (const call of this.#calls()) {
      if (isSameCall(call, native, values)) return call;
    }
    return null;
  }

  /** Goes on behind a call. Returns those before it. */
  goBehind(call: RecordedCall): readonly RecordedCall[] {
    const passed: RecordedCall[] = [];
    for (const next of this.#calls()) {
      if (next === call) break;
      passed.push(next);
    }
    this.#at = this.#items.indexOf(call, this.#at) + 1;
    return passed;
  }

  /** Goes to the end. Returns the calls before it. */
  goToEnd(): readonly RecordedCall[] {
    const calls = [...this.#calls()];
    this.#at = this.#items.length;
    return calls;
  }

  /** One by one: mostly the first is wanted, and a long entry has thousands. */
  *#calls(): Generator<RecordedCall, undefined> {
    for (let at = this.#at; at < this.#items.length; at += 1) {
      const item = this.#items[at];
      if (item?.kind === "call") yield item;
    }
  }
}

function isSameCall(call: RecordedCall, native: string, values: readonly NativeValue[]): boolean {
  return call.native === native && values.every((value, at) => isSameValue(call.values[at], value));
}
