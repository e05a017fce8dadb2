// The built-in functions that the host's side uses, saved before the script can replace them. A script may overwrite
// any global and any prototype; that must not affect the checks, the error texts and the calls between script and host.

interface EngineError extends ErrorConstructor {
  stackTraceLimit: number;
  isError?(value: unknown): boolean;
}

interface EngineGlobals {
  performance: { now(): number };
  DOMException: new (message: string, name: string) => Error;
  Error: EngineError;
  SuppressedError?: ErrorConstructor;
}

const engine = globalThis as unknown as EngineGlobals;

export const { apply, ownKeys, preventExtensions } = Reflect;
export const { assign, create, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
export const { isArray } = Array;
export const { isFinite: isFiniteNumber, isInteger, isSafeInteger } = Number;
export const { max, min, round } = Math;
export const parseDecimal = parseFloat;
export const parseWhole: (text: string, radix?: number) => number = parseInt;
export const { parse: parseJson, stringify: stringifyJson } = JSON;
export const toText = String;
export const { fromCharCode } = String;
export const toNumber = Number;
export const makeBigInt: (value: string | number) => bigint = BigInt;
export const makeDate = Date;
export const makeError = Error;
export const makeEvalError = EvalError;
export const makeRangeError = RangeError;
export const makeSyntaxError = SyntaxError;
export const makePattern = RegExp;
export const makeTypeError = TypeError;
export const makePromise = Promise;
export const makeDOMException = engine.DOMException;
export const ByteArray = Uint8Array;
export const Integers = Int32Array;
export const Collection = Set;
export const Dictionary = Map;
export const WeakDictionary = WeakMap;
export const now = engine.performance.now.bind(engine.performance);

export const slice = uncurry<string, [start: number, end?: number], string>(String.prototype.slice);
export const indexOf = uncurry<string, [text: string, from?: number], number>(String.prototype.indexOf);
export const lastIndexOf = uncurry<string, [text: string, from?: number], number>(String.prototype.lastIndexOf);
export const startsWith = uncurry<string, [text: string, at?: number], boolean>(String.prototype.startsWith);
export const endsWith = uncurry<string, [text: string], boolean>(String.prototype.endsWith);
export const charCodeAt = uncurry<string, [at: number], number>(String.prototype.charCodeAt);
export const padStart = uncurry<string, [length: number, fill?: string], string>(String.prototype.padStart);
export const toLowerCase = uncurry<string, [], string>(String.prototype.toLowerCase);
export const toUpperCase = uncurry<string, [], string>(String.prototype.toUpperCase);
export const trim = uncurry<string, [], string>(String.prototype.trim);
export const isWellFormed = uncurry<string, [], boolean>(methodOf(String.prototype, "isWellFormed"));
export const toWellFormed = uncurry<string, [], string>(methodOf(String.prototype, "toWellFormed"));
export const numberToText = uncurry<number, [radix?: number], string>(Number.prototype.toString);
export const matchPattern = uncurry<RegExp, [text: string], RegExpExecArray | null>(RegExp.prototype.exec);
export const patternToText = uncurry<RegExp, [], string>(RegExp.prototype.toString);
export const dateToNumber = uncurry<Date, [], number>(Date.prototype.getTime);
export const dateToText = uncurry<Date, [], string>(Date.prototype.toISOString);
export const functionToText = uncurry<object, [], string>(Function.prototype.toString);
export const symbolToText = uncurry<symbol, [], string>(Symbol.prototype.toString);

export const collectionHas = uncurry<Set<unknown>, [value: unknown], boolean>(Set.prototype.has);
export const collectionAdd = uncurry<Set<unknown>, [value: unknown], unknown>(Set.prototype.add);
export const collectionDelete = uncurry<Set<unknown>, [value: unknown], boolean>(Set.prototype.delete);
export const collectionClear = uncurry<Set<unknown>, [], void>(Set.prototype.clear);
export const collectionSize = uncurry<object, [], number>(getterOf(Set.prototype, "size"));
export const collectionForEach = uncurry<object, [visit: (value: unknown) => void], void>(Set.prototype.forEach);
export const dictionaryGet = uncurry<Map<unknown, unknown>, [key: unknown], unknown>(Map.prototype.get);
export const dictionarySet = uncurry<Map<unknown, unknown>, [key: unknown, value: unknown], unknown>(Map.prototype.set);
export const dictionaryDelete = uncurry<Map<unknown, unknown>, [key: unknown], boolean>(Map.prototype.delete);
export const dictionarySize = uncurry<object, [], number>(getterOf(Map.prototype, "size"));
export const dictionaryForEach = uncurry<object, [visit: (value: unknown, key: unknown) => void], void>(
  Map.prototype.forEach,
);

export const weakDictionaryGet = uncurry<WeakMap<object, unknown>, [key: object], unknown>(WeakMap.prototype.get);
export const weakDictionarySet = uncurry<WeakMap<object, unknown>, [key: object, value: unknown], unknown>(
  WeakMap.prototype.set,
);

export const asyncIterator: typeof Symbol.asyncIterator = Symbol.asyncIterator;
export const generatorPrototype = getPrototypeOf(getPrototypeOf((function* () {})())) as object;
/** `generator.next(value)` and `generator.return()`. */
export const resumeGenerator = uncurry<Generator<unknown, unknown, never>, [value: unknown], IteratorResult<unknown>>(
  methodOf(generatorPrototype, "next"),
);
export const closeGenerator = uncurry<Generator<unknown, unknown, never>, [], IteratorResult<unknown>>(
  methodOf(generatorPrototype, "return"),
);

const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
/** The name of a typed array's own kind, undefined for anything else. */
export const typedArrayName = uncurry<unknown, [], string | undefined>(
  getterOf(typedArrayPrototype, Symbol.toStringTag),
);
export const typedArrayLength = uncurry<object, [], number>(getterOf(typedArrayPrototype, "length"));
export const typedArrayBytes = uncurry<object, [], number>(getterOf(typedArrayPrototype, "byteLength"));
export const typedArrayOffset = uncurry<object, [], number>(getterOf(typedArrayPrototype, "byteOffset"));
export const typedArrayBuffer = uncurry<object, [], ArrayBuffer>(getterOf(typedArrayPrototype, "buffer"));
export const copyBytes = uncurry<Uint8Array, [source: ArrayLike<number>, at?: number], void>(Uint8Array.prototype.set);
export const bytesToBase64 = uncurry<Uint8Array, [], string>(methodOf(Uint8Array.prototype, "toBase64"));
export const bytesToHex = uncurry<Uint8Array, [], string>(methodOf(Uint8Array.prototype, "toHex"));
export const base64ToBytes = methodOf(Uint8Array, "fromBase64") as (text: string) => Uint8Array;
export const findByte = uncurry<Uint8Array, [byte: number, from?: number], number>(Uint8Array.prototype.indexOf);
export const bufferBytes = uncurry<object, [], number>(getterOf(ArrayBuffer.prototype, "byteLength"));
export const viewBytes = uncurry<object, [], number>(getterOf(DataView.prototype, "byteLength"));
export const viewOffset = uncurry<object, [], number>(getterOf(DataView.prototype, "byteOffset"));
export const viewBuffer = uncurry<object, [], ArrayBuffer>(getterOf(DataView.prototype, "buffer"));

/** True for errors only: not for proxies of errors and objects that inherit from Error.prototype. */
export function isError(value: unknown): value is object {
  return isErrorObject(value) || isDOMException(value);
}

const isErrorObject = engine.Error.isError ?? ((value: unknown) => value instanceof makeError);
const readCode = uncurry<object, [], number>(getterOf(makeDOMException.prototype, "code"));
const readStack = stackReader();

/** To this engine, a DOMException is no error. Its own getter identifies it: it throws for everything else. */
function isDOMException(value: unknown): value is object {
  try {
    if (!inherits(value, makeDOMException.prototype)) return false;
    readCode(value);
    return true;
  } catch {
    return false;
  }
}

/** What `using` throws when a disposal fails after something else has been thrown. */
export function isSuppressedError(value: unknown): value is object {
  return engine.SuppressedError !== undefined && isError(value) && inherits(value, engine.SuppressedError.prototype);
}

/** The runtime's own frames take half of those that the engine would keep by default. */
engine.Error.stackTraceLimit = 50;

/** The stack of an error: frames only, one a line, in the engine; V8 puts the name and message before them. */
export function stackOf(error: object): string {
  const stack = isDOMException(error) ? getOwnPropertyDescriptor(error, "stack")?.value : readStack(error);
  return typeof stack === "string" ? stack : "";
}

/** A method as a function that takes `this` first and cannot be redirected later. */
function uncurry<This, Arguments extends unknown[], Result>(
  method: unknown,
): (self: This, ...args: Arguments) => Result {
  return Function.prototype.bind.call(Function.prototype.call, method as (...args: Arguments) => Result);
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Whether a prototype is among an object's. A proxy among them may throw. */
export function inherits(value: unknown, prototype: object): value is object {
  let link = isObject(value) ? getPrototypeOf(value) : null;
  for (let level = 0; link !== null && level < 20; level++) {
    if (link === prototype) return true;
    link = getPrototypeOf(link);
  }
  return false;
}

/** `list.join(separator)` without the prototypes that a script can change. */
export function joinTexts(list: readonly string[], separator: string): string {
  let text = "";
  for (let at = 0; at < list.length; at++) text += at === 0 ? list[at] : separator + list[at];
  return text;
}

/** `text.split(separator)`, likewise. */
export function splitText(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let end = indexOf(text, separator); end !== -1; end = indexOf(text, separator, from)) {
    parts[parts.length] = slice(text, from, end);
    from = end + separator.length;
  }
  parts[parts.length] = slice(text, from);
  return parts;
}

/** `list.slice(from)`, likewise. */
export function restOf<Item>(list: readonly Item[], from: number): Item[] {
  const rest: Item[] = [];
  for (let at = from; at < list.length; at++) rest[rest.length] = list[at] as Item;
  return rest;
}

/** `list.filter((each) => each !== item)`, likewise. */
export function without<Item>(list: readonly Item[], item: unknown): Item[] {
  const kept: Item[] = [];
  for (let at = 0; at < list.length; at++) if (list[at] !== item) kept[kept.length] = list[at] as Item;
  return kept;
}

/** `list.includes(value)`, likewise. */
export function isAmong(value: unknown, list: readonly unknown[]): boolean {
  for (let at = 0; at < list.length; at++) if (list[at] === value) return true;
  return false;
}

function methodOf(prototype: object, name: string): unknown {
  return getOwnPropertyDescriptor(prototype, name)?.value;
}

function getterOf(prototype: object | null, name: PropertyKey): unknown {
  return getOwnPropertyDescriptor(prototype, name)?.get;
}

/** QuickJS keeps the stack behind an accessor of Error.prototype, V8 in a property of every error. */
function stackReader(): (error: object) => unknown {
  const getter = getterOf(Error.prototype, "stack");
  return getter === undefined ? (error) => (error as Error).stack : uncurry<object, [], unknown>(getter);
}
