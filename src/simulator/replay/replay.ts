/** Plays a recording: the script runs again, and gets what it got then. */

import { url as inspectorUrl } from "node:inspector";
import { parseVersion } from "../../../bindings/wsl/versions.ts";
import type { Argument, NativeFunction, NativeValue } from "../../engine/runtime.ts";
import { type Failure, FailureError } from "../../host/failure.ts";
import { hookId } from "../../host/hook-arguments.ts";
import { infoOf } from "../../host/instance.ts";
import { Log, SessionLog } from "../../host/log.ts";
import { createNatives, sessionIdOf, type WslApi } from "../../host/natives.ts";
import { PluginFiles } from "../../host/plugin-files.ts";
import { type Boundary, Recorder } from "../../host/recording/recorder.ts";
import { type Row, type RowOf, valueOfRow } from "../../host/recording/row.ts";
import { Script } from "../../host/script.ts";
import type { ScriptContext } from "../../host/script-context.ts";
import { LogLevel } from "../../runtime/generated/settings.ts";
import type { HookName } from "../../wsl/plugin-host.ts";
import type { EngineName } from "../engine-name.ts";
import { loadEngine } from "../engines.ts";
import type { SimulatorEvent } from "../event-log.ts";
import type { NamedPlugin } from "../plugin-source.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { callEventOf } from "./call-event.ts";
import type { Departure } from "./departure.ts";
import type { RecordedEntry, Recording } from "./recording.ts";
import { ReplayBoundary, recordedFailure } from "./replay-boundary.ts";
import { settingsText } from "./settings-text.ts";
import { StandIns } from "./stand-ins.ts";

export interface ReplayRequest {
  readonly recording: Recording;
  /** What to run in the place of the recorded script. */
  readonly plugin?: NamedPlugin | undefined;
  /** What answers where the recording leaves content out. */
  readonly scenario?: Scenario | undefined;
  readonly engine: EngineName;
  readonly breakAtStart: boolean;
  /** Gets each event as it happens. */
  readonly onEvent: (event: SimulatorEvent) => void;
  /** Gets a recording of the replay. */
  readonly onRow?: (row: Row) => void;
}

export interface Replayed {
  /** Where the script has done something else. */
  readonly departures: readonly Departure[];
  /** Whether the script ended before its recording. */
  readonly isEndedEarly: boolean;
}

export async function replay(request: ReplayRequest): Promise<Replayed> {
  const { recording, engine, breakAtStart } = request;
  const player = new Player(request);
  const factory = await loadEngine(engine, { hostBlocks: false, breaksAtStart: breakAtStart });
  player.play(factory(player.clock));
  const played = player.played;
  return { departures: player.departures, isEndedEarly: played < recording.parts.length };
}

class Player {
  readonly #request: ReplayRequest;
  readonly #boundary: ReplayBoundary;
  readonly #files: PluginFiles;
  readonly #log: SessionLog;
  readonly #standIns: StandIns | null;
  #script: Script | null = null;
  #depth = 0;
  /** How many parts of the recording have been played. */
  played = 0;

  constructor(request: ReplayRequest) {
    const { recording, engine, plugin, scenario } = request;
    const { about } = recording;
    this.#request = request;
    this.#standIns = scenario === undefined ? null : new StandIns(scenario, about.wsl, request.onEvent);
    this.#boundary = new ReplayBoundary({
      recording,
      hasPrograms: !about.content && scenario !== undefined,
      isDebugged: () => inspectorUrl() !== undefined,
      comparesMessages: engine === about.engine,
      runNested: (entry) => this.#script && this.#playEntry(entry, this.#script),
      onCall: (native, values, answer) => this.#reportCall(native, values, answer),
    });
    const content = { ...(plugin?.content ?? { script: about.script }), settings: settingsText(recording, scenario) };
    this.#files = new PluginFiles(about.scriptPath.replace(/\.js$/, ".dll"), content);
    const log = new Log(about.plugin, this.#boundary.clock, (line) => {
      const message = this.#files.toSource(line.message);
      request.onEvent({ kind: "log", line: { ...line, message } });
    });
    this.#log = new SessionLog(log, about.session);
  }

  get clock() {
    return this.#boundary.clock;
  }

  get departures(): readonly Departure[] {
    return this.#boundary.departures;
  }

  play(createRuntime: ScriptContext["createRuntime"]): void {
    for (const part of this.#request.recording.parts) {
      if ("kind" in part) this.#belongTo(part);
      else if (part.row.part === "start") this.#load(createRuntime);
      else if (part.row.part !== "load") {
        // What ended the script has ended it for all that follows.
        if (this.#script === null || this.#script.spent) return;
        this.#playEntry(part, this.#script);
      }
      this.played += 1;
    }
  }

  #belongTo({ session }: RowOf<"session">): void {
    this.#log.session = session;
    this.#script?.belongTo(sessionIdOf(session));
  }

  #load(createRuntime: ScriptContext["createRuntime"]): void {
    const entries = this.#request.recording.parts.filter((part) => "row" in part);
    this.#boundary.expect(...entries.filter(({ row: { part } }) => part === "start" || part === "load"));
    const context: ScriptContext = {
      files: this.#files,
      version: parseVersion(this.#request.recording.about.wsl),
      clock: this.clock,
      createRuntime,
      mayDeclare: () => true,
      natives: (script) => this.#natives(script),
      createBoundary: () => this.#watched(),
    };
    const failed = failureOf(() => {
      const time = { began: this.clock.limited(), longest: Number.POSITIVE_INFINITY };
      const common = { isFirst: true, log: this.#log, session: null, time, onSettings: () => {} };
      this.#script = Script.load(context, { ...common, files: this.#files.read() });
    });
    if (failed !== null) this.#log.writeFailure("load", "", failed);
  }

  #playEntry(entry: RecordedEntry, script: Script): void {
    const { part, hook, previous, values: recorded = [] } = entry.row;
    const values = this.#standIns?.valuesOf(entry) ?? recorded;
    this.#boundary.expect(entry);
    if (this.#depth === 0) script.begin({ began: this.clock.limited(), longest: Number.POSITIVE_INFINITY });
    this.#depth += 1;
    if (part === "hook") this.#playHook(entry, hook as HookName, values.map(valueOfRow) as Argument[], script);
    else if (part === "onLoad")
      this.#report(
        entry,
        "load",
        failureOf(() => script.onLoad(previous ?? undefined)),
      );
    else
      this.#report(
        entry,
        "reload",
        failureOf(() => script.handOver()),
      );
    this.#depth -= 1;
  }

  #playHook(entry: RecordedEntry, hook: HookName, values: readonly Argument[], script: Script): void {
    const about = { plugin: this.#files.name, hook, session: sessionIdOf(this.#log.session) };
    const { method, fatal } = infoOf(hook);
    this.#request.onEvent({ kind: "hook-entered", ...about });
    const failed = this.#report(entry, "hook", script.invoke(hookId(hook), method, values));
    const effect = failed === null ? "goes on" : fatal ? "stops" : "logs";
    const message = failed?.message ?? null;
    this.#request.onEvent({ kind: "hook-returned", ...about, hresult: failed?.hresult ?? 0, message, effect });
  }

  #report({ row, leave }: RecordedEntry, event: string, failure: Failure | null): Failure | null {
    if (failure === null) return null;
    const failed = recordedFailure(failure, leave);
    this.#log.writeFailure(event, row.hook ?? "", failed);
    return failed;
  }

  #natives(script: Script): Readonly<Record<string, NativeFunction>> {
    return createNatives({
      // The recording answers all other calls in the place of WSL.
      api: { ...this.#standIns?.starts } as WslApi,
      clock: this.clock,
      log: this.#log,
      permissions: () => script.permissions,
      onNeeded: () => {},
      reaches: () => true,
      timeLeft: () => script.timeLeft,
      lookupUser: () => "",
      windows: this.#standIns?.scenario.windows ?? {},
      user: () => null,
      sourceAround: (line, column) => script.sourceAround(line, column),
    });
  }

  #reportCall(native: string, values: readonly NativeValue[], answer: NativeValue): void {
    if (native === "_log") {
      const [level, text] = values;
      this.#log.write(logLevels[Number(level)] ?? "error", "console", String(text).toWellFormed());
      return;
    }
    const event = callEventOf(this.#files.name, native, values, answer);
    if (event !== null) this.#request.onEvent(event);
  }

  /** That of the replay, in turn recorded if it is to be. */
  #watched(): Boundary {
    const boundary = this.#boundary;
    const { onRow } = this.#request;
    if (onRow === undefined) return boundary;
    const recorder = new Recorder(onRow);
    return {
      stopsLate: true,
      inputs: () => recorder.inputs(boundary.inputs()),
      natives: (own) => boundary.natives(own, (natives) => recorder.natives(natives)),
      note: (row) => recorder.note(row),
      enter: (entry) => {
        recorder.enter(entry);
        boundary.enter(entry);
      },
      leave: (failure, limit) => {
        recorder.leave(boundary.leave(failure, limit), limit);
      },
    };
  }
}

const logLevels = Object.keys(LogLevel) as LogLevel[];

function failureOf(action: () => void): Failure | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
}
