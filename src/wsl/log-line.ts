import type { LogLevel } from "../runtime/generated/settings.ts";

/** One line of a plugin's log, as the DLL writes it: its members are in the order of the JSON text. */
export interface LogLine {
  /** The moment, as Date.prototype.toISOString writes it. */
  readonly time: string;
  readonly level: LogLevel;
  /** The plugin's name. */
  readonly plugin: string;
  /** The session whose instance of the script it is about. Without one, there was none yet. */
  readonly session?: string;
  /** What it is about: `console` for what the script prints, `load`, `reload` and `hook` for what the host did. */
  readonly event: string;
  /** WSL's name of the hook. */
  readonly hook?: string;
  readonly script?: string;
  /** The plugin's version, and the script's SHA-256, of a script that was loaded. */
  readonly version?: string;
  readonly sha256?: string;
  /** How long it took. */
  readonly milliseconds?: string;
  /** Such as "0x80004005 (E_FAIL)". */
  readonly hresult?: string;
  /** Where in the script it happened: "hello.js:12:5". */
  readonly location?: string;
  readonly stack?: string;
  readonly message: string;
}
