import type { Version } from "../../bindings/wsl/versions.ts";
import type { Clock } from "../engine/clock.ts";
import type { NativeFunction, RuntimeFactory } from "../engine/runtime.ts";
import type { Settings } from "../runtime/generated/settings.ts";
import type { AnySessionId } from "../wsl/information.ts";
import type { SessionLog } from "./log.ts";
import type { Observer } from "./observer.ts";
import type { Permissions } from "./permissions.ts";
import type { FilesSnapshot, PluginFiles } from "./plugin-files.ts";
import type { Boundary } from "./recording/recorder.ts";
import type { Script } from "./script.ts";

/** What the instances of a script share. */
export interface ScriptContext {
  readonly files: PluginFiles;
  readonly version: Version;
  readonly clock: Clock;
  readonly observer?: Observer | undefined;
  /** Makes the engine of a new instance. */
  readonly createRuntime: RuntimeFactory;
  /** Whether an instance of this script may declare it: no more than the first one did. */
  mayDeclare(files: FilesSnapshot, declared: Permissions["declared"]): boolean;
  /** The natives of a new instance. */
  natives(script: Script): Readonly<Record<string, NativeFunction>>;
  /** What stands between a new instance and all that enters it; nothing by default. */
  readonly createBoundary?: ((start: ScriptStart) => Boundary) | undefined;
}

/** A hook's time: its start, and the milliseconds that it may take whatever the limits are. */
export interface HookClock {
  readonly began: number;
  readonly longest: number;
}

/** The purpose for which an instance loads its script. */
export interface ScriptStart {
  /** Only its declarations are read: settings that it requires may be missing. */
  readonly isInspection?: boolean;
  /** No script has been loaded yet. */
  readonly isFirst: boolean;
  readonly files: FilesSnapshot;
  readonly log: SessionLog;
  /** The only session that its calls reach; null until there is one. */
  readonly session: AnySessionId | null;
  /** That of the hook that needs it. */
  readonly time: HookClock;
  /** Receives the settings that could be read, even if the script then fails. */
  onSettings(settings: Settings): void;
}
