// The global Linux: what plugins do with run() most often.

import { argumentError, checkLinuxPath, checkOptions } from "../base/argument-checks.ts";
import { freeze, isInteger, numberToText, toText, trim, typedArrayLength } from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";
import type { CommandResult } from "./command-result.ts";
import { kWaitForSystemdScript, kWriteFileScript } from "./linux-scripts.ts";
import { type Mount, parseMounts } from "./mounts.ts";
import { parseOsRelease } from "./os-release.ts";
import { randomText } from "./random-text.ts";

type Run = (session: unknown, command: string, options: object) => CommandResult;

const kPlaceOptions = ["distribution", "timeout"] as const;
const kFileOptions = [...kPlaceOptions, "user"];
const kWriteOptions = [...kFileOptions, "mode"];
const kMaximumMode = 0o7777;
const kNameBytes = 8;

export function createLinux(natives: Natives, run: Run) {
  return freeze({
    readTextFile(session: unknown, path: unknown, options?: unknown): string {
      const call = "Linux.readTextFile";
      const file = checkLinuxPath(natives, call, "path", path);
      return run(session, "cat", { ...checkOptions(call, options, kFileOptions), args: [file] }).text();
    },

    writeTextFile(session: unknown, path: unknown, text: unknown, options?: unknown): void {
      const call = "Linux.writeTextFile";
      const file = checkLinuxPath(natives, call, "path", path);
      if (typeof text !== "string") throw argumentError(call, `text must be a string, not ${describeValue(text)}`);
      const { mode, ...place } = checkOptions(call, options, kWriteOptions);
      const input = encodeUtf8(natives, text);
      const size = toText(typedArrayLength(input));
      const args = ["-c", kWriteFileScript, "sh", file, temporaryName(natives, file), size, checkMode(call, mode)];
      run(session, "sh", { ...place, args, input });
    },

    waitForSystemd(session: unknown, options: unknown): string {
      const call = "Linux.waitForSystemd";
      const place = checkOptions(call, options, kPlaceOptions);
      if (place.distribution === undefined) throw argumentError(call, "options.distribution is missing");
      return trim(run(session, "sh", { ...place, args: ["-c", kWaitForSystemdScript] }).text());
    },

    osRelease(session: unknown, options?: unknown): Readonly<Record<string, string>> {
      const place = checkOptions("Linux.osRelease", options, kPlaceOptions);
      const own = run(session, "cat", { ...place, args: ["/etc/os-release"], check: false });
      const result = own.ok ? own : run(session, "cat", { ...place, args: ["/usr/lib/os-release"] });
      return parseOsRelease(result.text());
    },

    mounts(session: unknown, options?: unknown): readonly Mount[] {
      const place = checkOptions("Linux.mounts", options, kPlaceOptions);
      return parseMounts(run(session, "cat", { ...place, args: ["/proc/self/mounts"] }).text());
    },
  });
}

/** Beside the file, so that it can be renamed. */
function temporaryName(natives: Natives, file: string): string {
  return `${file}.${randomText(natives, kNameBytes)}`;
}

/** As chmod takes it; empty for none. */
function checkMode(call: string, mode: unknown): string {
  if (mode === undefined) return "";
  if (isInteger(mode) && (mode as number) >= 0 && (mode as number) <= kMaximumMode) {
    return numberToText(mode as number, 8);
  }
  throw argumentError(call, `options.mode must be a mode such as 0o644, not ${describeValue(mode)}`);
}
