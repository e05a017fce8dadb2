// Shows built-in kinds of objects in the console.

import {
  ByteArray,
  bufferBytes,
  collectionForEach,
  collectionSize,
  dateToText,
  dictionaryForEach,
  dictionarySize,
  inherits,
  isError,
  min,
  numberToText,
  padStart,
  patternToText,
  slice,
  typedArrayLength,
  typedArrayName,
} from "../base/primordials.ts";
import { errorText } from "./error-text.ts";
import { type Inspection, kMaximumItems, layOut } from "./inspection.ts";

/** Prototypes suggest a kind of object; then its own functions confirm it. */
const kinds = [
  { prototype: Map.prototype, show: inspectMap },
  { prototype: Set.prototype, show: inspectSet },
  { prototype: Date.prototype, show: inspectDate },
  { prototype: RegExp.prototype, show: (value: object) => patternToText(value as RegExp) },
  { prototype: ArrayBuffer.prototype, show: inspectBuffer },
  { prototype: WeakMap.prototype, show: () => "WeakMap { <items unknown> }" },
  { prototype: WeakSet.prototype, show: () => "WeakSet { <items unknown> }" },
  { prototype: Promise.prototype, show: () => "Promise { <state unknown> }" },
];

/** The text of an object of a built-in kind, undefined for all others. */
export function inspectBuiltin(value: object, name: string, run: Inspection): string | undefined {
  if (isError(value)) return run.nested(name, () => errorText(value, run));
  const typedArray = typedArrayName(value);
  if (typedArray !== undefined) return inspectTypedArray(value, typedArray, run);
  for (let at = 0; at < kinds.length; at++) {
    const kind = kinds[at] as (typeof kinds)[number];
    if (!inherits(value, kind.prototype)) continue;
    try {
      return kind.show(value, name, run);
    } catch {
      return undefined;
    }
  }
  return undefined;
}

function inspectMap(value: object, name: string, run: Inspection): string {
  const size = dictionarySize(value);
  return run.nested(name, () => {
    const entries: string[] = [];
    dictionaryForEach(value, (item, key) => {
      if (entries.length < kMaximumItems) entries[entries.length] = `${run.value(key)} => ${run.value(item)}`;
    });
    return layOut(`${name}(${size})`, "{", withRest(entries, size));
  });
}

function inspectSet(value: object, name: string, run: Inspection): string {
  const size = collectionSize(value);
  return run.nested(name, () => {
    const entries: string[] = [];
    collectionForEach(value, (item) => {
      if (entries.length < kMaximumItems) entries[entries.length] = run.value(item);
    });
    return layOut(`${name}(${size})`, "{", withRest(entries, size));
  });
}

function inspectDate(value: object): string {
  try {
    return dateToText(value as Date);
  } catch {
    return "Invalid Date";
  }
}

function inspectTypedArray(value: object, name: string, run: Inspection): string {
  const length = typedArrayLength(value);
  const items = value as ArrayLike<number | bigint>;
  const entries: string[] = [];
  for (let at = 0; at < min(length, kMaximumItems); at++) entries[at] = run.value(items[at]);
  return layOut(`${name}(${length})`, "[", withRest(entries, length));
}

function inspectBuffer(value: object, name: string): string {
  const size = bufferBytes(value);
  const bytes = new ByteArray(value as ArrayBuffer, 0, min(size, 50));
  let text = "";
  for (let at = 0; at < min(size, 50); at++) text += ` ${padStart(numberToText(bytes[at] as number, 16), 2, "0")}`;
  return layOut(name, "{", [`bytes: <${slice(text, 1)}${size > 50 ? " ..." : ""}>`, `byteLength: ${size}`]);
}

function withRest(entries: string[], size: number): string[] {
  const rest = size - entries.length;
  if (rest > 0) entries[entries.length] = `... ${rest} more item${rest === 1 ? "" : "s"}`;
  return entries;
}
