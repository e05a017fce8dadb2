/** Answers a script from its recording, and compares what it does. */

import { Clock } from "../../engine/clock.ts";
import type { EngineInputs } from "../../engine/inputs.ts";
import { type NativeFunction, type NativeValue, Trap } from "../../engine/runtime.ts";
import { type Failure, failureCode } from "../../host/failure.ts";
import { type Boundary, type Entry, type Limit, outcomeOf, recordedNatives } from "../../host/recording/recorder.ts";
import { bytesOfText, isLeftOut, type RowOf, type RowValue, valueOfRow } from "../../host/recording/row.ts";
import { hresults } from "../../runtime/generated/hresults.ts";
import { hresultToText } from "../../wsl/hresult-text.ts";
import { isOfStreams, programStarts, statusOf } from "./call-event.ts";
import { Cursor } from "./cursor.ts";
import { type Departure, isSameValue, valuesText } from "./departure.ts";
import { engineRandom } from "./engine-random.ts";
import type { Item, RecordedCall, RecordedEntry, Recording } from "./recording.ts";

/** How much slower than the recorded machine this one may be. */
const slack = 20;
/** Milliseconds, more than any limit. */
const longest = 1e9;
const millisecond = 1_000_000n;
const failed = hresults.E_FAIL | 0;

export interface ReplayOptions {
  readonly recording: Recording;
  /** Whether a debugger may hold the script. */
  readonly isDebugged: () => boolean;
  /** Whether the engine's own texts are those of the recording's engine. */
  readonly comparesMessages: boolean;
  /** Whether a scenario's programs answer in the place of those whose answers are left out. */
  readonly hasPrograms: boolean;
  /** Runs a hook from within a call. */
  readonly runNested: (entry: RecordedEntry) => void;
  /** Gets each call with the answer that the script gets. */
  readonly onCall: (native: string, values: readonly NativeValue[], answer: NativeValue) => void;
}

export class ReplayBoundary implements Boundary {
  readonly stopsLate = true;
  readonly departures: Departure[] = [];
  readonly clock: Clock;
  readonly #options: ReplayOptions;
  readonly #last = { wall: 0n, steady: 0n };
  /** From the outside to the inside. */
  readonly #cursors: Cursor[];
  /** What the host calls next. */
  #next: readonly RecordedEntry[] = [];

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#cursors = [this.#cursorOf(options.recording.made, null)];
    this.clock = new ReplayClock(
      options.isDebugged,
      () => this.#isLate,
      () => Number(this.#last.wall / millisecond),
    );
  }

  /** To be called before the host calls the script: once, or several times for several entries. */
  expect(...entries: readonly RecordedEntry[]): void {
    this.#next = entries;
  }

  inputs(): EngineInputs {
    return {
      wallClock: () => this.#read("wall"),
      steadyClock: () => this.#read("steady"),
      fillRandom: (bytes) => {
        const recorded = this.#cursor.takeInput("random", (input) => input.bytes.length === bytes.length);
        if (recorded !== null) bytes.set(bytesOfText(recorded.bytes));
      },
      secondsEastOfUtc: (at) =>
        this.#cursor.takeInput("zone", (input) => input.at === at)?.seconds ??
        this.#options.recording.zones.get(at) ??
        this.#options.recording.zones.values().next().value ??
        0,
      random: engineRandom(this.#options.recording.made),
    };
  }

  /** `watch`: adds what is to stand between the script and the answers that it gets. */
  natives(
    own: Readonly<Record<string, NativeFunction>>,
    watch = (natives: Readonly<Record<string, NativeFunction>>) => natives,
  ): Readonly<Record<string, NativeFunction>> {
    const answered = recordedNatives.filter(({ name }) => this.#hasAnswersOf(name));
    const replayed = answered.map(({ name, result }) => {
      const inPlace = own[name] as NativeFunction;
      const native: NativeFunction = (...values) => {
        const recorded = this.#answer(name, values, unrecordedAnswers[result]);
        const answer = this.#isFromScenario(name, recorded) ? inPlace(...values) : recorded;
        this.#options.onCall(name, values, answer);
        return answer;
      };
      return [name, native] as const;
    });
    const watched = watch({ ...own, ...Object.fromEntries(replayed) });
    const stopping = answered.map(({ name }) => {
      const native: NativeFunction = (...values) => {
        if (this.#isOver) throw new Trap("the recording ends here");
        return watched[name]?.(...values);
      };
      return [name, native] as const;
    });
    return { ...watched, ...Object.fromEntries(stopping) };
  }

  note(): void {}

  enter({ part }: Entry): void {
    const [entry, ...more] = this.#next;
    if (entry?.row.part !== part) {
      this.departures.push({ line: this.#lastLine, within: part, call: null, recorded: null, got: "success" });
      throw new Trap("the recording ends here");
    }
    this.#next = more;
    this.#cursors.push(this.#cursorOf(entry.items, entry));
  }

  /** Returns the failure that counts. */
  leave(failure: Failure | null, limit: Limit): Failure | null {
    const { entry } = this.#cursor;
    const isCutOff = this.#cursor.isCutOff && limit !== undefined;
    const left = this.#cursor.goToEnd();
    if (!isCutOff) this.#missing(left);
    if (entry?.leave && !isCutOff) this.#compareOutcomes(entry, entry.leave, { ...outcomeOf(failure), limit });
    this.#cursors.pop();
    return failure && recordedFailure(failure, entry?.leave);
  }

  /** Programs of a scenario print in other pieces, at other times. */
  #cursorOf(items: readonly Item[], entry: RecordedEntry | null): Cursor {
    const counted = items.filter((item) => item.kind !== "call" || this.#hasAnswersOf(item.native));
    return new Cursor(counted, entry);
  }

  /** A scenario's programs have streams of their own. */
  #hasAnswersOf(native: string): boolean {
    return !(this.#options.hasPrograms && isOfStreams(native));
  }

  /** A program that has started, or a value that is left out. */
  #isFromScenario(native: string, recorded: NativeValue): boolean {
    if (!this.#options.hasPrograms) return false;
    if (native === "_registryValue") return recorded === leftOut;
    return Object.hasOwn(programStarts, native) && statusOf(recorded) >= 0;
  }

  get #cursor(): Cursor {
    return this.#cursors.at(-1) as Cursor;
  }

  /** Whether the script has done all that the recording has of an entry that never returned by itself. */
  get #isOver(): boolean {
    return this.#cursor.isCutOff && this.#cursor.isAtEnd;
  }

  /** The same of one whose time was over, and of one that has no end. */
  get #isLate(): boolean {
    return this.#isOver && ["time", undefined].includes(this.#cursor.entry?.leave?.limit);
  }

  /** Beyond its recording a script reads a clock that goes on slowly. */
  #read(clock: RowOf<"clock">["clock"]): bigint {
    const recorded = this.#cursor.takeInput("clock", (input) => input.clock === clock);
    this.#last[clock] = recorded === null ? this.#last[clock] + millisecond : BigInt(recorded.nanoseconds);
    return this.#last[clock];
  }

  #answer(native: string, values: readonly NativeValue[], otherwise: NativeValue): NativeValue {
    const call = this.#callFor(native, values);
    if (call === null) {
      this.#depart(this.#cursor.nextCall?.number ?? this.#lastLine, { call: native, got: valuesText(values) });
      return otherwise;
    }
    this.#missing(this.#cursor.goBehind(call));
    if (!values.every((value, at) => isSameValue(call.values[at], value))) {
      this.#depart(call.number, { call: native, recorded: argumentsText(call), got: valuesText(values) });
    }
    for (const entry of call.nested) this.#options.runNested(entry);
    const answer = call.answer === undefined ? undefined : valueOfRow(call.answer);
    if (isLeftOut(answer)) return leftOut;
    return answer === undefined ? otherwise : (answer as NativeValue);
  }

  /** The recorded call for one that the script makes. Lines of the log stand for nothing but themselves. */
  #callFor(native: string, values: readonly NativeValue[]): RecordedCall | null {
    const same = this.#cursor.findCall(native, values);
    const { nextCall } = this.#cursor;
    return same ?? (native !== "_log" && nextCall?.native === native ? nextCall : null);
  }

  #missing(calls: readonly RecordedCall[]): void {
    for (const call of calls) this.#depart(call.number, { call: call.native, recorded: argumentsText(call) });
  }

  #compareOutcomes(entry: RecordedEntry, { hresult, message, limit }: Outcome, got: Outcome): void {
    const { comparesMessages } = this.#options;
    const isSame =
      hresult === got.hresult &&
      limit === got.limit &&
      (!comparesMessages || withoutPlace(message) === withoutPlace(got.message));
    if (!isSame) {
      const recorded = outcomeText({ hresult, message });
      this.departures.push({ line: entry.number, within: nameOf(entry), call: null, recorded, got: outcomeText(got) });
    }
  }

  #depart(line: number, { call, recorded, got }: { call: string; recorded?: string; got?: string }): void {
    const { entry } = this.#cursor;
    const within = entry === null ? "start" : nameOf(entry);
    this.departures.push({ line, within, call: call.slice(1), recorded: recorded ?? null, got: got ?? null });
  }

  get #lastLine(): number {
    return this.#cursor.entry?.number ?? 1;
  }
}

/** If a limit ended an entry then, that limit counts, and not what ends the entry here in its place. */
export function recordedFailure(failure: Failure, leave: RecordedEntry["leave"] | undefined): Failure {
  if (leave?.limit === undefined) return failure;
  return { ...failure, hresult: failureCode(leave.hresult), message: leave.message };
}

/** Stands for content. Without a scenario the script gets it: nothing. */
const leftOut: NativeValue = new Uint8Array();

type Outcome = Pick<RowOf<"leave">, "hresult" | "message"> & { readonly limit?: Limit };

/** What a script gets for a call that its recording does not have. */
const unrecordedAnswers: Readonly<Record<(typeof recordedNatives)[number]["result"], NativeValue>> = {
  void: undefined,
  int32: failed,
  utf16: "",
  bytes: new Uint8Array(Int32Array.of(failed, 0, 0, 0, 0, 0).buffer),
  bytesOrStatus: failed,
  viewOrStatus: failed,
};

function nameOf({ row: { part, hook } }: RecordedEntry): string {
  return hook ?? part;
}

function argumentsText({ values }: RecordedCall): string {
  return valuesText(values.map((value: RowValue) => valueOfRow(value)));
}

function outcomeText({ hresult, message }: Pick<Outcome, "hresult" | "message">): string {
  return message === "" ? hresultToText(hresult) : `${hresultToText(hresult)}: ${message}`;
}

/** An edited script fails in other places. */
function withoutPlace(message: string): string {
  return message.replace(/^[^\s:]+:\d+(:\d+)?: /, "");
}

/** Recorded scripts ended in time, but for those that a limit ended: their time is over with their last row. */
class ReplayClock extends Clock {
  readonly #isLate: () => boolean;
  readonly #wall: () => number;

  constructor(isDebugged: () => boolean, isLate: () => boolean, wall: () => number) {
    super(isDebugged);
    this.#isLate = isLate;
    this.#wall = wall;
  }

  override limited(): number {
    return this.#isLate() ? super.limited() + longest : super.limited() / slack;
  }

  /** As the script last read it. */
  override date(): number {
    return this.#wall();
  }
}
