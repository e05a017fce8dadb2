import type { NativeValue } from "../../engine/runtime.ts";
import { makeLinuxCommand } from "../../host/linux-command.ts";
import type { Natives } from "../../runtime/generated/natives.ts";
import type { CallEvent } from "../../wsl/events.ts";

type Details = Omit<CallEvent, "kind" | "plugin" | "hresult">;

/** Each native that calls WSL, as an event shows it. */
const detailsOf: { readonly [Name in keyof Natives]?: (...values: Parameters<Natives[Name]>) => Details } = {
  _mountFolder: (session, windowsPath, linuxPath, readOnly, name) =>
    ({ call: "MountFolder", session, windowsPath, linuxPath, readOnly, name }) as Details,
  _executeBinary: (session, distribution, path, argv) => execute(session, distribution, path, argv.split("\0")),
  _startCommand: (session, distribution, kind, words, carriesErrors) => {
    const place = distribution === "" ? "vm" : "distribution";
    const { argv } = makeLinuxCommand(kind, place, words, carriesErrors) ?? { argv: [] };
    return execute(session, distribution, argv[0] ?? "", argv);
  },
  _wslcMountFolder: (session, windowsPath, mountpoint, readOnly) =>
    ({ call: "WSLCMountFolder", session: `wslc:${session}`, windowsPath, mountpoint, readOnly }) as Details,
  _wslcUnmountFolder: (session, mountpoint) =>
    ({ call: "WSLCUnmountFolder", session: `wslc:${session}`, mountpoint }) as Details,
  _wslcCreateProcess: (session, path, argv) =>
    ({ call: "WSLCCreateProcess", session: `wslc:${session}`, path, arguments: argv.split("\0") }) as Details,
};

/** Those that start a program. */
export const programStarts: Readonly<Record<string, true>> = {
  _executeBinary: true,
  _startCommand: true,
  _wslcCreateProcess: true,
};

/** Those that know a program's streams. */
export function isOfStreams(native: string): boolean {
  return native.startsWith("_stream") || native === "_wslcExitCode";
}

/** What Linux said where a program of a container session was not started; 0: nothing. */
export function errnoOf(answer: NativeValue): number {
  if (!(answer instanceof Uint8Array) || statusOf(answer) >= 0) return 0;
  return new DataView(answer.buffer, answer.byteOffset).getInt32(4, true);
}

/** Whether it is the answer of a container session that does not have the program: ENOENT. */
export function isMissingProgram(answer: NativeValue): boolean {
  return errnoOf(answer) === 2;
}

/** The call of WSL's API that a native makes; null if it makes none. */
export function callEventOf(
  plugin: string,
  native: string,
  values: readonly NativeValue[],
  answer: NativeValue,
): CallEvent | null {
  const details = (detailsOf as Readonly<Record<string, (...values: readonly NativeValue[]) => Details>>)[native];
  if (details === undefined) return null;
  return { kind: "call", plugin, hresult: Math.min(0, statusOf(answer)), ...details(...values) } as CallEvent;
}

function execute(session: number, distribution: string, path: string, argv: readonly string[]): Details {
  const common = { session, path, arguments: argv };
  const details =
    distribution === ""
      ? { call: "ExecuteBinary", ...common }
      : { call: "ExecuteBinaryInDistribution", distribution, ...common };
  return details as Details;
}

/** Zero and above is success. */
export function statusOf(answer: NativeValue): number {
  if (answer instanceof Uint8Array) return new DataView(answer.buffer, answer.byteOffset).getInt32(0, true);
  return Number(answer);
}
