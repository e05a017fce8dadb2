import type { LogLevel } from "../runtime/generated/settings.ts";

/** One line of a plugin's log, as the DLL writes it: its members are in the order of the JSON text. */
export interface LogLine {
  /** The time, as Date.prototype.toISOString writes it. */
  readonly time: string;
  readonly level: LogLevel;
  /** The plugin's name. */
  readonly plugin: string;
  /** The session whose instance of the script it is about. Without one, no instance existed yet. */
  readonly session?: string;
  /** Its subject: `console` for the script's output, `load`, `reload` and `hook` for the host's actions. */
  readonly event: string;
  /** WSL's name of the hook. */
  readonly hook?: string;
  readonly script?: string;
  /** The plugin's version, and the script's SHA-256, of a loaded script. */
  readonly version?: string;
  readonly sha256?: string;
  /** How long it took. */
  readonly milliseconds?: string;
  /** Such as "0x80004005 (E_FAIL)". */
  readonly hresult?: string;
  /** The place in the script: "hello.js:12:5". */
  readonly location?: string;
  readonly stack?: string;
  readonly message: string;
}
