// Runs first in each of Node's contexts that a script gets. It makes the context's globals those of the DLL's engine, as far as Node
// has them, and gives the host what has to be made within.

/** What the realm needs of the host. */
export interface RealmHost {
  /** Names that the DLL's engine has. */
  readonly globals: readonly string[];
  readonly atob: (text: string) => string;
  readonly btoa: (text: string) => string;
  /** Milliseconds from some moment on, and since 1970. */
  now(): number;
  date(): number;
  /** In the place of Math.random. */
  readonly random?: (() => number) | undefined;
  isError(value: unknown): boolean;
  encode(bytes: Uint8Array, encoding: "hex" | "base64"): string;
  decodeBase64(text: string): Uint8Array;
  /** A line of a stack, "" for frames of the host's own. */
  frameText(name: string, file: string | null, line: number, column: number): string;
}

type AnyFunction = (...values: unknown[]) => unknown;

/** What the host needs of the realm. */
export interface Realm {
  makeBytes(bytes: Uint8Array): Uint8Array;
  makeObject(): object;
  makeFunction(native: AnyFunction): AnyFunction;
  makeError(message: string): object;
  /** `frame`: "" where the place is not known. */
  makeSyntaxError(message: string, frame: string): object;
  /** A promise of the exports. */
  evaluate(body: (exports: object) => Promise<void>): Promise<object>;
  isPromise(value: unknown): value is Promise<unknown>;
  watch(promise: Promise<unknown>, settle: (isRejected: boolean, value: unknown) => void): void;
  toNumber(value: unknown): number;
  toText(value: unknown): string;
}

export function start(host: RealmHost): Realm {
  removeOthers(host.globals);
  addMissing(host);
  const {
    Object: Objects,
    Uint8Array: Bytes,
    Promise: Promises,
    Error: Errors,
    SyntaxError: SyntaxErrors,
  } = globalThis;
  const { apply } = Reflect;
  const { defineProperty } = Objects;
  const { then } = Promises.prototype;
  setStacks(host);
  return {
    makeBytes: (bytes) => new Bytes(bytes),
    makeObject: () => ({}),
    makeFunction: (native) => {
      // A function of this realm: those of the host's would lead scripts to its own globals.
      return (...values) => native(...values);
    },
    makeError: (message) => new Errors(message),
    makeSyntaxError(message, frame) {
      const error = new SyntaxErrors(message);
      return defineProperty(error, "stack", { value: frame, writable: true, configurable: true, enumerable: false });
    },
    async evaluate(body) {
      const exports = { __proto__: null };
      await body(exports);
      return exports;
    },
    isPromise: (value): value is Promise<unknown> => value instanceof Promises,
    watch(promise, settle) {
      apply(then, promise, [(value: unknown) => settle(false, value), (reason: unknown) => settle(true, reason)]);
    },
    toNumber: (value) => +(value as number),
    toText: (value) => `${value}`,
  };
}

/** What Node has and the DLL's engine does not. */
function removeOthers(names: readonly string[]): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!names.includes(name)) delete (globalThis as unknown as Record<string, unknown>)[name];
  }
}

function addMissing(host: RealmHost): void {
  const { prototype } = Uint8Array;
  add(Symbol, { dispose: Symbol("Symbol.dispose"), asyncDispose: Symbol("Symbol.asyncDispose") });
  add(Error, { isError: (value: unknown) => host.isError(value) });
  add(prototype, {
    toHex(this: Uint8Array) {
      return host.encode(this, "hex");
    },
    toBase64(this: Uint8Array) {
      return host.encode(this, "base64");
    },
  });
  const bytes = Uint8Array;
  add(Uint8Array, { fromBase64: (text: string) => new bytes(host.decodeBase64(text)) });
  add(globalThis, {
    atob: (text: unknown) => host.atob(`${text}`),
    btoa: (text: unknown) => host.btoa(`${text}`),
    DOMException: makeDOMException(),
    SuppressedError: makeSuppressedError(),
    performance: { now: () => host.now(), timeOrigin: host.date() - host.now() },
    queueMicrotask: makeQueueMicrotask(),
  });
  globalThis.Date = makeDate(host);
  const { random } = host;
  if (random !== undefined) Math.random = () => random();
}

/** Leaves what there is. */
function add(object: object, members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    if (!Object.hasOwn(object, name)) {
      Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
    }
  }
}

/** Its time is the simulator's, which skips waits. */
function makeDate(host: RealmHost): DateConstructor {
  const original = Date;
  const { construct } = Reflect;
  const simulated = new Proxy(original, {
    construct: (target, values, newTarget) =>
      construct(target, values.length === 0 ? [host.date()] : values, newTarget) as Date,
    apply: () => new original(host.date()).toString(),
  });
  Object.defineProperty(original, "now", { value: () => Math.trunc(host.date()) });
  Object.defineProperty(original.prototype, "constructor", { value: simulated });
  return simulated;
}

/** A callback that throws is a job that fails. */
function makeQueueMicrotask(): (callback: () => unknown) => void {
  const resolved = Promise.resolve();
  const { apply } = Reflect;
  const { then } = Promise.prototype;
  const makeTypeError = TypeError;
  return (callback) => {
    if (typeof callback !== "function") throw new makeTypeError("not a function");
    apply(then, resolved, [() => void callback()]);
  };
}

const domExceptionNames =
  "IndexSizeError HierarchyRequestError WrongDocumentError InvalidCharacterError NoModificationAllowedError NotFoundError NotSupportedError " +
  "InUseAttributeError InvalidStateError SyntaxError InvalidModificationError NamespaceError InvalidAccessError TypeMismatchError " +
  "SecurityError NetworkError AbortError URLMismatchError QuotaExceededError TimeoutError InvalidNodeTypeError DataCloneError";
/** The codes of the names above. */
const domExceptionCodes = [1, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24, 25];

function makeDOMException(): object {
  const codes = new Map(domExceptionNames.split(" ").map((name, at) => [name, domExceptionCodes[at]]));
  const { captureStackTrace } = Error;
  class DOMException {
    readonly #message: string;
    readonly #name: string;

    constructor(message = "", name = "Error") {
      this.#message = `${message}`;
      this.#name = `${name}`;
      captureStackTrace(this, DOMException);
    }

    get message(): string {
      return this.#message;
    }

    get name(): string {
      return this.#name;
    }

    get code(): number {
      return codes.get(this.#name) ?? 0;
    }
  }
  Object.setPrototypeOf(DOMException.prototype, Error.prototype);
  return DOMException;
}

/** What `using` throws when a disposal fails after something else has been thrown. */
function makeSuppressedError(): object {
  class SuppressedError extends Error {
    constructor(error: unknown, suppressed: unknown, message?: string) {
      super(message);
      Object.defineProperty(this, "error", { value: error, writable: true, configurable: true });
      Object.defineProperty(this, "suppressed", { value: suppressed, writable: true, configurable: true });
    }
  }
  add(SuppressedError.prototype, { name: "SuppressedError" });
  return SuppressedError;
}

interface Frame {
  getFunctionName(): string | null;
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/** Stacks look like those of the DLL's engine: frames only. */
function setStacks(host: RealmHost): void {
  const textOf = (frame: Frame) =>
    host.frameText(
      frame.getFunctionName() ?? "<anonymous>",
      frame.getFileName(),
      frame.getLineNumber() ?? 0,
      frame.getColumnNumber() ?? 0,
    );
  Object.defineProperty(Error, "prepareStackTrace", {
    value: (_error: unknown, frames: readonly Frame[]) => {
      let stack = "";
      for (let at = 0; at < frames.length; at++) stack += textOf(frames[at] as Frame);
      return stack;
    },
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
