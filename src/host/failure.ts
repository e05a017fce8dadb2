import { hresults } from "../runtime/generated/hresults.ts";

declare const isFailure: unique symbol;

/** An HRESULT that is a failure. */
export type FailureCode = number & { readonly [isFailure]: true };

/** A success becomes E_FAIL. */
export function failureCode(hresult: number): FailureCode {
  const code = hresult | 0;
  return (code < 0 ? code : hresults.E_FAIL | 0) as FailureCode;
}

/** How the script, or an operation on it, failed: host/plugin/failure.h. */
export interface Failure {
  readonly hresult: FailureCode;
  /** For the user. */
  readonly message: string;
  /** "hello.js:12:5", or empty. */
  readonly location: string;
  /** For the log; may be empty. */
  readonly stack: string;
}

/** Carries a failure out of loading. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export function failure(hresult: number, message: string, location = ""): Failure {
  return { hresult: failureCode(hresult), message, location, stack: "" };
}
