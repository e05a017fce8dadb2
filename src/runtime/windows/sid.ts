// The global SID: security identifiers in Windows' text form.

import { argumentError } from "../base/argument-checks.ts";
import {
  defineProperty,
  freeze,
  isArray,
  isObject,
  matchPattern,
  ownKeys,
  slice,
  splitText,
  toLowerCase,
  toNumber,
} from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { inspectAs, Verbatim } from "../console/inspect.ts";
import { wellKnownSids } from "../generated/sids.ts";

/** Windows writes an authority of more than 32 bits in hexadecimal digits. */
const kPattern = /^s-1-(?:0|[1-9][0-9]{0,9}|0x[0-9a-f]{12})(?:-(?:0|[1-9][0-9]{0,9})){0,15}$/;
const kMaximumPart = 0xffff_ffff;

let textOf: (value: object) => string | undefined;

export class SID {
  readonly #text: string;

  static {
    textOf = (value) => (#text in value ? value.#text : undefined);
  }

  constructor(text: unknown) {
    this.#text = checkSid("SID", "text", text);
    freeze(this);
  }

  static parse(text: unknown): SID {
    return new SID(checkSid("SID.parse", "text", text));
  }

  get name(): string | null {
    const names = ownKeys(wellKnownSids) as string[];
    for (let at = 0; at < names.length; at++) {
      if (wellKnownSids[names[at] as string] === this.#text) return names[at] as string;
    }
    return null;
  }

  equals(other: unknown): boolean {
    return readSid(other) === this.#text;
  }

  isIn(list: unknown): boolean {
    if (!isArray(list)) throw argumentError("SID.isIn", `list must be an array, not ${describeValue(list)}`);
    let isFound = false;
    // An invalid item after the matching one is an error, too.
    for (let at = 0; at < list.length; at++) {
      if (checkSid("SID.isIn", `list[${at}]`, list[at]) === this.#text) isFound = true;
    }
    return isFound;
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }

  [inspectAs](): unknown {
    return new Verbatim(`SID ${this.#text}`);
  }
}

const names = ownKeys(wellKnownSids) as string[];
for (let at = 0; at < names.length; at++) {
  const name = names[at] as string;
  defineProperty(SID, name, { value: new SID(wellKnownSids[name]), enumerable: true });
}
freeze(SID.prototype);
freeze(SID);

function checkSid(call: string, name: string, value: unknown): string {
  const text = readSid(value);
  if (text !== undefined) return text;
  throw argumentError(
    call,
    `${name} must be a security identifier such as "S-1-5-32-544", not ${describeValue(value)}`,
  );
}

/** The text of a SID, or of a string in its form; undefined for all other values. */
function readSid(value: unknown): string | undefined {
  if (isObject(value)) return textOf(value);
  const text = typeof value === "string" ? toLowerCase(value) : "";
  if (matchPattern(kPattern, text) === null) return undefined;
  const parts = splitText(text, "-");
  for (let at = 2; at < parts.length; at++) {
    // The authority may have more bits.
    if (toNumber(parts[at]) > kMaximumPart && slice(parts[at] as string, 0, 2) !== "0x") return undefined;
  }
  return `S${slice(text, 1)}`;
}
