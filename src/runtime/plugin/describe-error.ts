// Describes a thrown value for C++.

import { isObject, joinTexts, splitText, toWellFormed } from "../base/primordials.ts";
import { cutText } from "../base/text.ts";
import { errorLocation, errorMessage, errorName, firstThrown, isErrorLike } from "../console/error-text.ts";
import { inspect, inspectError } from "../console/inspect.ts";
import type { ErrorDescription } from "../generated/dispatch.ts";
import { maximumMessage } from "../generated/numbers.ts";
import { hresultOf, isPluginError } from "../wsl/errors.ts";
import { kFail, toSigned } from "../wsl/hresult.ts";

/** What can be learnt from the value itself. */
type DescribedError = Omit<ErrorDescription, "isOfSettings" | "policyKey">;

/**
 * Describes any value that a script can throw: code and message come from the first error, before a disposal failed. It
 * never throws; getters of the value run, bounded by the hook's deadline.
 */
export function describeError(value: unknown, scriptFile: string): DescribedError {
  try {
    const first = firstThrown(value);
    const description = isErrorLike(first) ? describe(first, scriptFile) : describeOther(first, scriptFile);
    return first === value ? description : { ...description, stack: printable(inspectError(value as object)) };
  } catch {
    // Even arrays are unreliable: a script can break them with setters for their indices.
    const text = `${scriptFile} threw something that cannot be described`;
    return { hresult: codeOf(value), name: typeof value, message: text, location: "", stack: text };
  }
}

function describe(error: object, scriptFile: string): DescribedError {
  const name = errorName(error);
  const message = errorMessage(error);
  const location = errorLocation(error, scriptFile);
  const head = message === "" ? name : `${name}: ${message}`;
  return {
    hresult: codeOf(error),
    name: printable(name),
    message: printable(isPluginError(error) ? message : `${location === "" ? scriptFile : location}: ${head}`),
    location: printable(location),
    stack: printable(inspectError(error)),
  };
}

function describeOther(value: unknown, scriptFile: string): DescribedError {
  if (value === null || value === undefined) return describeText(`${value}`, `${scriptFile} threw ${value}`);
  const text = typeof value === "string" ? value : inspect(value, 1);
  return describeText(typeof value, `${scriptFile} threw: ${cutText(text, maximumMessage)}`);
}

function describeText(kind: string, text: string): DescribedError {
  const shown = printable(text);
  return { hresult: toSigned(kFail), name: kind, message: shown, location: "", stack: shown };
}

function codeOf(value: unknown): number {
  return toSigned((isObject(value) ? hresultOf(value) : undefined) ?? kFail);
}

/** Windows' texts end at a NUL, and WSL converts their UTF-16 to other encodings. */
function printable(text: string): string {
  return joinTexts(splitText(toWellFormed(text), "\0"), "\ufffd");
}
