// HRESULTs: names and words. Scripts see codes as they are written, unsigned (0x80004005); C++ has them signed.

import {
  defineProperty,
  freeze,
  isInteger,
  makeTypeError,
  numberToText,
  ownKeys,
  padStart,
  toUpperCase,
} from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { hresults } from "../generated/hresults.ts";

export const kAccessDenied = hresults.E_ACCESSDENIED;
export const kFail = hresults.E_FAIL;
export const kTimeout = hresults.ERROR_TIMEOUT;
export const kRequiresUpdate = hresults.WSL_E_PLUGIN_REQUIRES_UPDATE;

const kWin32Facility = 0x80070000;

/** The code as a signed number for C++. */
export function toSigned(code: number): number {
  return code | 0;
}

/** A failure code that a script passed in either form, as an unsigned number. */
export function checkFailure(call: string, value: unknown): number {
  const isFailure = isInteger(value) && isInWord(value as number) && toSigned(value as number) < 0;
  if (isFailure) return (value as number) >>> 0;
  throw new makeTypeError(
    `${call}: hresult must be a failure such as HRESULT.E_ACCESSDENIED or 0x80070005, not ${describeValue(value)}`,
  );
}

/** `0x80070002 (ERROR_FILE_NOT_FOUND)`, in either form; without a name the number alone. */
export function formatHresult(code: number): string {
  const unsigned = code >>> 0;
  const hex = `0x${padStart(toUpperCase(numberToText(unsigned, 16)), 8, "0")}`;
  const name = nameOf(unsigned);
  return name === undefined ? hex : `${hex} (${name})`;
}

/** The global HRESULT: every named code, and functions over codes. */
export function createHresultGlobal(): object {
  const global = { __proto__: null, ...hresults };
  defineProperty(global, "format", { value: format });
  defineProperty(global, "fromWin32", { value: fromWin32 });
  return freeze(global);
}

/** Searched linearly: names are rarely needed, and a table would cost time at each load. */
function nameOf(unsigned: number): string | undefined {
  if (unsigned === 0) return "S_OK";
  const names = ownKeys(hresults) as (keyof typeof hresults)[];
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as keyof typeof hresults;
    if (hresults[name] === unsigned) return name;
  }
  return unsigned >>> 16 === kWin32Facility >>> 16 ? `Win32 error ${unsigned & 0xffff}` : undefined;
}

function format(code: unknown): string {
  if (isInteger(code) && isInWord(code as number)) return formatHresult(code as number);
  throw new makeTypeError(`HRESULT.format: code must be a 32-bit number, not ${describeValue(code)}`);
}

function fromWin32(code: unknown): number {
  if (!isInteger(code) || (code as number) < 0 || (code as number) > 0xffff) {
    throw new makeTypeError(
      `HRESULT.fromWin32: code must be a whole number from 0 to 65535, not ${describeValue(code)}`,
    );
  }
  return code === 0 ? 0 : kWin32Facility + (code as number);
}

function isInWord(code: number): boolean {
  return code >= -0x80000000 && code <= 0xffffffff;
}
