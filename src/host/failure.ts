/** How something the script did, or something done to it, failed: host/plugin/failure.h. */
export interface Failure {
  readonly hresult: number;
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

export function failure(hresult: number, message: string, location = "", stack = ""): Failure {
  return { hresult: hresult | 0, message, location, stack };
}
