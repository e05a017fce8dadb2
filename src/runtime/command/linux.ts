// The global Linux: the most common uses of run(). The host knows the kind of each of its commands.

import { argumentError, checkLinuxPath, checkOptions } from "../base/argument-checks.ts";
import { freeze, isInteger, numberToText, toText, trim, typedArrayLength } from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";
import { commandRead, commandSystemd, commandWrite } from "../generated/numbers.ts";
import { commandText } from "../process/command-text.ts";
import { type Command, encodeHostCommand } from "./command-options.ts";
import type { CommandResult } from "./command-result.ts";
import { type Mount, parseMounts } from "./mounts.ts";
import { parseOsRelease } from "./os-release.ts";
import { randomText } from "./random-text.ts";

type Options = Readonly<Record<string, unknown>>;
type Run = (call: string, session: unknown, command: Command, options: Options) => CommandResult;

const kPlaceOptions = ["distribution", "timeout"] as const;
const kFileOptions = [...kPlaceOptions, "user"];
const kWriteOptions = [...kFileOptions, "mode"];
const kMaximumMode = 0o7777;
const kNameBytes = 8;

export function createLinux(natives: Natives, run: Run) {
  function read(session: unknown, call: string, path: string, { user, ...place }: Options): CommandResult {
    const command = { kind: commandRead, text: commandText("cat", [path]), words: [path] };
    return run(call, session, encodeHostCommand(natives, call, { user }, command), place);
  }

  return freeze({
    readTextFile(session: unknown, path: unknown, options?: unknown): string {
      const call = "Linux.readTextFile";
      const file = checkLinuxPath(natives, call, "path", path);
      return read(session, call, file, checkOptions(call, options, kFileOptions)).text();
    },

    writeTextFile(session: unknown, path: unknown, text: unknown, options?: unknown): void {
      const call = "Linux.writeTextFile";
      const file = checkLinuxPath(natives, call, "path", path);
      if (typeof text !== "string") throw argumentError(call, `text must be a string, not ${describeValue(text)}`);
      const { mode, user, ...place } = checkOptions(call, options, kWriteOptions);
      const input = encodeUtf8(natives, text);
      const size = toText(typedArrayLength(input));
      const words = [file, randomText(natives, kNameBytes), size, checkMode(call, mode)];
      const command = { kind: commandWrite, text: commandText(call, [file]), words };
      run(call, session, encodeHostCommand(natives, call, { user }, command), { ...place, input });
    },

    waitForSystemd(session: unknown, options: unknown): string {
      const call = "Linux.waitForSystemd";
      const place = checkOptions(call, options, kPlaceOptions);
      if (place.distribution === undefined) throw argumentError(call, "options.distribution is missing");
      const command = { kind: commandSystemd, text: call, words: [] };
      return trim(run(call, session, encodeHostCommand(natives, call, {}, command), place).text());
    },

    osRelease(session: unknown, options?: unknown): Readonly<Record<string, string>> {
      const call = "Linux.osRelease";
      const place = checkOptions(call, options, kPlaceOptions);
      const own = read(session, call, "/etc/os-release", { ...place, check: false });
      const result = own.ok ? own : read(session, call, "/usr/lib/os-release", place);
      return parseOsRelease(result.text());
    },

    mounts(session: unknown, options?: unknown): readonly Mount[] {
      const call = "Linux.mounts";
      return parseMounts(read(session, call, "/proc/self/mounts", checkOptions(call, options, kPlaceOptions)).text());
    },
  });
}

/** As chmod takes it; empty for none. */
function checkMode(call: string, mode: unknown): string {
  if (mode === undefined) return "";
  if (isInteger(mode) && (mode as number) >= 0 && (mode as number) <= kMaximumMode) {
    return numberToText(mode as number, 8);
  }
  throw argumentError(call, `options.mode must be a mode such as 0o644, not ${describeValue(mode)}`);
}
