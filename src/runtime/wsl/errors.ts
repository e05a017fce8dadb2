// The error classes that scripts throw and catch. Each carries the HRESULT with which its hook fails.

import { defineProperty } from "../base/primordials.ts";
import { checkFailure, formatHresult, kFail, kRequiresUpdate } from "./hresult.ts";
import { checkVersion, type WSLVersion } from "./versions.ts";

/** The HRESULT of an error made by one of the classes below; undefined for all other values, even look-alikes. */
export let hresultOf: (error: object) => number | undefined;

/** Whether an error is a PluginError, whose message is for the user. */
export let isPluginError: (error: object) => boolean;

let whichVersionRuns: WSLVersion | undefined;

/** The version that RequiresUpdateError names if a script gives none. */
export function setRunningVersion(version: WSLVersion): void {
  whichVersionRuns = version;
}

/** An error with an HRESULT. Scripts do not see this class by name. */
export class CodedError extends Error {
  readonly #hresult: number;

  static {
    hresultOf = (error) => (#hresult in error ? error.#hresult : undefined);
  }

  constructor(message: string, hresult: number, options?: ErrorOptions) {
    super(message, options);
    this.#hresult = hresult;
  }

  get hresult(): number {
    return this.#hresult;
  }
}

/** Its message is meant for the user of WSL. */
export class PluginError extends CodedError {
  readonly #isForUser = true;

  static {
    isPluginError = (error) => #isForUser in error && error.#isForUser;
  }

  constructor(message: string, hresult: number = kFail, options?: ErrorOptions) {
    super(message, checkFailure("PluginError", hresult), options);
  }
}

/** Gives an error Linux's reason. */
export let setErrno: (error: WSLApiError, errno: number) => void;

/** A call into WSL failed. */
export class WSLApiError extends CodedError {
  readonly #call: string;
  #errno: number | null = null;

  static {
    setErrno = (error, errno) => {
      error.#errno = errno;
    };
  }

  constructor(call: string, hresult: number, options?: ErrorOptions) {
    const code = checkFailure("WSLApiError", hresult);
    super(`${call} failed: ${formatHresult(code)}`, code, options);
    this.#call = call;
  }

  get call(): string {
    return this.#call;
  }

  get errno(): number | null {
    return this.#errno;
  }
}

/** The error of a call for which E_FAIL almost always has this one meaning. */
export function failedCall(call: string, hresult: number, meaningOfFail: string): WSLApiError {
  const error = new WSLApiError(call, hresult);
  if (error.hresult === kFail) error.message += `: ${meaningOfFail}`;
  return error;
}

/** Something needs a newer WSL than the one that runs. */
export class RequiresUpdateError extends CodedError {
  readonly #requiredVersion: WSLVersion;

  constructor(what: string, requiredVersion: unknown, runningVersion: unknown = whichVersionRuns) {
    const required = checkVersion("RequiresUpdateError", requiredVersion);
    const running = checkVersion("RequiresUpdateError", runningVersion);
    super(
      `${what} needs WSL ${required} or newer, and WSL ${running} runs here; "wsl --update" updates it`,
      kRequiresUpdate,
    );
    this.#requiredVersion = required;
  }

  get requiredVersion(): WSLVersion {
    return this.#requiredVersion;
  }
}

nameErrors(PluginError);
nameErrors(WSLApiError);
nameErrors(RequiresUpdateError);

/** Gives the class's errors its name as built-in errors have it: inherited, and writable. */
export function nameErrors(errorClass: { readonly name: string; readonly prototype: Error }): void {
  defineProperty(errorClass.prototype, "name", { value: errorClass.name, writable: true, configurable: true });
}
