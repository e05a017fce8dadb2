import { recordingFormat, recordingRow } from "../../../bindings/files/recording.ts";
import type { NativeValue } from "../../engine/runtime.ts";
import { isLeftOut, type Row, type RowOf, type RowValue, valueOfRow } from "../../host/recording/row.ts";
import { checkShape, ShapeError } from "../scenario/check-shape.ts";

/** What happens within an entry. Numbers count the file's rows from 1. */
export type Item = RecordedCall | (RowOf<"clock" | "random" | "zone"> & { readonly number: number });

export interface RecordedCall {
  readonly kind: "call";
  readonly number: number;
  readonly native: string;
  readonly values: readonly RowValue[];
  /** Undefined for a call that returns nothing, or never returned. */
  readonly answer: RowValue | undefined;
  /** Hooks that WSL called from within. */
  readonly nested: readonly RecordedEntry[];
}

export interface RecordedEntry {
  readonly number: number;
  readonly row: RowOf<"enter">;
  readonly items: readonly Item[];
  /** Null: the recording ends within. */
  readonly leave: RowOf<"leave"> | null;
}

/** A recording as a tree. */
export interface Recording {
  readonly about: RowOf<"recording">;
  /** Null if the script never got that far. */
  readonly settings: RowOf<"settings"> | null;
  /** What the engine took when it was made. */
  readonly made: readonly Item[];
  /** The host's calls of the script, and what became of the instance. */
  readonly parts: readonly (RecordedEntry | RowOf<"session">)[];
  /** By moment, how far local time is east of UTC. */
  readonly zones: ReadonlyMap<number, number>;
  /** Whether it stopped at its maximum size. */
  readonly isFull: boolean;
}

/** A file that is no recording, or one of another format. */
export class RecordingError extends Error {}

/** Reads a recording. Its last line may be cut off, as a crash leaves it. */
export function parseRecording(text: string): Recording {
  const reader = new RowReader(rowsOf(text));
  const about = reader.take("recording");
  if (about === null) throw new RecordingError("it is no recording: its first line does not say so");
  if (about.format !== recordingFormat) {
    throw new RecordingError(
      `its format is ${about.format}, and this version of wsl-script-host plays ${recordingFormat}`,
    );
  }
  const made = reader.items();
  const parts: (RecordedEntry | RowOf<"session">)[] = [];
  while (!reader.isAtEnd && reader.take("full") === null) {
    const part = reader.take("session") ?? reader.entry();
    if (part === null) throw new RecordingError(`line ${reader.line} is out of place`);
    parts.push(part);
  }
  const { rows } = reader;
  const zones = new Map<number, number>();
  let settings: RowOf<"settings"> | null = null;
  for (const row of rows) {
    if (row.kind === "zone") zones.set(row.at, row.seconds);
    else if (row.kind === "settings") settings = row;
  }
  return {
    about,
    settings,
    made,
    parts,
    zones,
    isFull: rows.at(-1)?.kind === "full",
  };
}

function rowsOf(text: string): readonly Row[] {
  const lines = text.split("\n");
  // Complete lines end with a line feed.
  lines.pop();
  return lines.map((line, at) => {
    try {
      const row: unknown = JSON.parse(line);
      checkShape(recordingRow, row);
      return row as Row;
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof ShapeError)) throw error;
      throw new RecordingError(`line ${at + 1}: ${error.message}`);
    }
  });
}

class RowReader {
  readonly rows: readonly Row[];
  #at = 0;

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.rows.length;
  }

  /** That of the next row, from 1. */
  get line(): number {
    return this.#at + 1;
  }

  /** The next row, if it is of this kind. */
  take<Kind extends Row["kind"]>(kind: Kind): RowOf<Kind> | null {
    const row = this.rows[this.#at];
    if (row?.kind !== kind) return null;
    this.#at += 1;
    return row as RowOf<Kind>;
  }

  entry(): RecordedEntry | null {
    const number = this.line;
    const row = this.take("enter");
    if (row === null) return null;
    const items = this.items();
    return { number, row, items, leave: this.take("leave") };
  }

  /** Up to a row of another kind. */
  items(): Item[] {
    const items: Item[] = [];
    for (;;) {
      const item = this.#item();
      if (item !== null) items.push(item);
      // It says what counts, and is no event.
      else if (this.take("settings") === null) return items;
    }
  }

  #item(): Item | null {
    const number = this.line;
    const call = this.take("call");
    if (call !== null) {
      const nested: RecordedEntry[] = [];
      for (let entry = this.entry(); entry !== null; entry = this.entry()) nested.push(entry);
      const answer = this.take("answer")?.value;
      return { kind: "call", number, native: call.native, values: call.arguments, answer, nested };
    }
    const input = this.take("clock") ?? this.take("random") ?? this.take("zone");
    return input && { ...input, number };
  }
}

/** Every call in order, those of nested hooks included. */
export function allCalls(parts: Recording["parts"]): RecordedCall[] {
  const ofEntry = ({ items }: RecordedEntry): RecordedCall[] =>
    items.flatMap((item) => (item.kind === "call" ? [item, ...item.nested.flatMap(ofEntry)] : []));
  return parts.flatMap((part) => ("row" in part ? ofEntry(part) : []));
}

/** A call's arguments; what is left out is empty. */
export function argumentsOf({ values }: RecordedCall): NativeValue[] {
  return values.map((value) => {
    const decoded = valueOfRow(value);
    return isLeftOut(decoded) ? "" : (decoded as NativeValue);
  });
}

/** Its answer, in the same way. */
export function answerOf({ answer }: RecordedCall): NativeValue {
  const decoded = answer === undefined ? undefined : valueOfRow(answer);
  return isLeftOut(decoded) ? "" : (decoded as NativeValue);
}
