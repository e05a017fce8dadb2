import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { recordingFormat } from "../../bindings/files/recording.ts";
import { version as hostVersion } from "../../package.json";
import type { Clock } from "../engine/clock.ts";
import { FailureError } from "../host/failure.ts";
import type { FilesSnapshot, PluginFiles } from "../host/plugin-files.ts";
import { type Boundary, Recorder } from "../host/recording/recorder.ts";
import type { RowOf } from "../host/recording/row.ts";
import type { ScriptStart } from "../host/script-context.ts";
import type { EngineName } from "./engine-name.ts";

interface RecordOptions {
  readonly folder: string;
  readonly engine: EngineName;
  /** Of WSL. */
  readonly version: string;
  readonly clock: Clock;
}

/** Records each new instance into a file of its own, `<plugin>-<session>-<time>-<number>.recording`. */
export function recordInto({
  folder,
  engine,
  version,
  clock,
}: RecordOptions): (files: PluginFiles, start: ScriptStart) => Boundary {
  let count = 0;
  mkdirSync(folder, { recursive: true });
  return ({ name, scriptPath }, { files, session }) => {
    count += 1;
    const time = new Date(clock.date()).toISOString();
    const of = session === null ? "first" : String(session).replace(":", "-");
    const file = join(folder, `${name}-${of}-${time.replace(/[-:.]/g, "")}-${count}.recording`);
    const recorder = new Recorder((row) => appendFileSync(file, `${JSON.stringify(row)}\n`));
    const about = { host: hostVersion, engine, wsl: version, plugin: name, scriptPath, time, content: true };
    const common = { ...about, session: session === null ? "" : String(session) };
    recorder.note({ kind: "recording", format: recordingFormat, ...common, ...contentOf(files) });
    return recorder;
  };
}

function contentOf(files: FilesSnapshot): Pick<RowOf<"recording">, "sha256" | "script" | "settingsFile"> {
  const script = readable(() => files.script());
  const settingsFile = readable(() => files.settings());
  return {
    sha256: script === null ? "" : createHash("sha256").update(script).digest("hex"),
    script: script && Buffer.from(script).toString(),
    ...(settingsFile !== null && { settingsFile }),
  };
}

/** Null for a file that cannot be read: loading fails at once. */
function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof FailureError) return null;
    throw error;
  }
}
