/** `structuredClone` of the HTML standard, for the kinds of objects that exist here. */

interface Options {
  readonly transfer?: Iterable<ArrayBuffer>;
}

/**
 * A copy of a value and everything in it. Throws a DOMException named DataCloneError for a value that cannot be copied.
 */
export function structuredClone<T>(value: T, options: Options = {}): T {
  const transfer = [...(options.transfer ?? [])];
  for (const [index, buffer] of transfer.entries()) {
    if (!(buffer instanceof ArrayBuffer) || buffer.detached || transfer.indexOf(buffer) < index) throw refusal(buffer);
  }
  const copy = new Cloner().clone(value);
  // A value that cannot be copied stays unchanged.
  for (const buffer of transfer) buffer.transfer();
  return copy as T;
}

class Cloner {
  readonly #copies = new Map<object, unknown>();

  clone(value: unknown): unknown {
    if (typeof value === "symbol" || typeof value === "function") throw refusal(value);
    if (typeof value !== "object" || value === null) return value;
    if (!this.#copies.has(value)) this.#copy(value);
    return this.#copies.get(value);
  }

  #copy(value: object): void {
    const copy = emptyCopy(value) ?? this.#view(value);
    this.#copies.set(value, copy);
    // The value may contain itself.
    if (value instanceof Map)
      for (const [key, item] of [...value]) (copy as typeof value).set(this.clone(key), this.clone(item));
    else if (value instanceof Set) for (const item of [...value]) (copy as typeof value).add(this.clone(item));
    else if (value instanceof Error) this.#copyError(value, copy as Error);
    else if (Array.isArray(value) || isPlain(value)) this.#copyOwn(value, copy);
  }

  #copyOwn(value: object, copy: object): void {
    for (const key of Object.keys(value)) {
      define(copy, key, this.clone((value as Record<string, unknown>)[key]), true);
    }
  }

  #view(value: object): object {
    if (!ArrayBuffer.isView(value)) throw refusal(value);
    const View = value.constructor as typeof Uint8Array;
    const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length;
    return new View(this.clone(value.buffer) as ArrayBuffer, value.byteOffset, length);
  }

  #copyError(value: Error, copy: Error): void {
    if (value instanceof DOMException) return;
    define(copy, "stack", String(value.stack), false);
    if (Object.hasOwn(value, "message")) define(copy, "message", String(value.message), false);
    if (Object.hasOwn(value, "cause")) define(copy, "cause", this.clone(value.cause), false);
  }
}

const errorKinds = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

/** The new object for the value's content, complete if there is no more content; null for other kinds. */
function emptyCopy(value: object): object | null {
  if (Array.isArray(value)) return new Array(value.length);
  if (value instanceof Map) return new Map();
  if (value instanceof Set) return new Set();
  if (value instanceof DOMException) return new DOMException(value.message, value.name);
  if (value instanceof Error) return new (errorKinds.find(({ name }) => name === value.name) ?? Error)();
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (value instanceof ArrayBuffer) return copyOfBuffer(value);
  if (value instanceof Boolean || value instanceof Number || value instanceof String || value instanceof BigInt) {
    return Object(value.valueOf()) as object;
  }
  return isPlain(value) ? {} : null;
}

function copyOfBuffer(buffer: ArrayBuffer): ArrayBuffer {
  if (buffer.detached) throw refusal(buffer);
  if (!buffer.resizable) return buffer.slice(0);
  const copy = new ArrayBuffer(buffer.byteLength, { maxByteLength: buffer.maxByteLength });
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return copy;
}

/** Instances of classes are plain data here, too, except those whose content only their own methods can reach. */
function isPlain(value: object): boolean {
  return !ArrayBuffer.isView(value) && !closedKinds.some((kind) => value instanceof kind);
}

const closedKinds = [
  ...[Map, Set, WeakMap, WeakSet, WeakRef, FinalizationRegistry, Promise, Symbol, Date, RegExp, ArrayBuffer, Error],
  ...[Boolean, Number, String, BigInt, SharedArrayBuffer],
];

function define(target: object, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true });
}

function refusal(value: unknown): DOMException {
  const what =
    typeof value === "function" || typeof value === "symbol" ? `a ${typeof value}` : "an object of this kind";
  return new DOMException(`structuredClone: ${what} cannot be copied`, "DataCloneError");
}

if (!("structuredClone" in globalThis)) {
  Object.defineProperty(globalThis, "structuredClone", { value: structuredClone, writable: true, configurable: true });
}
