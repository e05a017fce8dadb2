/**
 * The representation of each type that crosses the border in C++, in the runtime, and in Node, which runs the engine in
 * place of the DLL.
 */

import type {
  DispatchResultName,
  DispatchTypeName,
  NativeResultName,
  NativeTypeName,
  PlainTypeName,
  RecordTypeName,
} from "./border.ts";
import { freeze } from "./freeze.ts";

/** The common part of all types. */
interface PlainType {
  readonly typescript: string;
  /** In C++: what owns the value, what borrows it, and a parameter of a native. */
  readonly owned: string;
  readonly borrowed: string;
  readonly parameter: string;
  /** The method of the engine's Arguments that checks and reads the value. */
  readonly reader: "Uint32" | "Boolean" | "Utf16" | "Utf8";
  /** The method of the engine's Runtime that makes the value. */
  readonly maker: "Number" | "Boolean" | "String" | "StringFromUtf8";
}

const plainTypes = freeze({
  uint32: {
    typescript: "number",
    owned: "uint32_t",
    borrowed: "uint32_t",
    parameter: "uint32_t",
    reader: "Uint32",
    maker: "Number",
  },
  boolean: {
    typescript: "boolean",
    owned: "bool",
    borrowed: "bool",
    parameter: "bool",
    reader: "Boolean",
    maker: "Boolean",
  },
  utf16: {
    typescript: "string",
    owned: "std::u16string",
    borrowed: "std::u16string_view",
    parameter: "const std::u16string&",
    reader: "Utf16",
    maker: "String",
  },
  utf8: {
    typescript: "string",
    owned: "std::string",
    borrowed: "std::string_view",
    parameter: "const std::string&",
    reader: "Utf8",
    maker: "StringFromUtf8",
  },
} as const satisfies Record<PlainTypeName, PlainType>);

/** An argument of a native. */
interface NativeType extends Pick<PlainType, "typescript" | "parameter"> {
  readonly reader: PlainType["reader"] | "Int32" | "Double" | "Bytes";
}

export const nativeTypes: Readonly<Record<NativeTypeName, NativeType>> = freeze({
  ...plainTypes,
  int32: { parameter: "int32_t", reader: "Int32", typescript: "number" },
  double: { parameter: "engine::UncheckedNumber", reader: "Double", typescript: "number" },
  // In the engine's memory: valid until the engine runs again.
  bytes: { parameter: "std::span<const uint8_t>", reader: "Bytes", typescript: "Uint8Array" },
});

export const nativeResults = freeze({
  void: { cpp: "void", typescript: "void" },
  int32: { cpp: "int32_t", typescript: "number" },
  utf16: { cpp: "std::u16string", typescript: "string" },
  bytes: { cpp: "std::vector<uint8_t>", typescript: "Uint8Array" },
  // Copied before the next native is called.
  viewOrStatus: { cpp: "std::variant<int32_t, std::span<const uint8_t>>", typescript: "Uint8Array | number" },
  bytesOrStatus: { cpp: "std::variant<int32_t, std::vector<uint8_t>>", typescript: "Uint8Array | number" },
} as const satisfies Record<NativeResultName, { readonly cpp: string; readonly typescript: string }>);

/** An argument of a function of the runtime. */
interface DispatchType {
  readonly cpp: string;
  readonly typescript: string;
  /** In Node, where that differs. */
  readonly node?: string;
  /** The C++ expression that makes the engine's value from it; absent if it is one already. */
  readonly make?: (name: string) => string;
}

function made({ borrowed, typescript, maker }: PlainType): DispatchType {
  return { cpp: borrowed, typescript, make: (name) => `m_runtime->${maker}(${name})` };
}

export const dispatchTypes: Readonly<Record<DispatchTypeName, DispatchType>> = freeze({
  uint32: made(plainTypes.uint32),
  utf16: made(plainTypes.utf16),
  utf8: made(plainTypes.utf8),
  optionalUtf16: {
    cpp: "const std::optional<std::u16string>&",
    typescript: "string | undefined",
    make: (name) => `${name} ? m_runtime->String(*${name}) : Value()`,
  },
  value: { cpp: "const engine::Value&", typescript: "unknown", node: "ScriptValue" },
  values: { cpp: "std::span<const engine::RawValue>", typescript: "unknown[]", node: "ScriptValue[]" },
});

/** A result of a function of the runtime. */
interface DispatchResult {
  readonly cpp: string;
  readonly typescript: string;
  /** In Node, where that differs. */
  readonly node?: string;
  /** The statements in C++ and in Node that return the call's result. */
  readonly returnInCpp: (call: string) => string[];
  readonly returnInNode: (call: string) => string[];
}

function object(name: string, node = name): DispatchResult {
  return {
    cpp: name,
    typescript: name,
    node,
    returnInCpp: (call) => [`return Read${name}(ObjectReader(*m_runtime, ${call}));`],
    returnInNode: (call) => [`return read${name}(new ObjectReader(this.#runtime, ${call}));`],
  };
}

export const dispatchResults: Readonly<Record<DispatchResultName, DispatchResult>> = freeze({
  void: {
    cpp: "void",
    typescript: "void",
    returnInCpp: (call: string) => [`${call};`],
    returnInNode: (call: string) => [`${call};`],
  },
  boolean: {
    cpp: "bool",
    typescript: "boolean",
    returnInCpp: (call: string) => [`return m_runtime->ToBoolean(${call}.Raw());`],
    returnInNode: (call: string) => [`return this.#runtime.toBoolean(${call});`],
  },
  optionalUtf16: {
    cpp: "std::optional<std::u16string>",
    typescript: "string | undefined",
    returnInCpp: (call: string) => [
      `const Value result = ${call};`,
      "if (result.Is(engine::Tag::Undefined))",
      "{",
      "    return std::nullopt;",
      "}",
      "return m_runtime->ToString(result.Raw());",
    ],
    returnInNode: (call: string) => [
      `const result = ${call};`,
      "return this.#runtime.isUndefined(result) ? undefined : this.#runtime.toText(result);",
    ],
  },
  value: {
    cpp: "engine::Value",
    typescript: "unknown",
    node: "ScriptValue",
    returnInCpp: (call: string) => [`return ${call};`],
    returnInNode: (call: string) => [`return ${call};`],
  },
  Settings: object("Settings"),
  LoadResult: object("LoadResult"),
  ErrorDescription: object("ErrorDescription", "ReadErrorDescription"),
});

/** A member of an object that C++ and the runtime exchange. */
interface RecordType extends Pick<PlainType, "typescript" | "owned" | "borrowed"> {
  /** The expressions of C++ and of Node that read the member of `object`, an ObjectReader. */
  readonly readInCpp: (name: string) => string;
  readonly readInNode: (name: string) => string;
  /** The statements that set it in `object`, a value, from `record`. */
  readonly writeInCpp: (name: string) => string[];
  readonly writeInNode: (name: string) => string[];
}

function member(
  { owned, borrowed, typescript, maker }: PlainType,
  readInCpp: (name: string) => string,
  readInNode: (name: string) => string,
): RecordType {
  return {
    typescript,
    owned,
    borrowed,
    readInCpp,
    readInNode,
    writeInCpp: (name) => [`runtime.Set(object, "${name}", runtime.${maker}(record.${name}));`],
    writeInNode: (name) => [`runtime.set(object, "${name}", runtime.value(record.${name}));`],
  };
}

/** Types that the host does not need yet. */
function never(name: string): never {
  throw new Error(`No emitter knows how the host reads or writes ${name}`);
}

const limits = { owned: "Limits", borrowed: "Limits", writeInCpp: never, writeInNode: never } as const;

export const recordTypes: Readonly<Record<RecordTypeName, RecordType>> = freeze({
  uint32: member(
    plainTypes.uint32,
    (name) => `object.Integer<uint32_t>("${name}", 0, UINT32_MAX)`,
    (name) => `object.integer("${name}", 0, 0xffffffff)`,
  ),
  boolean: member(
    plainTypes.boolean,
    (name) => `object.Boolean("${name}")`,
    (name) => `object.boolean("${name}")`,
  ),
  utf16: member(
    plainTypes.utf16,
    (name) => `object.Utf16("${name}")`,
    (name) => `object.text("${name}")`,
  ),
  utf8: member(
    plainTypes.utf8,
    (name) => `object.Utf8("${name}")`,
    (name) => `object.text("${name}")`,
  ),
  version: {
    owned: "wsl::WSLVersion",
    borrowed: "wsl::WSLVersion",
    typescript: "readonly [major: number, minor: number, revision: number]",
    readInCpp: never,
    readInNode: (name: string) => {
      const parts = [0, 1, 2].map((part) => `object.object("${name}").integer("${part}", 0, 0xffffffff)`);
      return `[${parts.join(", ")}]`;
    },
    writeInCpp: (name: string) => [
      `Value ${name} = runtime.Object();`,
      ...["Major", "Minor", "Revision"].map(
        (part, index) => `runtime.Set(${name}, "${index}", runtime.Number(record.${name}.${part}));`,
      ),
      `runtime.Set(object, "${name}", std::move(${name}));`,
    ],
    writeInNode: (name: string) => [
      `const ${name} = runtime.object();`,
      `for (const part of [0, 1, 2] as const) runtime.set(${name}, String(part), runtime.value(record.${name}[part]));`,
      `runtime.set(object, "${name}", ${name});`,
    ],
  },
  limits: {
    ...limits,
    typescript: "Limits",
    readInCpp: (name: string) => `ReadLimits(object.Object("${name}"))`,
    readInNode: (name: string) => `readLimits(object.object("${name}"))`,
  },
  someLimits: {
    ...limits,
    typescript: "Partial<Limits>",
    readInCpp: never,
    readInNode: (name: string) => `readSomeLimits(object.object("${name}"))`,
  },
  failure: {
    owned: "FailureCode",
    borrowed: "FailureCode",
    typescript: "number",
    readInCpp: (name: string) => `FailureCode(object.Integer<HRESULT>("${name}", INT32_MIN, INT32_MAX))`,
    readInNode: (name: string) => `failureCode(object.integer("${name}", -0x80000000, 0x7fffffff))`,
    writeInCpp: never,
    writeInNode: never,
  },
});
