// What an instance of a script hands over to the next one, by value: a text that is made in the one and read in the
// other.
//
// It is JSON: a list of the state and of the objects that occur in it, each once, as [kind, content]. Where an object
// occurs, ["object", its index] stands. So nothing nests, what was one object is one again, and circles do no harm.

import {
  base64ToBytes,
  bytesToBase64,
  Collection,
  collectionAdd,
  collectionForEach,
  Dictionary,
  dateToNumber,
  dictionaryForEach,
  dictionaryGet,
  dictionarySet,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isArray,
  isFiniteNumber,
  isObject,
  joinTexts,
  makeBigInt,
  makeDate,
  makeRangeError,
  makeTypeError,
  matchPattern,
  ownKeys,
  parseJson,
  stringifyJson,
  symbolToText,
  toNumber,
  toText,
  typedArrayBytes,
} from "../base/primordials.ts";
import { describeValue, quote } from "../base/text.ts";
import { className } from "../console/inspection.ts";
import { maximumHandOver } from "../generated/numbers.ts";

const kAllowed =
  "undefined, null, booleans, numbers, bigints, strings, arrays, object literals, Map, Set, Date and Uint8Array";
const kPlainKey = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

// Saved before the script can replace the globals; each kind's own functions check what these are the prototypes of.
const kArray = Array.prototype;
const kObject = Object.prototype;
const kMap = Map.prototype;
const kSet = Set.prototype;
const kDate = Date.prototype;
const kBytes = Uint8Array.prototype;

/** Throws a TypeError that names what is not plain data, and a RangeError if the state is too large. */
export function packState(state: unknown): string {
  return new Packing().pack(state);
}

/** The state from a text that packState made. */
export function unpackState(text: string): unknown {
  const parts = parseJson(text) as [Token, ...Part[]];
  const objects: object[] = [];
  for (let at = 1; at < parts.length; at++) objects[at] = emptyObject(parts[at] as Part);
  for (let at = 1; at < parts.length; at++) fillObject(objects, objects[at] as object, parts[at] as Part);
  return readToken(objects, parts[0]);
}

/** A value's form in JSON: the value itself, or its kind and content if JSON lacks it. */
type Token = string | boolean | null | number | ["undefined" | "number" | "bigint", string] | ["object", number];

type Part =
  | ["list" | "map" | "set", Token[]]
  | ["literal", Record<string, Token>]
  | ["date", Token]
  | ["bytes", string];

/** An object of the state, and where it was first found. */
interface Found {
  readonly value: object;
  /** The index of the object that contains it; 0 for none. */
  readonly holder: number;
  /** Its place in that object, as JavaScript writes it: `.name`, `[3]`. */
  readonly step: string;
}

class Packing {
  readonly #indexes: Map<unknown, unknown> = new Dictionary();
  /** By index; there is no object 0. */
  readonly #found: (Found | undefined)[] = [undefined];
  #length = 0;

  pack(state: unknown): string {
    const parts = [this.#token(state, 0, "state")];
    for (let index = 1; index < this.#found.length; index++) {
      parts[index] = this.#part((this.#found[index] as Found).value, index);
    }
    return `[${joinTexts(parts, ",")}]`;
  }

  #part(value: object, index: number): string {
    switch (getPrototypeOf(value)) {
      case kArray:
        return `["list",[${this.#items(value as unknown[], index)}]]`;
      case kObject:
      case null:
        return `["literal",{${this.#properties(value, index)}}]`;
      case kMap:
        return `["map",[${this.#entries(value, index)}]]`;
      case kSet:
        return `["set",[${this.#members(value, index)}]]`;
      case kDate:
        return `["date",${this.#token(dateToNumber(value as Date), index, "")}]`;
      case kBytes:
        this.#checkRoom(typedArrayBytes(value));
        return `["bytes",${this.#text(bytesToBase64(value as Uint8Array))}]`;
      default:
        throw this.#refusal(index, "", kindOf(value));
    }
  }

  #items(list: readonly unknown[], index: number): string {
    const tokens: string[] = [];
    for (let at = 0; at < list.length; at++) tokens[at] = this.#token(list[at], index, `[${at}]`);
    return joinTexts(tokens, ",");
  }

  #properties(object: object, index: number): string {
    const tokens: string[] = [];
    const keys = ownKeys(object);
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] as string | symbol;
      if (getOwnPropertyDescriptor(object, key)?.enumerable !== true) continue;
      if (typeof key === "symbol") throw this.#refusal(index, `[${symbolToText(key)}]`, "has a symbol as its key");
      const value = (object as Record<string, unknown>)[key];
      tokens[tokens.length] = `${this.#text(key)}:${this.#token(value, index, stepTo(key))}`;
    }
    return joinTexts(tokens, ",");
  }

  #entries(map: object, index: number): string {
    const tokens: string[] = [];
    dictionaryForEach(map, (value, key) => {
      tokens[tokens.length] = this.#token(key, index, " (a key)");
      tokens[tokens.length] = this.#token(value, index, `.get(${isObject(key) ? "..." : describeValue(key)})`);
    });
    return joinTexts(tokens, ",");
  }

  #members(set: object, index: number): string {
    const tokens: string[] = [];
    collectionForEach(set, (value) => {
      tokens[tokens.length] = this.#token(value, index, " (a value)");
    });
    return joinTexts(tokens, ",");
  }

  #token(value: unknown, holder: number, step: string): string {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "boolean":
        return this.#counted(toText(value));
      case "number":
        return this.#counted(numberToken(value));
      case "bigint":
        return this.#counted(`["bigint","${toText(value)}"]`);
      case "undefined":
        return this.#counted('["undefined",""]');
      case "object":
        return this.#counted(value === null ? "null" : `["object",${this.#indexOf(value, holder, step)}]`);
      default:
        throw this.#refusal(holder, step, `is a ${typeof value}`);
    }
  }

  #indexOf(value: object, holder: number, step: string): number {
    const known = dictionaryGet(this.#indexes, value) as number | undefined;
    if (known !== undefined) return known;
    const index = this.#found.length;
    this.#found[index] = { value, holder, step };
    dictionarySet(this.#indexes, value, index);
    return index;
  }

  #text(text: string): string {
    // Counted before the work starts: escaping never makes text shorter.
    return stringifyJson(this.#counted(text));
  }

  #counted(token: string): string {
    this.#checkRoom(token.length);
    this.#length += token.length;
    return token;
  }

  #checkRoom(length: number): void {
    if (this.#length + length <= maximumHandOver) return;
    throw new makeRangeError(`onReloading: the state takes more than ${maximumHandOver} characters as text`);
  }

  #refusal(holder: number, step: string, what: string): TypeError {
    let place = step;
    for (let at = holder; at !== 0; at = (this.#found[at] as Found).holder) {
      place = (this.#found[at] as Found).step + place;
    }
    return new makeTypeError(`onReloading: ${place} ${what}; only plain data can be handed over: ${kAllowed}`);
  }
}

function numberToken(value: number): string {
  if (value === 0 && 1 / value < 0) return '["number","-0"]';
  return isFiniteNumber(value) ? toText(value) : `["number","${value}"]`;
}

function stepTo(key: string): string {
  return matchPattern(kPlainKey, key) === null ? `[${quote(key)}]` : `.${key}`;
}

function kindOf(value: object): string {
  const name = className(value);
  return name === "" ? "is an object with a prototype of its own" : `is an instance of ${name}`;
}

function emptyObject(part: Part): object {
  switch (part[0]) {
    case "list":
    case "literal":
      return part[1];
    case "map":
      return new Dictionary();
    case "set":
      return new Collection();
    case "date":
      return new makeDate(readToken([], part[1]) as number);
    case "bytes":
      return base64ToBytes(part[1]);
  }
}

/** The properties exist already, and are own ones: setting them does not involve a prototype. */
function fillObject(objects: readonly object[], object: object, part: Part): void {
  switch (part[0]) {
    case "list":
      for (let at = 0; at < part[1].length; at++) part[1][at] = readToken(objects, part[1][at]) as Token;
      break;
    case "literal":
      fillLiteral(objects, part[1]);
      break;
    case "map":
      for (let at = 0; at < part[1].length; at += 2) {
        const key = readToken(objects, part[1][at]);
        dictionarySet(object as Map<unknown, unknown>, key, readToken(objects, part[1][at + 1]));
      }
      break;
    case "set":
      for (let at = 0; at < part[1].length; at++) {
        collectionAdd(object as Set<unknown>, readToken(objects, part[1][at]));
      }
      break;
    default:
  }
}

function fillLiteral(objects: readonly object[], literal: Record<string, unknown>): void {
  const keys = ownKeys(literal) as string[];
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    literal[key] = readToken(objects, literal[key] as Token);
  }
}

function readToken(objects: readonly object[], token: Token | undefined): unknown {
  if (!isArray(token)) return token;
  switch (token[0]) {
    case "undefined":
      return undefined;
    case "number":
      return toNumber(token[1]);
    case "bigint":
      return makeBigInt(token[1]);
    case "object":
      return objects[token[1]];
  }
}
