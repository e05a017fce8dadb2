import { freeze } from "./freeze.ts";
import type {
  DerivedTypeName,
  DispatchTypeName,
  FieldTypeName,
  NativeResultName,
  NativeTypeName,
  RecordTypeName,
} from "./schema.ts";

/** How a field of a struct of WSL looks everywhere. Sizes and alignments are those of 64-bit Windows, in bytes. */
export interface FieldType {
  readonly cpp: string;
  readonly size: number;
  readonly alignment: number;
  /** The method of the host's ArgumentList that copies the field, or null if it is never passed on. */
  readonly append: "Uint32" | "Uint64" | "Guid" | "WideString" | "Sid" | null;
  /** What C++ writes around the field before it is appended. */
  readonly cast?: string;
  readonly typescript: string;
}

/** How an argument of a native looks on both sides. */
export interface NativeType {
  /** The parameter of the hand-written C++ body. */
  readonly cpp: string;
  /** The method of the engine's Arguments that checks and reads it. */
  readonly reader: "Uint32" | "Int32" | "Double" | "Boolean" | "Utf16" | "Utf8" | "Bytes";
  readonly typescript: string;
}

export interface NativeResult {
  readonly cpp: string;
  readonly typescript: string;
}

export const fieldTypes = freeze({
  uint32: { cpp: "uint32_t", size: 4, alignment: 4, append: "Uint32", typescript: "number" },
  uint64: { cpp: "uint64_t", size: 8, alignment: 8, append: "Uint64", typescript: "bigint" },
  guid: { cpp: "GUID", size: 16, alignment: 4, append: "Guid", typescript: "DistributionID" },
  sessionId: { cpp: "WSLSessionId", size: 4, alignment: 4, append: "Uint32", typescript: "SessionID" },
  text: { cpp: "LPCWSTR", size: 8, alignment: 8, append: "WideString", typescript: "string" },
  optionalText: { cpp: "LPCWSTR", size: 8, alignment: 8, append: "WideString", typescript: "string | null" },
  sid: { cpp: "PSID", size: 8, alignment: 8, append: "Sid", typescript: "string" },
  handle: { cpp: "HANDLE", size: 8, alignment: 8, append: null, typescript: "never" },
  userConfiguration: {
    cpp: "WSLUserConfiguration",
    size: 4,
    alignment: 4,
    append: "Uint32",
    cast: "static_cast<uint32_t>",
    typescript: "WSLUserConfiguration",
  },
} as const satisfies Record<FieldTypeName, FieldType>);

/** The TypeScript type of a property that the runtime makes. */
export const derivedTypes = freeze({
  account: "WSLSessionUser | null",
} as const satisfies Record<DerivedTypeName, string>);

export const nativeTypes = freeze({
  uint32: { cpp: "uint32_t", reader: "Uint32", typescript: "number" },
  int32: { cpp: "int32_t", reader: "Int32", typescript: "number" },
  double: { cpp: "engine::UncheckedNumber", reader: "Double", typescript: "number" },
  boolean: { cpp: "bool", reader: "Boolean", typescript: "boolean" },
  utf16: { cpp: "const std::u16string&", reader: "Utf16", typescript: "string" },
  utf8: { cpp: "const std::string&", reader: "Utf8", typescript: "string" },
  bytes: { cpp: "std::vector<uint8_t>", reader: "Bytes", typescript: "Uint8Array" },
} as const satisfies Record<NativeTypeName, NativeType>);

export const nativeResults = freeze({
  void: { cpp: "void", typescript: "void" },
  int32: { cpp: "int32_t", typescript: "number" },
  utf16: { cpp: "std::u16string", typescript: "string" },
  bytes: { cpp: "std::vector<uint8_t>", typescript: "Uint8Array" },
  // Copied before the next native is called.
  viewOrStatus: { cpp: "std::variant<int32_t, std::span<const uint8_t>>", typescript: "Uint8Array | number" },
  bytesOrStatus: { cpp: "std::variant<int32_t, std::vector<uint8_t>>", typescript: "Uint8Array | number" },
} as const satisfies Record<NativeResultName, NativeResult>);

/** A parameter of a function that C++ calls in the runtime. */
export interface DispatchParameter {
  readonly cpp: string;
  readonly typescript: string;
  /** The line of C++ that makes the value, if there is one to make, and what the value is called then. */
  readonly make: (name: string) => string[];
  readonly made: (name: string) => string;
}

const madeBy = (expression: (name: string) => string) => ({
  make: (name: string) => [`const Value ${name}Value = ${expression(name)};`],
  made: (name: string) => `${name}Value`,
});
const asItIs = { make: () => [], made: (name: string) => name };

export const dispatchParameters = freeze({
  uint32: { cpp: "uint32_t", typescript: "number", ...madeBy((name) => `m_runtime->Number(${name})`) },
  utf16: { cpp: "std::u16string_view", typescript: "string", ...madeBy((name) => `m_runtime->String(${name})`) },
  utf8: { cpp: "std::string_view", typescript: "string", ...madeBy((name) => `m_runtime->StringFromUtf8(${name})`) },
  optionalUtf16: {
    cpp: "const std::optional<std::u16string>&",
    typescript: "string | undefined",
    ...madeBy((name) => `${name} ? m_runtime->String(*${name}) : Value()`),
  },
  value: { cpp: "const engine::Value&", typescript: "unknown", ...asItIs },
  values: { cpp: "std::span<const engine::RawValue>", typescript: "unknown[]", ...asItIs },
} as const satisfies Record<DispatchTypeName, DispatchParameter>);

/** A member of an object that C++ and the runtime exchange. */
export interface RecordField {
  /** In C++, for records that C++ makes, and for those that it reads. */
  readonly borrowed: string;
  readonly owned: string;
  readonly typescript: string;
  /** The expression of C++ that reads it from `object`, an ObjectReader. */
  readonly read: (name: string) => string;
  /** The lines of C++ that set it in `object`, a value, from `record`. */
  readonly write: (name: string) => string[];
}

const set = (expression: (member: string) => string) => (name: string) => [
  `runtime.Set(object, "${name}", ${expression(`record.${name}`)});`,
];
const neverWritten = (name: string): string[] => {
  throw new Error(`C++ never writes ${name}`);
};

export const recordFields = freeze({
  uint32: {
    borrowed: "uint32_t",
    owned: "uint32_t",
    typescript: "number",
    read: (name) => `object.Integer<uint32_t>(${name}, 0, UINT32_MAX)`,
    write: set((member) => `runtime.Number(${member})`),
  },
  boolean: {
    borrowed: "bool",
    owned: "bool",
    typescript: "boolean",
    read: (name) => `object.Boolean(${name})`,
    write: set((member) => `runtime.Boolean(${member})`),
  },
  utf16: {
    borrowed: "std::u16string_view",
    owned: "std::u16string",
    typescript: "string",
    read: (name) => `object.Utf16(${name})`,
    write: set((member) => `runtime.String(${member})`),
  },
  utf8: {
    borrowed: "std::string_view",
    owned: "std::string",
    typescript: "string",
    read: (name) => `object.Utf8(${name})`,
    write: set((member) => `runtime.StringFromUtf8(${member})`),
  },
  version: {
    borrowed: "wsl::WSLVersion",
    owned: "wsl::WSLVersion",
    typescript: "readonly [major: number, minor: number, revision: number]",
    read: () => {
      throw new Error("C++ reads no version");
    },
    write: (name) => [
      `Value ${name} = runtime.Object();`,
      ...["Major", "Minor", "Revision"].map(
        (part, index) => `runtime.Set(${name}, "${index}", runtime.Number(record.${name}.${part}));`,
      ),
      `runtime.Set(object, "${name}", std::move(${name}));`,
    ],
  },
  limits: {
    borrowed: "Limits",
    owned: "Limits",
    typescript: "Limits",
    read: (name) => `ReadLimits(object.Object(${name}))`,
    write: neverWritten,
  },
  someLimits: {
    borrowed: "Limits",
    owned: "Limits",
    typescript: "Partial<Limits>",
    read: () => {
      throw new Error("C++ reads no limits that may be absent");
    },
    write: neverWritten,
  },
  failure: {
    borrowed: "FailureCode",
    owned: "FailureCode",
    typescript: "number",
    read: (name) => `FailureCode(object.Integer<HRESULT>(${name}, INT32_MIN, INT32_MAX))`,
    write: neverWritten,
  },
} as const satisfies Record<RecordTypeName, RecordField>);
